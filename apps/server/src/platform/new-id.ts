import { randomBytes } from 'node:crypto';

/** An id that cannot be guessed: 128 random bits. */
export function newId(): string {
  return randomBytes(16).toString('base64url');
}

/**
 * An id that cannot be guessed either (80 random bits), and tells the millisecond it was made: rows made
 * together lie together, in every index that begins with it. Not for what is to stay anonymous.
 */
export function newTimedId(): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  return bytes.toString('base64url');
}
