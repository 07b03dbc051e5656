import type { Problem } from '@xueshi/contracts';

/** An answer of the API to the browser; status 0 when none came. */
export type Answer<T> =
  | { ok: true; status: number; data: T }
  | { ok: false; status: number; problem: Problem | null; retryAfterMs: number | null };

interface Request {
  method: 'GET' | 'POST' | 'PUT';
  url: string;
  body?: unknown;
  /** The request outlives the page; browsers then take 64 KB at most. */
  keepalive?: boolean;
  timeoutMs?: number;
}

function parse(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

/** Something other than the API may answer in its place: a proxy, a sign-in page of the network. */
function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && 'title' in value;
}

function retryAfter(response: Response): number | null {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds * 1_000 : null;
}

/** Calls our own API from the page; a refusal is a value, and so is no answer. */
export async function request<T>({
  method,
  url,
  body,
  keepalive = false,
  timeoutMs = 20_000,
}: Request): Promise<Answer<T>> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), timeoutMs);
  try {
    const response = await fetch(url, {
      method,
      credentials: 'same-origin',
      keepalive,
      signal: abort.signal,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const parsed = parse(await response.text());
    const { status } = response;
    // The contracts fix the shape; an answer without JSON where one is due is no answer.
    if (response.ok && (parsed !== null || status === 204))
      return { ok: true, status, data: parsed as T };
    const problem = isProblem(parsed) ? parsed : null;
    return {
      ok: false,
      status: response.ok ? 0 : status,
      problem,
      retryAfterMs: retryAfter(response),
    };
  } catch {
    return { ok: false, status: 0, problem: null, retryAfterMs: null };
  } finally {
    clearTimeout(timer);
  }
}
