// On a real socket: what a connection is owed is not seen by `inject`.
import Fastify from 'fastify';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { App } from './endpoints.ts';
import { refusePipelining } from './pipelining.ts';

let app: App;
let asked: string[];

beforeEach(async () => {
  app = Fastify() as unknown as App;
  asked = [];
  refusePipelining(app);
  app.get('/:name', async (request) => {
    asked.push(request.url);
    // Answered when the connection is gone or everything else that came with it has been read.
    await new Promise((read) => setImmediate(read));
    return { url: request.url };
  });
  await app.listen();
});
afterEach(() => app.close());

function open() {
  const address = app.server.address();
  if (address === null || typeof address === 'string') throw new Error('it listens on a port');
  const socket = connect(address.port, 'localhost');
  let received = '';
  socket.on('data', (part: Buffer) => (received += part.toString()));
  const get = (name: string) => `GET /${name} HTTP/1.1\r\nhost: localhost\r\n\r\n`;
  const answers = () => received.split('HTTP/1.1 200').length - 1;
  return { socket, get, answers };
}

test('who asks again after the answer is answered as often as they ask, on one connection', async () => {
  const { socket, get, answers } = open();
  for (const name of ['one', 'two', 'three']) {
    const before = answers();
    socket.write(get(name));
    while (answers() === before) await once(socket, 'data');
  }
  expect(asked).toEqual(['/one', '/two', '/three']);
  socket.destroy();
});

test('who asks again before it is cut off, and the second request is not worked at', async () => {
  const { socket, get, answers } = open();
  socket.write(get('one') + get('two') + get('three'));
  await once(socket, 'close');
  expect(asked).toEqual(['/one']);
  expect(answers()).toBe(0);
});
