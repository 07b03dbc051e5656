import { redirect, type RequestEvent } from '@sveltejs/kit';
import type { Endpoint, Problem } from '@xueshi/contracts';
import {
  askOverHttp,
  headersFor,
  problemOf,
  signInUrl,
  urlOf,
  type ApiInput,
  type Send,
} from './api.ts';

/** What of an answer is said on to the browser. */
const PASSED_ON = ['content-type', 'content-disposition'];

/**
 * A file that the API writes for what a form asks, passed on as it comes; a refusal is a value. Who is not
 * signed in gets the sign-in page.
 */
export async function fileFromApi<const E extends Endpoint>(
  event: RequestEvent,
  endpoint: E,
  input: ApiInput<E>,
): Promise<{ ok: true; response: Response } | { ok: false; problem: Problem }> {
  const request = {
    method: endpoint.method,
    url: urlOf(endpoint, input.params, input.query),
    headers: headersFor(event, 'application/json'),
    payload: JSON.stringify(input.body),
  };
  const answer = await (globalThis.xueshi ? inProcess(event, request) : askOverHttp(request));
  if (answer.ok) {
    const headers = PASSED_ON.flatMap((name): [string, string][] => {
      const value = answer.headers.get(name);
      return value === null ? [] : [[name, value]];
    });
    const response = new Response(answer.body, {
      headers: [...headers, ['cache-control', 'private, no-store']],
    });
    return { ok: true, response };
  }
  const problem = problemOf({ status: answer.status, body: await answer.text() });
  if (problem.status === 401) redirect(303, signInUrl(event.url));
  return { ok: false, problem };
}

async function inProcess(event: RequestEvent, request: Send): Promise<Response> {
  const answer = await globalThis.xueshi?.file({
    ...request,
    remoteAddress: event.getClientAddress(),
  });
  if (!answer) throw new Error('the API is not in this process');
  const headers = Object.entries(answer.headers).map(([name, value]): [string, string] => [
    name,
    String(value),
  ]);
  return new Response(answer.content, { status: answer.statusCode, headers });
}
