// A connection that costs the generator of a load as little as can be: on two cores what the generator needs is
// taken from the server that is measured.
import { connect, type Socket } from 'node:net';
import type { Reply, Shot } from './load.ts';

export interface Line {
  /** Sends one request and resolves with its answer, which must say its length; one at a time. */
  send(shot: Shot): Promise<Reply>;
  close(): void;
}

const HEAD_END = Buffer.from('\r\n\r\n');

function bytesOf({ method = 'GET', path, headers = {}, body = '' }: Shot, host: string): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const length = method === 'GET' ? '' : `content-length: ${Buffer.byteLength(body)}\r\n`;
  return `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\n${lines.join('')}${length}\r\n${body}`;
}

/** The answer that `received` begins with, or null where part of it is still to come. */
function readReply(received: Buffer): Reply | null {
  const end = received.indexOf(HEAD_END);
  if (end < 0) return null;
  const head = received.toString('latin1', 0, end);
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length === undefined) throw new Error(`an answer that does not say its length: ${head}`);
  const from = end + HEAD_END.length;
  const to = from + Number(length);
  if (received.length < to) return null;
  return { status: Number(head.slice(9, 12)), body: received.subarray(from, to) };
}

export function openLine(url: string): Line {
  const { hostname, port, host } = new URL(url);
  const socket: Socket = connect(Number(port), hostname);
  socket.setNoDelay(true);
  let waiting: { resolve(reply: Reply): void; reject(error: Error): void } | null = null;
  let received = Buffer.alloc(0);
  let ended: Error | null = null;
  const fail = (error: Error) => {
    ended ??= error;
    waiting?.reject(ended);
    waiting = null;
  };
  socket.on('error', fail);
  socket.on('close', () => fail(new Error('the server has closed the connection')));
  socket.on('data', (part) => {
    received = received.length === 0 ? part : Buffer.concat([received, part]);
    const reply = readReply(received);
    if (!reply) return;
    received = Buffer.alloc(0);
    const { resolve } = waiting ?? {};
    waiting = null;
    resolve?.(reply);
  });
  return {
    send(shot) {
      return new Promise((resolve, reject) => {
        if (ended) return reject(ended);
        waiting = { resolve, reject };
        socket.write(bytesOf(shot, host), 'utf8');
      });
    },
    close: () => void socket.destroy(),
  };
}
