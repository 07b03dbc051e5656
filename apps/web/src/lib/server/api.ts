import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import type { Endpoint, Problem } from '@xueshi/contracts';
import type { Static, TSchema } from 'typebox';
import { signInUrl } from './next.ts';
import { copyCookies } from './set-cookie.ts';

type Part<E extends Endpoint, Key extends 'params' | 'query' | 'body'> =
  E extends Record<Key, infer Schema extends TSchema> ? Static<Schema> : undefined;

export interface ApiInput<E extends Endpoint> {
  params?: Part<E, 'params'>;
  query?: Part<E, 'query'>;
  body?: Part<E, 'body'>;
  /** A file's content, for the endpoints that take one. */
  bytes?: Uint8Array<ArrayBuffer>;
}

export type ApiData<E extends Endpoint> = Static<E['ok']['schema']>;
export type ApiAnswer<E extends Endpoint> =
  | { ok: true; data: ApiData<E> }
  | { ok: false; problem: Problem };

interface RawAnswer {
  status: number;
  setCookies: string[];
  body: string;
}

export function urlOf(endpoint: Endpoint, params: unknown, query: unknown): string {
  const given = Object.entries((params ?? {}) as Record<string, unknown>);
  const path = given.reduce(
    (url, [name, value]) => url.replace(`:${name}`, encodeURIComponent(String(value))),
    endpoint.url,
  );
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries((query ?? {}) as Record<string, unknown>)) {
    if (value !== undefined && value !== '') search.set(name, String(value));
  }
  return search.size > 0 ? `${path}?${search}` : path;
}

export function headersFor(
  event: RequestEvent,
  contentType: string | null,
): Record<string, string> {
  const headers: Record<string, string> = {
    accept: 'application/json',
    host: event.url.host,
    origin: event.url.origin,
  };
  for (const name of ['cookie', 'user-agent', 'accept-language']) {
    const value = event.request.headers.get(name);
    if (value) headers[name] = value;
  }
  if (contentType) headers['content-type'] = contentType;
  return headers;
}

export interface Send {
  method: Endpoint['method'];
  url: string;
  headers: Record<string, string>;
  payload?: string | Uint8Array<ArrayBuffer>;
}

async function sendInProcess(event: RequestEvent, request: Send): Promise<RawAnswer | null> {
  if (!globalThis.xueshi) return null;
  const answer = await globalThis.xueshi.inject({
    ...request,
    remoteAddress: event.getClientAddress(),
  });
  const cookies = answer.headers['set-cookie'];
  const setCookies = Array.isArray(cookies) ? cookies : cookies ? [String(cookies)] : [];
  return { status: answer.statusCode, setCookies, body: answer.body };
}

/** Only while developing the pages: the API then runs in a process of its own. */
export function askOverHttp(request: Send): Promise<Response> {
  const base = process.env['XUESHI_API'] ?? 'http://127.0.0.1:8080';
  return fetch(base + request.url, {
    method: request.method,
    headers: { ...request.headers, host: new URL(base).host, origin: base },
    body: request.payload ?? null,
  });
}

async function sendOverHttp(request: Send): Promise<RawAnswer> {
  const answer = await askOverHttp(request);
  return {
    status: answer.status,
    setCookies: answer.headers.getSetCookie(),
    body: await answer.text(),
  };
}

export function problemOf(answer: Pick<RawAnswer, 'status' | 'body'>): Problem {
  try {
    const parsed: unknown = JSON.parse(answer.body);
    if (parsed && typeof parsed === 'object' && 'title' in parsed) return parsed as Problem;
  } catch {
    // Not a problem document: what stands in front of the API answered in its own way.
  }
  return {
    type: 'about:blank',
    title: `HTTP ${answer.status}`,
    status: answer.status,
    code: 'internal',
  };
}

/** Calls the API as the person whose request this is; a refusal is a value. */
export async function callApi<const E extends Endpoint>(
  event: RequestEvent,
  endpoint: E,
  input: ApiInput<E> = {},
): Promise<ApiAnswer<E>> {
  const json = input.body === undefined ? undefined : JSON.stringify(input.body);
  const payload = input.bytes ?? json;
  const contentType = input.bytes ? 'application/octet-stream' : json ? 'application/json' : null;
  const request: Send = {
    method: endpoint.method,
    url: urlOf(endpoint, input.params, input.query),
    headers: headersFor(event, contentType),
    ...(payload === undefined ? {} : { payload }),
  };
  const answer = (await sendInProcess(event, request)) ?? (await sendOverHttp(request));
  copyCookies(event.cookies, answer.setCookies);
  if (answer.status >= 200 && answer.status < 300) {
    const data: unknown = answer.body === '' ? null : JSON.parse(answer.body);
    return { ok: true, data: data as ApiData<E> };
  }
  return { ok: false, problem: problemOf(answer) };
}

/** For pages that are nothing without the answer: a refusal becomes the error page or the sign-in page. */
export async function readApi<const E extends Endpoint>(
  event: RequestEvent,
  endpoint: E,
  input: ApiInput<E> = {},
): Promise<ApiData<E>> {
  return dataOf<E>(event, await callApi(event, endpoint, input));
}

/** As above, for pages that look at some refusals themselves. */
export function dataOf<E extends Endpoint>(event: RequestEvent, answer: ApiAnswer<E>): ApiData<E> {
  if (answer.ok) return answer.data;
  if (answer.problem.status === 401) redirect(303, signInUrl(event.url));
  throw errorOf(answer.problem);
}

function errorOf(problem: Problem): never {
  error(problem.status, problem.title, { code: problem.code, requestId: problem.requestId });
}

export { signInUrl } from './next.ts';
