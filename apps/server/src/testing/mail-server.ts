// A mail server that keeps what it is given, or refuses it. Used by tests only.
import { SMTPServer } from 'smtp-server';

export interface MailServer {
  readonly url: string;
  /** As they arrived. */
  readonly letters: { to: string; head: string; text: string }[];
  /** What the next letters are answered with; null: they are taken. */
  refuseWith(code: number | null): void;
  close(): Promise<void>;
}

export async function openMailServer(): Promise<MailServer> {
  const letters: MailServer['letters'] = [];
  let refusal: number | null = null;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        if (refusal !== null)
          return done(Object.assign(new Error('not taken'), { responseCode: refusal }));
        const to = session.envelope.rcptTo[0]?.address ?? '';
        letters.push({ to, ...decoded(Buffer.concat(parts).toString()) });
        done();
      });
    },
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `smtp://127.0.0.1:${port}`,
    letters,
    refuseWith(code) {
      refusal = code;
    },
    close: () => new Promise<void>((closed) => server.close(() => closed())),
  };
}

/** Head and text of a letter, whatever it was encoded in. */
function decoded(raw: string): { head: string; text: string } {
  const [head = '', ...rest] = raw.split('\r\n\r\n');
  const body = rest.join('\r\n\r\n');
  if (/base64/i.test(head)) return { head, text: Buffer.from(body, 'base64').toString() };
  const text = Buffer.from(
    body
      .replaceAll('=\r\n', '')
      .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      ),
    'latin1',
  ).toString();
  return { head, text };
}
