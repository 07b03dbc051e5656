// Somebody's program that sends files by the tus protocol, over a real connection. Used by tests only.
import { once } from 'node:events';
import { connect } from 'node:net';
import type { TestInstallation, Visitor } from './test-installation.ts';

export interface Sent {
  readonly status: number;
  readonly code: string | null;
  readonly headers: Headers;
}

export interface TusClient {
  announce(
    draftId: string,
    file: { readonly name: string; readonly bytes: number; readonly more?: Record<string, string> },
    headers?: Record<string, string>,
  ): Promise<Sent & { readonly url: string }>;
  send(url: string, offset: number, bytes: Uint8Array<ArrayBuffer>): Promise<Sent>;
  offset(url: string): Promise<Sent & { readonly at: number }>;
  cancel(url: string): Promise<Sent>;
  /** Sends the beginning of a piece of `announced` bytes; gives what cuts the link. */
  begin(url: string, offset: number, bytes: Uint8Array, announced: number): Promise<() => void>;
}

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** The client of a visitor; `origin` null sends none, and another than ours is a page elsewhere. */
export function tusClient(
  { app }: TestInstallation,
  visitor: Visitor,
  origin: string | null = baseOf(app),
): TusClient {
  const base = baseOf(app);
  const own = () => ({
    cookie: visitor.cookie(),
    'tus-resumable': '1.0.0',
    ...(origin === null ? {} : { origin }),
  });
  async function call(
    method: string,
    url: string,
    headers: Record<string, string>,
    body?: Uint8Array<ArrayBuffer>,
  ): Promise<Sent> {
    const answer = await fetch(new URL(url, base), {
      method,
      headers: { ...own(), ...headers },
      ...(body && { body }),
    });
    const text = await answer.text();
    const code = text.startsWith('{') ? (JSON.parse(text) as { code?: string }).code : null;
    return { status: answer.status, code: code ?? null, headers: answer.headers };
  }
  return {
    async announce(draftId, { name, bytes, more = {} }, headers = {}) {
      const metadata = Object.entries({ filename: name, ...more })
        .map(([key, value]) => `${key} ${base64(value)}`)
        .join(',');
      const sent = await call('POST', `/api/v1/drafts/${draftId}/uploads`, {
        'upload-length': String(bytes),
        'upload-metadata': metadata,
        ...headers,
      });
      return { ...sent, url: sent.headers.get('location') ?? '' };
    },
    send: (url, offset, bytes) =>
      call(
        'PATCH',
        url,
        { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
        bytes,
      ),
    async offset(url) {
      const sent = await call('HEAD', url, {});
      return { ...sent, at: Number(sent.headers.get('upload-offset')) };
    },
    cancel: (url) => call('DELETE', url, {}),
    async begin(url, offset, bytes, announced) {
      const { hostname, port } = new URL(base);
      const socket = connect(Number(port), hostname);
      await once(socket, 'connect');
      const headers = { ...own(), host: `${hostname}:${port}` };
      const lines = [
        `PATCH ${url} HTTP/1.1`,
        ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
        'content-type: application/offset+octet-stream',
        `content-length: ${announced}`,
        `upload-offset: ${offset}`,
      ];
      socket.write(`${lines.join('\r\n')}\r\n\r\n`);
      await new Promise((done) => socket.write(bytes, done));
      return () => void socket.destroy();
    },
  };
}

/** Listens on a port of its own, where it does not yet. */
export async function listen({ app }: TestInstallation): Promise<void> {
  if (!app.server.listening) await app.listen({ port: 0, host: '127.0.0.1' });
}

function baseOf(app: TestInstallation['app']): string {
  const address = app.server.address();
  if (address === null || typeof address === 'string') throw new Error('it does not listen');
  return `http://127.0.0.1:${address.port}`;
}
