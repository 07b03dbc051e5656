import type { Static, TSchema } from 'typebox';
import { Settings } from 'typebox/system';
import { Value } from 'typebox/value';
import type { TLocalizedValidationError } from 'typebox/error';
import { locatedError, type LocatedError } from '../located-error.ts';
import { NON_BLANK } from './shapes.ts';
import type { Path, YamlDocument } from './yaml-document.ts';

const MAX_SHAPE_ERRORS = 200;

/** Examples shown for a text of a certain form, by the pattern that it must match. */
type Examples = Readonly<Record<string, string>>;

export type Shaped<T> = { ok: true; value: T } | { ok: false; errors: LocatedError[] };

/**
 * Checks a part of a document against a schema and gives it its type, or every error with its
 * place (at most 200). `path` leads to the part.
 */
export function checkShape<Schema extends TSchema>(
  schema: Schema,
  document: YamlDocument,
  path: Path,
  part: unknown,
  examples: Examples,
): Shaped<Static<Schema>> {
  if (Value.Check(schema, part)) return { ok: true, value: part };
  const found = allErrors(schema, part).filter(tellsSomething);
  const errors = found.flatMap((error) => translate(error, document, path, part, examples));
  return { ok: false, errors: errors.slice(0, MAX_SHAPE_ERRORS) };
}

/** The library stops at 8 errors unless told otherwise, and can only be told for the process. */
function allErrors(schema: TSchema, part: unknown): TLocalizedValidationError[] {
  const { maxErrors } = Settings.Get();
  Settings.Set({ maxErrors: MAX_SHAPE_ERRORS * 4 });
  try {
    return Value.Errors(schema, part);
  } finally {
    Settings.Set({ maxErrors });
  }
}

/** Branches of a choice and the inside of "no further keys" repeat what their parent says. */
function tellsSomething(error: TLocalizedValidationError): boolean {
  return error.keyword !== 'boolean' && !error.schemaPath.includes('/anyOf/');
}

function translate(
  error: TLocalizedValidationError,
  document: YamlDocument,
  base: Path,
  part: unknown,
  examples: Examples,
): LocatedError[] {
  const path = [...base, ...stepsOf(error.instancePath, part)];
  const { file } = document;
  if (error.keyword === 'additionalProperties') {
    const at = valueAt(part, path.slice(base.length));
    return error.params.additionalProperties.map((key) => {
      // { en: Rights, duties } is read as the keys "en" and "duties", the latter without a value.
      const code = valueAt(at, [key]) === null ? 'unquoted-comma' : 'unknown-key';
      return locatedError(code, file, document.placeOfKey([...path, key]), { key });
    });
  }
  if (error.keyword === 'required') {
    return error.params.requiredProperties.map((key) =>
      locatedError('missing-key', file, document.placeOf(path), { key }),
    );
  }
  const key = nameOf(path, document.file);
  const place = document.placeOf(path);
  if (error.keyword === 'pattern' && String(error.params.pattern) === NON_BLANK) {
    return [locatedError('blank-text', file, place, { key })];
  }
  // A choice of types that a blank text is none of: what is missing says more than what is chosen from.
  const value = valueAt(part, path.slice(base.length));
  if (error.keyword === 'anyOf' && typeof value === 'string' && value.trim() === '')
    return [locatedError('blank-text', file, place, { key })];
  const [code, params] = sayWhat(error, examples);
  return [locatedError(code, file, place, { key, ...params })];
}

type Said = [Parameters<typeof locatedError>[0], Record<string, string | number>];

function sayWhat(error: TLocalizedValidationError, examples: Examples): Said {
  switch (error.keyword) {
    case 'type':
      return ['wrong-type', { expected: String(error.params.type) }];
    case 'enum':
      return ['not-allowed', { allowed: error.params.allowedValues.map(String).join('、') }];
    case 'const':
      return ['not-allowed', { allowed: String(error.params.allowedValue) }];
    case 'maxLength':
      return ['too-long', { limit: error.params.limit }];
    case 'minItems':
      return ['too-few', { limit: error.params.limit }];
    case 'maxItems':
      return ['too-many', { limit: error.params.limit }];
    case 'minimum':
      return ['number-too-small', { limit: Number(error.params.limit) }];
    case 'maximum':
      return ['number-too-large', { limit: Number(error.params.limit) }];
    case 'pattern':
      return ['bad-form', { example: examples[String(error.params.pattern)] ?? '' }];
    default:
      return ['bad-shape', { detail: error.message }];
  }
}

/** The last key on the way; the index of a list's item is told by its line. */
function nameOf(path: Path, file: string): string {
  return path.filter((step) => typeof step === 'string').at(-1) ?? file;
}

/** A JSON pointer as steps; a number is an index only where the data has a list. */
function stepsOf(pointer: string, part: unknown): (string | number)[] {
  const steps: (string | number)[] = [];
  for (const escaped of pointer.split('/').slice(1)) {
    const key = escaped.replaceAll('~1', '/').replaceAll('~0', '~');
    steps.push(Array.isArray(valueAt(part, steps)) ? Number(key) : key);
  }
  return steps;
}

function valueAt(root: unknown, path: Path): unknown {
  let at = root;
  for (const step of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = Object.getOwnPropertyDescriptor(at, step)?.value;
  }
  return at;
}
