// Appends to the credit ledger. There is no way to change or remove an entry, here or in the database.
import type { CreditEntryView } from '@xueshi/contracts';
import { schema, type Reader, type Tx } from '@xueshi/database';
import { canonicalEntry, GENESIS_HASH, type LedgerFields } from '@xueshi/domain';
import { and, eq, sql } from 'drizzle-orm';
import { createHash } from 'node:crypto';
import { newId } from '../../platform/new-id.ts';

const { annualAccounts, creditEntries, ledgerHeads } = schema;

export type CreditEntry = typeof creditEntries.$inferSelect;

/** What the caller knows of an entry; its place in the chain is decided here. */
export type NewEntry = Omit<LedgerFields, 'id' | 'sequence' | 'previousHash'>;

export type Posting =
  | { readonly kind: 'posted'; readonly entry: CreditEntry }
  | { readonly kind: 'already-posted'; readonly entry: CreditEntry };

export interface Snapshot {
  readonly title: { 'zh-CN': string; en: string };
  readonly slug: string | null;
  readonly revision: number | null;
  readonly value: CreditEntryView['why']['value'];
  readonly unitName: string;
  /** The group of courses with the same content; missing before there were such. */
  readonly equivalence?: string | null;
}

/** Course and unit as they were when the entry was posted. */
export const snapshotOf = (entry: CreditEntry) =>
  JSON.parse(entry.courseSnapshot ?? 'null') as Snapshot | null;

/** The source of entries by which people correct others. */
export const CORRECTION = 'correction';
export const reinstatementKey = (entryId: string) => `reinstatement:${entryId}`;

export const sha256Hex = (text: string) => createHash('sha256').update(text).digest('hex');

/** The entry of a source, if that source was posted before. */
export async function findBySource(
  db: Reader,
  source: { personId: string; sourceType: string; sourceKey: string },
): Promise<CreditEntry | null> {
  const [entry] = await db
    .select()
    .from(creditEntries)
    .where(
      and(
        eq(creditEntries.personId, source.personId),
        eq(creditEntries.sourceType, source.sourceType),
        eq(creditEntries.sourceKey, source.sourceKey),
      ),
    );
  return entry ?? null;
}

/**
 * Posts one entry and moves the annual account in the same transaction. A source that was posted
 * before is not posted again, however often it comes (unique source key).
 */
export async function postEntry(tx: Tx, entry: NewEntry): Promise<Posting> {
  const before = await findBySource(tx, entry);
  if (before) return { kind: 'already-posted', entry: before };
  const [head] = await tx
    .select()
    .from(ledgerHeads)
    .where(eq(ledgerHeads.personId, entry.personId));
  const fields: LedgerFields = {
    ...entry,
    id: newId(),
    sequence: (head?.sequence ?? 0) + 1,
    previousHash: head?.hash ?? GENESIS_HASH,
  };
  const hash = sha256Hex(canonicalEntry(fields));
  const row = {
    ...fields,
    earnedAt: new Date(fields.earnedAt),
    postedAt: new Date(fields.postedAt),
    hash,
  };
  const [inserted] = await tx.insert(creditEntries).values(row).returning();
  // The trigger drops a row that collides instead of failing: that must never pass unseen.
  if (!inserted)
    throw new Error(`the ledger refused entry ${fields.sequence} of ${fields.personId}`);
  await moveAccount(tx, fields);
  const next = { sequence: fields.sequence, hash };
  await tx
    .insert(ledgerHeads)
    .values({ personId: fields.personId, ...next })
    .onConflictDoUpdate({ target: ledgerHeads.personId, set: next });
  return { kind: 'posted', entry: inserted };
}

async function moveAccount(tx: Tx, entry: LedgerFields): Promise<void> {
  await tx
    .insert(annualAccounts)
    .values({
      personId: entry.personId,
      year: entry.year,
      mode: entry.mode,
      intensity: entry.intensity,
      area: entry.area ?? '',
      hundredths: entry.hundredths,
      halfDays: entry.halfDays,
      entries: 1,
    })
    .onConflictDoUpdate({
      target: [
        annualAccounts.personId,
        annualAccounts.year,
        annualAccounts.mode,
        annualAccounts.intensity,
        annualAccounts.area,
      ],
      set: {
        hundredths: sql`${annualAccounts.hundredths} + excluded.hundredths`,
        halfDays: sql`${annualAccounts.halfDays} + excluded.half_days`,
        entries: sql`${annualAccounts.entries} + 1`,
      },
    });
}

/** What an entry says, without its place in a chain: for another that says the same. */
export function restated(entry: CreditEntry): NewEntry {
  const { id: _id, sequence: _sequence, previousHash: _previous, ...said } = fieldsOf(entry);
  return said;
}

/** An entry as it is hashed: what `xueshi check` recomputes. */
export function fieldsOf(entry: CreditEntry): LedgerFields {
  const { hash: _hash, ...fields } = entry;
  return {
    ...fields,
    kind: fields.kind as LedgerFields['kind'],
    mode: fields.mode as LedgerFields['mode'],
    intensity: fields.intensity as LedgerFields['intensity'],
    area: fields.area as LedgerFields['area'],
    earnedAt: fields.earnedAt.toISOString(),
    postedAt: fields.postedAt.toISOString(),
  };
}
