import { Socket } from 'node:net';

export interface PerConnection<T> {
  get(socket: Socket): T | undefined;
  /** Kept until the connection closes, or another one takes its place. */
  set(socket: Socket, value: T): void;
  values(): Iterable<T>;
}

/** Calls within the process, and requests that tests inject, come over none that would ever close. */
export const isConnection = (socket: Socket): boolean =>
  socket instanceof Socket && !socket.pending;

/** What is kept for each open connection. Set for connections only. */
export function onePerConnection<T>(): PerConnection<T> {
  const kept = new Map<Socket, T>();
  return {
    get: (socket) => kept.get(socket),
    set(socket, value) {
      if (!kept.has(socket)) socket.once('close', () => kept.delete(socket));
      kept.set(socket, value);
    },
    values: () => kept.values(),
  };
}
