import type { Me } from '@xueshi/contracts';

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

declare global {
  /** The API of the same process, put there by the server that carries these pages. */
  var xueshi: { inject(request: InProcessRequest): Promise<InProcessAnswer> } | undefined;

  namespace App {
    interface Error {
      status: number;
      message: string;
      code?: string | undefined;
      requestId?: string | undefined;
    }
    interface Platform {
      /** The raw request; who asks and where frames come from is put there by the server that carries these pages. */
      req?: { me?: Me | null; framesFrom?: string | null };
    }
    interface Locals {
      me: Me | null;
    }
  }
}

export {};
