// Reads the parts of a file for a form: what is left out is empty, what a form cannot show is refused.
import type { Path } from '../yaml-document.ts';

/** Something that no field of the form could hold: the text is then mended as a text. */
export class NoForm extends Error {}

export class Fields {
  readonly #map: Readonly<Record<string, unknown>>;
  readonly #read = new Set<string>();

  /** Throws NoForm where `value` is no map. */
  constructor(value: unknown) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new NoForm();
    this.#map = { ...value };
  }

  #take(key: string): unknown {
    this.#read.add(key);
    return this.#map[key] ?? undefined;
  }

  /** Empty where it is left out; without the line break at the end that a block of YAML has. */
  text(key: string): string {
    const value = this.#take(key);
    if (value === undefined) return '';
    if (typeof value !== 'string') throw new NoForm();
    return value.replace(/\n$/, '');
  }

  number(key: string): number | null {
    const value = this.#take(key);
    if (value === undefined) return null;
    if (typeof value !== 'number' || !Number.isFinite(value)) throw new NoForm();
    return value;
  }

  truth(key: string): boolean | null {
    const value = this.#take(key);
    if (value === undefined) return null;
    if (typeof value !== 'boolean') throw new NoForm();
    return value;
  }

  oneOf<const Value extends string>(
    key: string,
    values: readonly Value[],
    otherwise: Value,
  ): Value {
    const value = this.#take(key);
    if (value === undefined) return otherwise;
    const found = values.find((one) => one === value);
    if (found === undefined) throw new NoForm();
    return found;
  }

  list<Each>(key: string, read: (value: unknown) => Each): Each[] {
    const value = this.#take(key);
    if (value === undefined) return [];
    if (!Array.isArray(value)) throw new NoForm();
    return value.map(read);
  }

  /** A map within; null where it is left out. */
  inside(key: string): Fields | null {
    const value = this.#take(key);
    return value === undefined ? null : new Fields(value);
  }

  has(key: string): boolean {
    return this.#map[key] !== undefined;
  }

  /** Throws NoForm where there is a key that nothing was read of: a form would lose it. */
  done(): void {
    if (Object.keys(this.#map).some((key) => !this.#read.has(key))) throw new NoForm();
  }
}

/** Reads a map whole; what is in it beyond what `read` asks for is no matter of a form. */
export function wholly<Form>(value: unknown, read: (fields: Fields) => Form): Form {
  const fields = new Fields(value);
  const form = read(fields);
  fields.done();
  return form;
}

export function textOf(value: unknown): string {
  if (typeof value !== 'string') throw new NoForm();
  return value;
}

export function numberOf(value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new NoForm();
  return value;
}

/** What `read` makes of it; null where no form can hold it. */
export function formOrNull<Form>(read: () => Form): Form | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof NoForm) return null;
    throw error;
  }
}

/** A path as the studio names a field: `items.2.options.0`. */
export const fieldOf = (path: Path): string => path.join('.');

/** A text of several lines ends with a line break, which YAML then writes as a block. */
export const prose = (text: string): string =>
  text.includes('\n') ? `${text.replace(/\n+$/, '')}\n` : text;
