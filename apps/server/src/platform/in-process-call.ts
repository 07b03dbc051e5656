// Reading by the API within the process. The framework's own `inject` plays a whole connection: an answer is
// written to it, cut into bytes twice and joined to text again, with each of the calls that a page makes.
import { IncomingMessage, ServerResponse, type OutgoingHttpHeaders } from 'node:http';
import { Socket } from 'node:net';
import type { App } from './endpoints.ts';

export interface ReadingCall {
  readonly url: string;
  /** By their names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  readonly remoteAddress: string;
}

export interface InProcessAnswer {
  readonly statusCode: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: string;
}

/** A GET as it comes from a connection, with nothing left to be read. */
function messageOf({ url, headers, remoteAddress }: ReadingCall): IncomingMessage {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: remoteAddress });
  const message = new IncomingMessage(socket);
  message.method = 'GET';
  message.url = url;
  message.headers = { ...headers };
  message.httpVersion = '1.1';
  message.httpVersionMajor = 1;
  message.httpVersionMinor = 1;
  message.complete = true;
  message.push(null);
  return message;
}

type Chunk = string | Uint8Array;

/** Keeps what is answered, instead of sending it. */
class KeptResponse extends ServerResponse {
  readonly #answered: (answer: InProcessAnswer) => void;
  readonly #parts: Chunk[] = [];
  #headers: OutgoingHttpHeaders = {};

  constructor(message: IncomingMessage, answered: (answer: InProcessAnswer) => void) {
    super(message);
    this.#answered = answered;
  }

  override writeHead(status: number, ...rest: unknown[]): this {
    this.#headers = { ...this.getHeaders(), ...(rest.at(-1) as OutgoingHttpHeaders | undefined) };
    return super.writeHead(status);
  }

  override write(chunk: unknown): boolean {
    this.#parts.push(chunk as Chunk);
    return true;
  }

  override end(chunk?: unknown): this {
    if (typeof chunk === 'string' || chunk instanceof Uint8Array) this.#parts.push(chunk);
    if (!this.headersSent) this.writeHead(this.statusCode);
    super.end();
    this.emit('finish');
    this.emit('close');
    this.#answered({ statusCode: this.statusCode, headers: this.#headers, body: this.#text() });
    return this;
  }

  #text(): string {
    const [only = ''] = this.#parts;
    if (this.#parts.length < 2 && typeof only === 'string') return only;
    return Buffer.concat(this.#parts.map((part) => Buffer.from(part))).toString();
  }
}

/** What the API answers to a GET; through the same checks, hooks and log as any other request. */
export const readInProcess = (app: Pick<App, 'routing'>, call: ReadingCall) =>
  new Promise<InProcessAnswer>((answered) => {
    const message = messageOf(call);
    app.routing(message, new KeptResponse(message, answered));
  });
