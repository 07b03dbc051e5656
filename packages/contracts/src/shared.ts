import { Type, type Static, type TSchema } from 'typebox';
import { PROBLEM_CODES } from './problem.ts';

/** A closed object: unknown fields are refused (DESIGN.md decision 7). */
export function closed<T extends Record<string, TSchema>>(properties: T) {
  return Type.Object(properties, { additionalProperties: false });
}

export function oneOf<const T extends readonly string[]>(values: T) {
  return Type.Enum<[...T]>([...values]);
}

export function nullable<T extends TSchema>(schema: T) {
  return Type.Union([schema, Type.Null()]);
}

/** Text without NUL, at which libSQL cuts a string without a word, and without halves of characters, which it changes. */
export function text(maxLength: number, minLength = 1) {
  return Type.String({ minLength, maxLength, pattern: '^[^\\u0000\\ud800-\\udfff]*$' });
}

/**
 * What people write at length. How much of it is allowed is said by the use case, in a sentence that
 * names the limit, and not by the shape of the request.
 */
export const Prose = text(20_000, 0);

export const Id = Type.String({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9_-]+$' });
export const Slug = Type.String({
  minLength: 1,
  maxLength: 80,
  pattern: '^[a-z0-9]+(-[a-z0-9]+)*$',
});
/** An instant, ISO 8601 in UTC with milliseconds. */
export const Instant = Type.String({ format: 'date-time' });
/** A day of the calendar in Asia/Shanghai, YYYY-MM-DD. */
export const Day = Type.String({
  pattern: '^(19|20)\\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$',
});
/** Hundredths of a credit hour; negative only in reversals. */
export const Hundredths = Type.Integer();
/** Half-days of in-person training. */
export const HalfDays = Type.Integer();
export const Year = Type.Integer({ minimum: 2000, maximum: 2200 });
export const Ms = Type.Integer({ minimum: 0 });
export const LocalText = closed({ 'zh-CN': Type.String(), en: Type.String() });
export type { Static, TSchema } from 'typebox';
export type LocalText = Static<typeof LocalText>;

export const Areas = [
  'theory',
  'core_values',
  'policy_situation',
  'purpose_service',
  'law',
  'social_management',
  'job_skills',
  'integrity',
  'party_spirit',
] as const;
export const Area = oneOf(Areas);

export const LessonKinds = ['lecture', 'reading', 'case', 'courseware', 'quiz'] as const;
export const LessonKind = oneOf(LessonKinds);

export const ProgressState = oneOf(['not_started', 'in_progress', 'completed'] as const);

/** An RFC 9457 problem document. The title is a sentence in the caller's language. */
export const Problem = closed({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  code: oneOf(PROBLEM_CODES),
  params: Type.Optional(Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]))),
  requestId: Type.Optional(Type.String()),
  errors: Type.Optional(Type.Array(closed({ path: Type.String(), message: Type.String() }))),
});
export type Problem = Static<typeof Problem>;

/**
 * Who may use an operation at all. Of those with a part of the organisation tree: 'unit_reader' is
 * whoever may look, 'unit_reminder' who may also remind, 'unit_clerk' who keeps the roster,
 * 'training_officer' who runs the training, 'unit_admin' who administers, 'audit_reader' who
 * may see who did what; see DUTIES_OF in the domain.
 * 'staff': whoever has anything to answer for, as administrator, author or reviewer.
 */
export type Access =
  | 'public'
  | 'signed_in'
  | 'unit_reader'
  | 'unit_reminder'
  | 'unit_clerk'
  | 'training_officer'
  | 'unit_admin'
  | 'audit_reader'
  | 'sys_admin'
  | 'author'
  | 'reviewer'
  | 'staff';

export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly summary: string;
  readonly tag: string;
  readonly access: Access;
  readonly params?: TSchema;
  readonly query?: TSchema;
  readonly body?: TSchema;
  /** How long the body may be, bytes, where the usual 256 KiB would be too little. */
  readonly bodyBytes?: number;
  readonly ok: { readonly status: 200 | 201 | 204; readonly schema: TSchema };
  readonly problems: readonly number[];
}

/** States one endpoint once: Fastify validates by it, OpenAPI and the web's types come from it. */
export function endpoint<const E extends Endpoint>(definition: E): E {
  return definition;
}

/** The answer of an endpoint that sends a file: bytes, or a stream of them. */
export const BinaryFile = Type.Unsafe<unknown>({ type: 'string', format: 'binary' });

/** The answer of an endpoint that goes on: server-sent events, each with JSON. */
export const EventStream = Type.Unsafe<unknown>({
  type: 'string',
  contentMediaType: 'text/event-stream',
});

/** The answer of an endpoint without a body. */
export const Nothing = Type.Null();
