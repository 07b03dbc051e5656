// The types that are published for it ask for Express, which this server has no other use for.
declare module 'compression' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  /** Compresses what `next` writes, where the type and the client allow it. */
  type Compress = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

  export default function compression(): Compress;
}
