// Whole chains for people who have none yet: what a filled or imported installation begins with.
import type { schema } from '@xueshi/database';
import { canonicalEntry, GENESIS_HASH, trainingYearOf, type LedgerFields } from '@xueshi/domain';
import { sha256Hex, type Snapshot } from './ledger.ts';

export interface ChainRows {
  readonly entries: (typeof schema.creditEntries.$inferInsert)[];
  readonly accounts: (typeof schema.annualAccounts.$inferInsert)[];
  readonly heads: (typeof schema.ledgerHeads.$inferInsert)[];
}

export interface PastCredit {
  readonly earnedAt: Date;
  readonly hundredths: number;
  readonly halfDays: number;
  readonly mode: LedgerFields['mode'];
  readonly intensity: LedgerFields['intensity'];
  readonly area: LedgerFields['area'];
  readonly sourceType: string;
  readonly sourceKey: string;
  readonly unitName: string;
  readonly orgPath: string;
  readonly policyVersion: string;
  readonly title: Snapshot['title'];
}

/** The ledger, accounts and head of somebody who has earned nothing else, in the order of time. */
export function chainOf(
  personId: string,
  credits: readonly PastCredit[],
  newId: () => string,
): ChainRows {
  const rows: ChainRows = { entries: [], accounts: [], heads: [] };
  const accounts = new Map<string, typeof schema.annualAccounts.$inferInsert>();
  let previousHash = GENESIS_HASH;
  for (const [at, credit] of credits.entries()) {
    const { earnedAt, unitName, title, ...given } = credit;
    const snapshot: Snapshot = { title, slug: null, revision: null, value: null, unitName };
    const fields: LedgerFields = {
      ...given,
      id: newId(),
      personId,
      sequence: at + 1,
      year: trainingYearOf(earnedAt),
      kind: 'credit',
      reversesId: null,
      courseSnapshot: JSON.stringify(snapshot),
      evidence: '{}',
      earnedAt: earnedAt.toISOString(),
      postedAt: earnedAt.toISOString(),
      postedBy: 'system',
      reason: null,
      previousHash,
    };
    const hash = sha256Hex(canonicalEntry(fields));
    rows.entries.push({ ...fields, earnedAt, postedAt: earnedAt, hash });
    previousHash = hash;
    addTo(accounts, fields);
  }
  rows.accounts.push(...accounts.values());
  if (credits.length > 0)
    rows.heads.push({ personId, sequence: credits.length, hash: previousHash });
  return rows;
}

function addTo(
  accounts: Map<string, typeof schema.annualAccounts.$inferInsert>,
  { personId, year, mode, intensity, area, hundredths, halfDays }: LedgerFields,
): void {
  const key = `${year}/${mode}/${intensity}/${area ?? ''}`;
  const sum = accounts.get(key);
  accounts.set(key, {
    personId,
    year,
    mode,
    intensity,
    area: area ?? '',
    hundredths: (sum?.hundredths ?? 0) + hundredths,
    halfDays: (sum?.halfDays ?? 0) + halfDays,
    entries: (sum?.entries ?? 0) + 1,
  });
}
