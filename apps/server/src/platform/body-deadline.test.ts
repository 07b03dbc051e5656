import Fastify from 'fastify';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addBodyDeadline } from './body-deadline.ts';
import type { App } from './endpoints.ts';

const app = Fastify();
const open: Socket[] = [];

beforeAll(async () => {
  addBodyDeadline(app as unknown as App, { bodyMs: 300, everyMs: 20 });
  app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_, body, done) =>
    done(null, body),
  );
  app.post('/*', ({ body }) => ({ bytes: (body as Buffer).length }));
  await app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  for (const socket of open) socket.destroy();
  await app.close();
});

/** Sends the head of a request and half of its four bytes. */
async function beginSending(path: string): Promise<Socket> {
  const { port } = app.server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  open.push(socket);
  await once(socket, 'connect');
  socket.write(
    `POST ${path} HTTP/1.1\r\nhost: here\r\ncontent-type: application/octet-stream\r\ncontent-length: 4\r\n\r\nab`,
  );
  return socket;
}

const ROSTER = '/api/v1/org-units/abc/roster-imports?fileName=a.csv';

test('a body that trickles in is cut off; a file from a slow link has its time', async () => {
  const file = await beginSending(ROSTER);
  const small = await beginSending('/api/v1/session');
  const answered: Buffer[] = [];
  small.on('data', (chunk: Buffer) => answered.push(chunk));
  await once(small, 'close');
  expect(answered).toEqual([]);

  file.write('cd');
  const [answer] = (await once(file, 'data')) as [Buffer];
  expect(answer.toString()).toContain('{"bytes":4}');
});

test('whoever sends in time is answered, however long the answer is waited for', async () => {
  const prompt = await beginSending('/api/v1/session');
  prompt.write('cd');
  const [answer] = (await once(prompt, 'data')) as [Buffer];
  expect(answer.toString()).toContain('{"bytes":4}');
  // The connection is kept, and outlives one that was cut after it.
  const late = await beginSending('/api/v1/session');
  await once(late, 'close');
  expect(prompt.destroyed).toBe(false);
});
