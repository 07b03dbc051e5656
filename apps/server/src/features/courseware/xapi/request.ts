import {
  isSameAgent,
  readParameters,
  type ParameterKind,
  type ParametersRead,
  type XapiAgent,
} from '@xueshi/formats/xapi';
import { forbidden, malformed, type Answer } from './answer.ts';
import { learnerOf, type XapiLaunch } from './launch.ts';

/** A request as its resource sees it. */
export interface XapiRequest {
  readonly launch: XapiLaunch;
  /** Path and query, as it was asked for. */
  readonly url: string;
  readonly query: Readonly<Record<string, unknown>>;
  readonly contentType: string;
  readonly ifMatch: string | undefined;
  readonly ifNoneMatch: string | undefined;
  readonly body: Buffer;
}

type Kinds = Readonly<Record<string, ParameterKind>>;
export type Values<K extends Kinds> = Extract<ParametersRead<K>, { ok: true }>['values'];

export function parametersOf<const K extends Kinds>(
  { query }: XapiRequest,
  kinds: K,
  required: readonly (keyof K & string)[] = [],
): Values<K> | Answer {
  const read = readParameters(kinds, query, required);
  return read.ok ? read.values : malformed(`The ${read.why}.`);
}

/** Who holds a launch's token speaks of its learner in its registration, and of nobody else. */
export function strangeTo(
  launch: XapiLaunch,
  asked: { readonly agent?: XapiAgent; readonly registration?: string },
): Answer | null {
  if (asked.agent && !isSameAgent(asked.agent, learnerOf(launch)))
    return forbidden('The agent is not the learner of this launch.');
  const { registration } = asked;
  if (registration !== undefined && registration !== launch.registration.toLowerCase())
    return forbidden('The registration is not that of this launch.');
  return null;
}

export const isJson = (contentType: string): boolean =>
  /^application\/json\s*(?:;|$)/i.test(contentType);

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** undefined for what is no JSON in UTF-8. */
export function jsonIn(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch {
    return undefined; // Neither refuses in another way.
  }
}
