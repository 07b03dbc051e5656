// Mail goes out by SMTP where the operator has named a server; otherwise there is none.
import { createTransport } from 'nodemailer';
import type { Config } from './config.ts';

export interface Letter {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export interface Mail {
  /** Hands a letter to the server; throws where it does not take it within ten seconds. */
  send(letter: Letter): Promise<void>;
}

const TIMEOUT_MS = 10_000;

/** null where no server is configured. */
export function openMail({ smtpUrl, mailFrom }: Pick<Config, 'smtpUrl' | 'mailFrom'>): Mail | null {
  if (!smtpUrl || !mailFrom) return null;
  const transport = createTransport({
    url: smtpUrl.href,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    // Nothing of a letter is fetched from files or the network.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ to, subject, text }) {
      await transport.sendMail({ from: mailFrom, to: { name: '', address: to }, subject, text });
    },
  };
}
