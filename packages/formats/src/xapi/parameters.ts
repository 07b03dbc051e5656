// Parameters of requests to the resources of the Experience API (xAPI 1.0.3, part three, 2).
import { agent, type XapiAgent } from './agents.ts';
import { isSoundJson, type Check } from './check.ts';
import { iri, readTimestamp, uuid } from './values.ts';

/** A parameter of each kind; a text is whatever it says. */
export type ParameterKind =
  | 'text'
  | 'iri'
  | 'uuid'
  | 'agent'
  | 'timestamp'
  | 'count'
  | 'flag'
  | 'format';

interface ParameterValue {
  readonly text: string;
  readonly iri: string;
  /** In lower case. */
  readonly uuid: string;
  readonly agent: XapiAgent;
  readonly timestamp: Date;
  /** A whole number from 0. */
  readonly count: number;
  readonly flag: boolean;
  readonly format: 'ids' | 'exact' | 'canonical';
}

type Kinds = Readonly<Record<string, ParameterKind>>;

export type ParametersRead<K extends Kinds> =
  | { readonly ok: true; readonly values: { readonly [N in keyof K]?: ParameterValue[K[N]] } }
  /** In English: for whoever writes the program that asks. */
  | { readonly ok: false; readonly why: string };

const FORMATS: readonly string[] = ['ids', 'exact', 'canonical'];

/** undefined for what is not fit. */
const READ: Readonly<Record<ParameterKind, (text: string) => unknown>> = {
  text: (text) => (text !== '' && text.isWellFormed() ? text : undefined),
  iri: fitting(iri),
  uuid: (text) => (uuid(text, '') === null ? text.toLowerCase() : undefined),
  agent: readAgent,
  timestamp: (text) => readTimestamp(text) ?? undefined,
  count: (text) => (/^\d{1,9}$/.test(text) ? Number(text) : undefined),
  flag: (text) => ({ true: true, false: false })[text],
  format: (text) => (FORMATS.includes(text) ? text : undefined),
};

function fitting(check: Check) {
  return (text: string) => (check(text, '') === null ? text : undefined);
}

/** The agent parameter is an agent and never a group (2.3, 2.4, 2.6). */
function readAgent(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return isSoundJson(value) && agent(value, '') === null ? value : undefined;
  } catch {
    return undefined; // JSON.parse refuses a text in no other way.
  }
}

/**
 * Reads the parameters of a request, as they came decoded, by what is known at its resource. Refused are
 * those that are not known there, that are given twice, that are missing, and values that are not of their
 * format (2.2, 3.2). Never throws.
 */
export function readParameters<const K extends Kinds>(
  kinds: K,
  query: Readonly<Record<string, unknown>>,
  required: readonly (keyof K & string)[] = [],
): ParametersRead<K> {
  const missing = required.find((name) => !Object.hasOwn(query, name));
  if (missing !== undefined) return { ok: false, why: `parameter ${missing} is missing` };
  const values: Record<string, unknown> = {};
  for (const [name, text] of Object.entries(query)) {
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (!kind) return { ok: false, why: `parameter ${name} is not known here` };
    if (typeof text !== 'string') return { ok: false, why: `parameter ${name} is given twice` };
    const value = READ[kind](text);
    if (value === undefined) return { ok: false, why: `parameter ${name} is not a valid ${kind}` };
    values[name] = value;
  }
  // Every value was read by its kind above.
  return { ok: true, values } as ParametersRead<K>;
}
