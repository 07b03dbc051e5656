import { assert } from '../assertion.ts';
import type { ContentArea, Intensity, Mode } from '../requirement/credit-kind.ts';

/** What an entry of the credit ledger is (STYLE.md §2, "The ledger"). */
export const ENTRY_KINDS = ['credit', 'reversal', 'adjustment'] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

/** Everything of an entry that its hash covers. Numbers are whole; instants are ISO 8601 with ms. */
export interface LedgerFields {
  readonly id: string;
  readonly personId: string;
  /** Place in the person's chain, from 1, without gaps. */
  readonly sequence: number;
  /** Training year the entry counts for. */
  readonly year: number;
  readonly kind: EntryKind;
  /** Hundredths of a credit hour; below 0 only in reversals and adjustments. */
  readonly hundredths: number;
  /** Half-days of training; below 0 only in reversals and adjustments. */
  readonly halfDays: number;
  readonly mode: Mode;
  readonly intensity: Intensity;
  readonly area: ContentArea | null;
  readonly sourceType: string;
  /** Makes a posting happen at most once. */
  readonly sourceKey: string;
  /** Id of the entry that a reversal takes back. */
  readonly reversesId: string | null;
  /** JSON as stored, or null where there was no course. */
  readonly courseSnapshot: string | null;
  readonly orgPath: string;
  readonly policyVersion: string;
  /** JSON as stored, or null. */
  readonly evidence: string | null;
  /** UTC, e.g. 2026-12-31T15:59:59.999Z. */
  readonly earnedAt: string;
  /** UTC, e.g. 2026-12-31T16:00:00.000Z. */
  readonly postedAt: string;
  readonly postedBy: string;
  readonly reason: string | null;
  /** Hash of the person's entry before this one; `GENESIS_HASH` for the first. */
  readonly previousHash: string;
}

/** A stored entry: its fields and its hash. */
export interface LedgerEntry extends LedgerFields {
  readonly hash: string;
}

/** SHA-256 of a text's UTF-8 bytes as 64 lower-case hex digits; injected, since domain does no I/O. */
export type Sha256Hex = (text: string) => string;

/** What the first entry of a person's chain names as its predecessor. */
export const GENESIS_HASH = '0'.repeat(64);

/** Names the field order below; a new order gets a new name, and old entries keep theirs. */
export const ENTRY_FORMAT = 'xueshi-entry-1';

/** Never reordered, never shortened: every stored hash depends on it. */
const FIELD_ORDER = [
  'id',
  'personId',
  'sequence',
  'year',
  'kind',
  'hundredths',
  'halfDays',
  'mode',
  'intensity',
  'area',
  'sourceType',
  'sourceKey',
  'reversesId',
  'courseSnapshot',
  'orgPath',
  'policyVersion',
  'evidence',
  'earnedAt',
  'postedAt',
  'postedBy',
  'reason',
  'previousHash',
] as const satisfies readonly (keyof LedgerFields)[];

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/**
 * The one text of an entry that is hashed, equal on every machine and database: the format's name,
 * then one line a field in fixed order, `<length in UTF-8 bytes>:<value>`, or `-` for null. As each
 * value carries its length, no two different entries share a text.
 * Asserts what `checkEntry` refuses: whole numbers, instants with ms, well-formed Unicode.
 * Source: STYLE.md §2 ("Hash a fixed, versioned field order"), DESIGN decision 1.
 */
export function canonicalEntry(fields: LedgerFields): string {
  assert(isStorable(fields), 'numbers are whole, instants ISO 8601 with ms, texts well-formed');
  const lines = FIELD_ORDER.map((name) => {
    const value = fields[name];
    if (value === null) return '-';
    const text = String(value);
    return `${utf8Length(text)}:${text}`;
  });
  return [ENTRY_FORMAT, ...lines].join('\n');
}

/**
 * Whether an entry can be written down exactly: whole numbers, instants in UTC with ms, and texts
 * without NUL (cut off by the database, STACK.md §3) or halves of surrogate pairs (all hashed alike).
 */
export function isStorable(fields: LedgerFields): boolean {
  const { sequence, year, hundredths, halfDays, earnedAt, postedAt } = fields;
  const whole = [sequence, year, hundredths, halfDays].every((amount) =>
    Number.isSafeInteger(amount),
  );
  const texts = FIELD_ORDER.map((name) => fields[name]).filter(
    (value) => typeof value === 'string',
  );
  return whole && isInstant(earnedAt) && isInstant(postedAt) && texts.every(isWellFormed);
}

function isInstant(text: string): boolean {
  return INSTANT.test(text) && !Number.isNaN(Date.parse(text));
}

function isWellFormed(text: string): boolean {
  return !text.includes('\0') && !/\p{Surrogate}/u.test(text);
}

function utf8Length(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** The hash an entry is stored with, and that the person's next entry names. Source: as above. */
export function hashEntry(fields: LedgerFields, sha256Hex: Sha256Hex): string {
  return sha256Hex(canonicalEntry(fields));
}

export type ChainCheck =
  | { readonly ok: true }
  | {
      readonly ok: false;
      /** The sequence number at which the chain breaks. */
      readonly sequence: number;
      /** hash: the entry is not what was hashed; link: it follows another; gap: one is missing. */
      readonly problem: 'hash' | 'link' | 'gap';
    };

/**
 * Whether one person's entries, in the order of their sequence, are the ones that were posted: no
 * field changed, none dropped from the beginning or middle, none added, moved or put into another
 * person's chain. What no chain can see is a cut tail: the daily digest of all heads shows that.
 * Source: DESIGN decision 1, STYLE.md §2, TRUST.md T38.
 */
export function verifyChain(entries: readonly LedgerEntry[], sha256Hex: Sha256Hex): ChainCheck {
  let previousHash = GENESIS_HASH;
  const personId = entries[0]?.personId;
  for (const [index, entry] of entries.entries()) {
    const sequence = index + 1;
    if (entry.sequence !== sequence) return { ok: false, sequence, problem: 'gap' };
    if (entry.previousHash !== previousHash || entry.personId !== personId) {
      return { ok: false, sequence, problem: 'link' };
    }
    // Damaged data may not even have a canonical text; that is a finding here, not a bug.
    if (!isStorable(entry) || hashEntry(entry, sha256Hex) !== entry.hash) {
      return { ok: false, sequence, problem: 'hash' };
    }
    previousHash = entry.hash;
  }
  return { ok: true };
}

/** What a person's entries come to in one training year. */
export interface YearBalance {
  readonly year: number;
  readonly hundredths: number;
  readonly halfDays: number;
  /** Entries of the year, reversals and adjustments included. */
  readonly count: number;
}

/**
 * Sums of hours and half-days per training year, years ascending; hours and days keep separate
 * tallies. `xueshi check` compares it with the stored annual accounts. Source: DESIGN decision 1, 3.
 */
export function balance(
  entries: readonly Pick<LedgerFields, 'year' | 'hundredths' | 'halfDays'>[],
): YearBalance[] {
  const years = new Map<number, YearBalance>();
  for (const { year, hundredths, halfDays } of entries) {
    const sum = years.get(year) ?? { year, hundredths: 0, halfDays: 0, count: 0 };
    years.set(year, {
      year,
      hundredths: sum.hundredths + hundredths,
      halfDays: sum.halfDays + halfDays,
      count: sum.count + 1,
    });
  }
  return [...years.values()].sort((a, b) => a.year - b.year);
}
