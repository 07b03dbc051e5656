import { trainingYearOf } from '../calendar/training-year.ts';
import { isStorable, type LedgerFields } from './ledger.ts';

/** Why an entry may not be appended. */
export type EntryProblem =
  | 'malformed'
  | 'nothing-to-post'
  | 'negative-credit'
  | 'wrong-year'
  | 'posted-before-earned'
  | 'no-source-key'
  | 'no-reason'
  | 'reverses-nothing'
  | 'only-reversals-reverse'
  | 'not-the-original'
  | 'reverses-a-reversal'
  | 'already-reversed'
  | 'does-not-negate';

export type EntryCheck =
  | { readonly ok: true }
  | { readonly ok: false; readonly problem: EntryProblem };

/** The entry that a reversal takes back, as it stands in the ledger. */
export interface Original {
  readonly fields: LedgerFields;
  /** Whether a reversal of it was posted already. */
  readonly reversed: boolean;
}

/**
 * Whether an entry may be appended. Every entry brings or takes something, has a source key, and is
 * posted no earlier than earned; a credit takes nothing away and counts for the training year in
 * which it was earned; reversals and adjustments give a reason; a reversal negates its original in
 * full, for the same person, year, mode, intensity and area, and only once. `original` is the entry
 * that `reversesId` names, where there is one.
 * Source: DOMAIN 5.1, 5.9; STYLE.md §2; DESIGN decision 1.
 */
export function checkEntry(fields: LedgerFields, original?: Original): EntryCheck {
  const problem = problemOf(fields, original);
  return problem === undefined ? { ok: true } : { ok: false, problem };
}

function problemOf(fields: LedgerFields, original: Original | undefined): EntryProblem | undefined {
  const { kind, hundredths, halfDays, reason } = fields;
  if (!isStorable(fields) || fields.sequence < 1) return 'malformed';
  if (hundredths === 0 && halfDays === 0) return 'nothing-to-post';
  if (fields.sourceKey === '') return 'no-source-key';
  if (Date.parse(fields.postedAt) < Date.parse(fields.earnedAt)) return 'posted-before-earned';
  if (kind !== 'credit' && (reason === null || reason.trim() === '')) return 'no-reason';
  if (kind === 'reversal') return reversalProblem(fields, original);
  if (fields.reversesId !== null) return 'only-reversals-reverse';
  if (kind === 'adjustment') return undefined;
  if (hundredths < 0 || halfDays < 0) return 'negative-credit';
  return trainingYearOf(new Date(fields.earnedAt)) === fields.year ? undefined : 'wrong-year';
}

function reversalProblem(
  reversal: LedgerFields,
  original: Original | undefined,
): EntryProblem | undefined {
  if (reversal.reversesId === null || !original) return 'reverses-nothing';
  const { fields, reversed } = original;
  const sameAccount = (['personId', 'year', 'mode', 'intensity', 'area'] as const).every(
    (name) => fields[name] === reversal[name],
  );
  const earlier = fields.sequence < reversal.sequence;
  if (fields.id !== reversal.reversesId || !sameAccount || !earlier) return 'not-the-original';
  if (fields.kind === 'reversal') return 'reverses-a-reversal';
  if (reversed) return 'already-reversed';
  const negates =
    reversal.hundredths + fields.hundredths === 0 && reversal.halfDays + fields.halfDays === 0;
  return negates ? undefined : 'does-not-negate';
}
