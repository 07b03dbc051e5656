// On a real socket: what a connection is owed is not seen by `inject`.
import Fastify from 'fastify';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { App } from './endpoints.ts';
import { refusePipelining } from './pipelining.ts';

let app: App;
let asked: string[];
/** Lets `/held` be answered. */
let release: () => void;

beforeEach(async () => {
  app = Fastify() as unknown as App;
  asked = [];
  refusePipelining(app);
  const released = new Promise<void>((free) => (release = free));
  app.get('/held', async (request) => {
    asked.push(request.url);
    await released;
    return { url: request.url };
  });
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

test('who asks twice more before it is cut off, and nothing but the first request is worked at', async () => {
  const { socket, get, answers } = open();
  socket.write(get('one') + get('two') + get('three'));
  await once(socket, 'close');
  expect(asked).toEqual(['/one']);
  expect(answers()).toBe(0);
});

test('who has read the end of an answer before we know it may ask once more, and waits for it', async () => {
  const { socket, get, answers } = open();
  const arrived = once(app.server, 'request');
  socket.write(get('held'));
  await arrived;
  const again = once(app.server, 'request');
  socket.write(get('two'));
  await again;
  expect(asked).toEqual(['/held']);
  release();
  while (answers() < 2) await once(socket, 'data');
  expect(asked).toEqual(['/held', '/two']);
  socket.destroy();
});
