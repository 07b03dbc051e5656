// How the parts of a statement are looked at: each look gives why something is unfit, or null.

/** Looks at a value; `at` is where it stands, for the sentence. */
export type Check = (value: unknown, at: string) => string | null;

export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a JSON value is an object: no list, and not null. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const inside = (at: string, name: string) => (at === '' ? name : `${at}.${name}`);

/** A text of which `fits` holds; `what` says what it has to be. */
export const textThat =
  (what: string, fits: (text: string) => boolean): Check =>
  (value, at) =>
    typeof value === 'string' && fits(value) ? null : `${at}: must be ${what}`;

/** Any string, the empty one too. */
export const anyText: Check = textThat('a string', () => true);

/** A boolean of JSON, and no word for one (xAPI 1.0.3, part two, 2.2). */
export const anyFlag: Check = (value, at) =>
  typeof value === 'boolean' ? null : `${at}: must be true or false`;

/** A finite number of which `fits` holds; a string of digits is none (xAPI 1.0.3, part two, 2.2). */
export const numberThat =
  (what: string, fits: (number: number) => boolean): Check =>
  (value, at) =>
    typeof value === 'number' && Number.isFinite(value) && fits(value)
      ? null
      : `${at}: must be ${what}`;

/** One of these, in this case exactly (xAPI 1.0.3, part two, 2.2). */
export const oneOfTexts = (...texts: readonly string[]): Check =>
  textThat(`one of ${texts.join(', ')}`, (text) => texts.includes(text));

/** An object with these properties and no others; `required` names those that may not be missing. */
export const objectOf =
  (properties: Readonly<Record<string, Check>>, required: readonly string[] = []): Check =>
  (value, at) => {
    if (!isObject(value)) return `${at === '' ? 'it' : at}: must be an object`;
    const missing = required.find((name) => !Object.hasOwn(value, name));
    if (missing !== undefined) return `${inside(at, missing)}: is missing`;
    for (const [name, found] of Object.entries(value)) {
      const check = Object.hasOwn(properties, name) ? properties[name] : undefined;
      const why = check ? check(found, inside(at, name)) : `${inside(at, name)}: is not known here`;
      if (why !== null) return why;
    }
    return null;
  };

/** A list, of any length, whose items are each looked at. */
export const listOf =
  (check: Check): Check =>
  (value, at) => {
    if (!Array.isArray(value)) return `${at}: must be a list`;
    for (const [index, item] of value.entries()) {
      const why = check(item, `${at}[${index}]`);
      if (why !== null) return why;
    }
    return null;
  };

/** An object whose keys and values are looked at, whatever they are called. */
export const mapOf =
  (what: string, isKey: (key: string) => boolean, check: Check): Check =>
  (value, at) => {
    if (!isObject(value)) return `${at}: must be an object`;
    for (const [key, found] of Object.entries(value)) {
      const why = isKey(key) ? check(found, `${at}.${key}`) : `${at}: its keys must be ${what}`;
      if (why !== null) return why;
    }
    return null;
  };

/** The first thing that is unfit. */
export const all =
  (...checks: readonly Check[]): Check =>
  (value, at) => {
    for (const check of checks) {
      const why = check(value, at);
      if (why !== null) return why;
    }
    return null;
  };

const DEEPEST = 64;

/**
 * Whether a JSON value can be handled at all: no deeper than 64 levels, of texts that UTF-8 can hold and
 * numbers that are finite.
 * It is walked without recursion, for it may be as deep as its bytes allow.
 */
export function isSoundJson(value: unknown): boolean {
  const waiting: { value: unknown; depth: number }[] = [{ value, depth: 0 }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value: one, depth } = next;
    if (typeof one === 'string' && !one.isWellFormed()) return false;
    if (typeof one === 'number' && !Number.isFinite(one)) return false;
    if (typeof one !== 'object' || one === null) continue;
    if (depth === DEEPEST) return false;
    for (const [key, inner] of Object.entries(one)) {
      if (!key.isWellFormed()) return false;
      waiting.push({ value: inner, depth: depth + 1 });
    }
  }
  return true;
}
