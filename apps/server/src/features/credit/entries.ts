// The ledger as other features read it: whole entries, and which of them stand.
import { schema, type Reader } from '@xueshi/database';
import { canonicalEntry, isStorable } from '@xueshi/domain';
import { and, asc, eq, inArray } from 'drizzle-orm';
import { CORRECTION, fieldsOf, reinstatementKey, sha256Hex, type CreditEntry } from './ledger.ts';

const { creditEntries } = schema;

/** All entries of a person in the order of their chain, or those of one year. */
export async function ledgerOf(
  db: Reader,
  personId: string,
  year: number | null = null,
): Promise<CreditEntry[]> {
  return db
    .select()
    .from(creditEntries)
    .where(
      and(
        eq(creditEntries.personId, personId),
        ...(year === null ? [] : [eq(creditEntries.year, year)]),
      ),
    )
    .orderBy(asc(creditEntries.sequence));
}

/** What people did to an entry afterwards. */
export interface Fate {
  readonly reversal: CreditEntry | null;
  readonly reinstatement: CreditEntry | null;
}

/** The fate of each entry of a chain. */
export function fateIn(ledger: readonly CreditEntry[]): (entry: CreditEntry) => Fate {
  const corrections = ledger.filter((entry) => entry.sourceType === CORRECTION);
  const reversals = new Map(corrections.map((entry) => [entry.reversesId, entry]));
  const bySource = new Map(corrections.map((entry) => [entry.sourceKey, entry]));
  return (entry) => ({
    reversal: reversals.get(entry.id) ?? null,
    reinstatement: bySource.get(reinstatementKey(entry.id)) ?? null,
  });
}

/** Taken back; or taken back and given again in another amount. */
export type FateOfEntry = 'reversed' | 'corrected';

/** What became of people's entries, by entry; nothing for those that stand as they were posted. */
export async function fatesOf(
  db: Reader,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, FateOfEntry>> {
  const corrections = await db
    .select({ reversesId: creditEntries.reversesId, sourceKey: creditEntries.sourceKey })
    .from(creditEntries)
    .where(
      and(
        inArray(creditEntries.personId, [...personIds]),
        eq(creditEntries.sourceType, CORRECTION),
      ),
    );
  const again = new Set(corrections.map(({ sourceKey }) => sourceKey));
  return new Map(
    corrections.flatMap(({ reversesId: id }) =>
      id === null ? [] : [[id, again.has(reinstatementKey(id)) ? 'corrected' : 'reversed']],
    ),
  );
}

/** The entries that count: given and not taken back. Their sums are the ledger's sums. */
export function standingEntries(ledger: readonly CreditEntry[]): CreditEntry[] {
  const fate = fateIn(ledger);
  return ledger.filter((entry) => entry.kind !== 'reversal' && !fate(entry).reversal);
}

/** The id of the entry that a correction is about; null for others. */
export function correctedBy(entry: CreditEntry): string | null {
  if (entry.sourceType !== CORRECTION) return null;
  const evidence = JSON.parse(entry.evidence ?? '{}') as { corrects?: string };
  return evidence.corrects ?? null;
}

/** Whether part of what an entry credits was studied without a link, which nobody could verify. */
export function wasStudiedOffline(entry: CreditEntry): boolean {
  const evidence = JSON.parse(entry.evidence ?? '{}') as { studiedOffline?: boolean };
  return evidence.studiedOffline === true;
}

/** Why an entry credits a part of a course: a lesson of it was completed, or it lasted over New Year. */
export type PartKind = 'lesson' | 'new-year';

/** null: the entry credits what is left of the course, or no course of this installation. */
export function partKind(entry: CreditEntry): PartKind | null {
  const evidence = JSON.parse(entry.evidence ?? '{}') as { part?: PartKind };
  return evidence.part ?? null;
}

export const isPart = (entry: CreditEntry): boolean => partKind(entry) !== null;

/** The closed year to which a part of the credit would have belonged by the time it was learned in. */
export function closedYearOf(entry: CreditEntry): number | null {
  const evidence = JSON.parse(entry.evidence ?? '{}') as { closedYear?: number };
  return evidence.closedYear ?? null;
}

export interface Standing {
  readonly entry: CreditEntry;
  /** The credit that it goes back to: what the entry itself is, unless it corrects one. */
  readonly origin: CreditEntry;
}

/** What stands in a ledger, each with its origin, in the order it came about. */
export function standingWithOrigins(ledger: readonly CreditEntry[]): Standing[] {
  const byId = new Map(ledger.map((entry) => [entry.id, entry]));
  return standingEntries(ledger).map((entry) => {
    let origin = entry;
    for (let id = correctedBy(origin); id !== null; id = correctedBy(origin)) {
      const before = byId.get(id);
      if (!before) break;
      origin = before;
    }
    return { entry, origin };
  });
}

/** Whether an entry is the one that was hashed. */
export function hashHolds(entry: CreditEntry): boolean {
  const fields = fieldsOf(entry);
  return isStorable(fields) && sha256Hex(canonicalEntry(fields)) === entry.hash;
}

/** Who confirmed a correction as its second person; null where one sufficed. */
export function confirmerOf(entry: CreditEntry): string | null {
  const { confirmedBy } = JSON.parse(entry.evidence ?? '{}') as { confirmedBy?: string };
  return confirmedBy ?? null;
}
