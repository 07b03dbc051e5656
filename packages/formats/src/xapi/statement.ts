// Statements of the Experience API (xAPI 1.0.3, part two, 2): read strictly, as a store of them has to.
import { canonicalJson } from '../signed/canonical-json.ts';
import { activity, type XapiActivity } from './activities.ts';
import { agentOrGroup, authority, type XapiAgent } from './agents.ts';
import {
  isObject,
  isSoundJson,
  oneOfTexts,
  objectOf,
  type Check,
  type JsonObject,
} from './check.ts';
import { attachments, contextOf, result, statementRef } from './statement-parts.ts';
import { comparable } from './same-statement.ts';
import { iri, languageMap, readTimestamp, timestamp, uuid, version } from './values.ts';

/** The verb that takes a statement back (2.3.2). */
export const VOIDED = 'http://adlnet.gov/expapi/verbs/voided';

/** `id` is a UUID in lower case. */
export interface XapiStatementRef {
  readonly objectType: 'StatementRef';
  readonly id: string;
}

export interface XapiResult {
  readonly score?: {
    readonly scaled?: number;
    readonly raw?: number;
    readonly min?: number;
    readonly max?: number;
  };
  readonly success?: boolean;
  readonly completion?: boolean;
  readonly response?: string;
  /** ISO 8601. */
  readonly duration?: string;
  readonly extensions?: JsonObject;
}

export type ContextKind = 'parent' | 'grouping' | 'category' | 'other';

export interface XapiContext {
  readonly registration?: string;
  readonly instructor?: XapiAgent;
  readonly team?: XapiAgent;
  readonly contextActivities?: Readonly<Partial<Record<ContextKind, readonly XapiActivity[]>>>;
  readonly revision?: string;
  readonly platform?: string;
  readonly language?: string;
  readonly statement?: XapiStatementRef;
  readonly extensions?: JsonObject;
}

export interface XapiSubStatement {
  readonly objectType?: 'SubStatement';
  readonly actor: XapiAgent;
  readonly verb: { readonly id: string; readonly display?: Readonly<Record<string, string>> };
  readonly object: XapiActivity | XapiAgent | XapiStatementRef;
  readonly result?: XapiResult;
  readonly context?: XapiContext;
  readonly timestamp?: string;
  readonly attachments?: readonly JsonObject[];
}

/** A statement as it is kept: with what its keeper adds. Instants are of ISO 8601, in UTC with milliseconds. */
export interface XapiStatement extends Omit<XapiSubStatement, 'objectType' | 'object'> {
  /** A UUID in lower case. */
  readonly id: string;
  readonly object: XapiSubStatement['object'] | XapiSubStatement;
  readonly timestamp: string;
  readonly stored: string;
  readonly authority: XapiAgent;
  readonly version: string;
}

/** What the keeper knows about a statement that comes in. */
export interface Received {
  readonly at: Date;
  /** A new UUID, for a statement that has none. */
  readonly id: string;
  /** Who is answerable for it, by the credentials it came with. */
  readonly authority: XapiAgent;
}

export type StatementRead =
  | {
      readonly ok: true;
      readonly statement: XapiStatement;
      /** One text for all statements that are the same by 2.3.1; two with one id and two texts are in conflict. */
      readonly sent: string;
    }
  /** In English, with the place: for whoever writes the sending program. */
  | { readonly ok: false; readonly why: string };

const verb = objectOf({ id: iri, display: languageMap }, ['id']);

const subStatementBody = {
  actor: agentOrGroup,
  verb,
  object: objectCheck(false),
  result,
  timestamp,
  attachments,
};
const REQUIRED = ['actor', 'verb', 'object'];

/** 2.4.4: without a type it is an activity; what is inside a SubStatement is none itself. */
function objectCheck(mayBeSubStatement: boolean): Check {
  return (value, at) => {
    const type = isObject(value) ? (value['objectType'] ?? 'Activity') : 'Activity';
    if (type === 'Agent' || type === 'Group') return agentOrGroup(value, at);
    if (type === 'StatementRef') return statementRef(value, at);
    if (type === 'SubStatement' && mayBeSubStatement) return subStatement(value, at);
    return activity(value, at);
  };
}

function subStatement(value: unknown, at: string): string | null {
  const context = contextOf(aboutActivity(value));
  const known = { objectType: oneOfTexts('SubStatement'), ...subStatementBody, context };
  return objectOf(known, REQUIRED)(value, at);
}

function aboutActivity(value: unknown): boolean {
  const object = isObject(value) ? value['object'] : undefined;
  return isObject(object) && (object['objectType'] ?? 'Activity') === 'Activity';
}

function unfit(value: unknown): string | null {
  const known = {
    ...subStatementBody,
    object: objectCheck(true),
    context: contextOf(aboutActivity(value)),
    id: uuid,
    stored: timestamp,
    authority,
    version,
  };
  const why = objectOf(known, REQUIRED)(value, '');
  if (why !== null || !isObject(value)) return why ?? 'it: must be an object';
  const { verb: of, object } = value;
  const voids = isObject(of) && of['id'] === VOIDED;
  const aims = isObject(object) && object['objectType'] === 'StatementRef';
  return voids && !aims ? 'object: a voiding statement must name the one that it voids' : null;
}

/**
 * Reads a statement and adds what its keeper adds: `stored`, `authority` and, where they are missing, `id`,
 * `timestamp` and `version`. Refused are properties that are not known, nulls outside of extensions, values
 * of another type or format, and attachments that would have to come along (1.5.2: only those with an
 * address of their own are taken). Never throws.
 */
export function parseStatement(value: unknown, received: Received): StatementRead {
  if (!isSoundJson(value))
    return { ok: false, why: 'it: must be JSON of at most 64 levels, of finite numbers and UTF-8' };
  const why = unfit(value);
  if (why !== null || !isObject(value)) return { ok: false, why: why ?? 'it: must be an object' };
  const at = received.at.toISOString();
  const kept = withLists(value);
  const statement = {
    version: '1.0.0',
    ...kept,
    id: (typeof value['id'] === 'string' ? value['id'] : received.id).toLowerCase(),
    timestamp: inUtc(value['timestamp']) ?? at,
    stored: at,
    authority: received.authority,
  };
  const sent = canonicalJson(comparable({ ...kept, timestamp: inUtc(value['timestamp']) }));
  // All of it was looked at above.
  return { ok: true, statement: statement as unknown as XapiStatement, sent };
}

const inUtc = (text: unknown): string | null =>
  typeof text === 'string' ? (readTimestamp(text)?.toISOString() ?? null) : null;

/** 2.4.6.2: single activities of the context become lists of one. */
function withLists(value: JsonObject): JsonObject {
  const { context, object } = value;
  const inner =
    isObject(object) && object['objectType'] === 'SubStatement'
      ? { object: withLists(object) }
      : {};
  if (!isObject(context) || !isObject(context['contextActivities'])) return { ...value, ...inner };
  const lists = Object.entries(context['contextActivities']).map(([kind, activities]) => [
    kind,
    Array.isArray(activities) ? (activities as unknown[]) : [activities],
  ]);
  const contextActivities: unknown = Object.fromEntries(lists);
  return { ...value, ...inner, context: { ...context, contextActivities } };
}
