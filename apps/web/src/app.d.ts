import type { KeyGroupName, Me } from '@xueshi/contracts';

interface InProcessRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: string;
  headers: Record<string, string>;
  payload?: string | Uint8Array;
  remoteAddress?: string;
}

interface InProcessAnswer {
  statusCode: number;
  headers: Record<string, string | string[] | number | undefined>;
  body: string;
}

interface InProcessFile extends Omit<InProcessAnswer, 'body'> {
  /** As it is written; whoever reads slowly slows it down. */
  content: ReadableStream<Uint8Array>;
}

declare global {
  /** The API of the same process, put there by the server that carries these pages. */
  var xueshi:
    | {
        inject(request: InProcessRequest): Promise<InProcessAnswer>;
        file(request: InProcessRequest): Promise<InProcessFile>;
      }
    | undefined;

  namespace App {
    interface Error {
      status: number;
      message: string;
      code?: string | undefined;
      requestId?: string | undefined;
    }
    interface Platform {
      /** The raw request; what the server that carries these pages knows without being asked is put there. */
      req?: {
        me?: Me | null;
        framesFrom?: string | null;
        keyGroups?: () => Promise<KeyGroupName[]>;
      };
    }
    interface Locals {
      me: Me | null;
    }
  }
}

export {};
