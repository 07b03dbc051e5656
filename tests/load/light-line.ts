// A connection that costs the generator of a load as little as can be: on two cores what the generator needs is
// taken from the server that is measured.
import { connect, type Socket } from 'node:net';
import type { Reply, Shot } from './load.ts';

export interface Line {
  /**
   * Sends one request and resolves with its answer, which must say its length; one at a time. The body is where the
   * next answer will be.
   */
  send(shot: Shot): Promise<Reply>;
  close(): void;
}

const HEAD_END = Buffer.from('\r\n\r\n');

/** Where an answer is read to; one that is longer comes in parts. */
const READ_BYTES = 16 * 1024;

function textOf({ method = 'GET', path, headers = {}, body = '' }: Shot, host: string): string {
  let head = `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\n`;
  for (const name in headers) head += `${name}: ${headers[name]}\r\n`;
  if (method !== 'GET') head += `content-length: ${Buffer.byteLength(body)}\r\n`;
  return `${head}\r\n${body}`;
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
  let waiting: { resolve(reply: Reply): void; reject(error: Error): void } | null = null;
  let begun: Buffer | null = null;
  let ended: Error | null = null;
  const fail = (error: Error) => {
    ended ??= error;
    waiting?.reject(ended);
    waiting = null;
  };
  /** The same memory each time, or every answer would cost a buffer of 64 KB. */
  function take(bytes: number, memory: Uint8Array): boolean {
    const part = Buffer.from(memory.buffer, memory.byteOffset, bytes);
    const received = begun ? Buffer.concat([begun, part]) : part;
    const reply = readReply(received);
    begun = reply ? null : Buffer.from(received);
    if (!reply) return true;
    const { resolve } = waiting ?? {};
    waiting = null;
    resolve?.(reply);
    return true;
  }
  const socket: Socket = connect({
    host: hostname,
    port: Number(port),
    noDelay: true,
    onread: { buffer: Buffer.allocUnsafeSlow(READ_BYTES), callback: take },
  });
  socket.on('error', fail);
  socket.on('close', () => fail(new Error('the server has closed the connection')));
  return {
    send(shot) {
      return new Promise((resolve, reject) => {
        if (ended) return reject(ended);
        waiting = { resolve, reject };
        socket.write(textOf(shot, host), 'utf8');
      });
    },
    close: () => void socket.destroy(),
  };
}
