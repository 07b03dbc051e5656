// Whether a document still holds. Nothing of this is stored: it follows from the ledger, each time anew.
import type { IssuedDocument, Statement } from '@xueshi/contracts';
import { fateIn, type CreditEntry } from '../credit/service.ts';
import type { IssuedRow } from './store.ts';

type Standing = Pick<IssuedDocument, 'state' | 'revokedAt' | 'supersededAt'>;

/**
 * Revoked as soon as one credit it rests on was taken back (DOMAIN 5.9), also where it was given again
 * afterwards: that is a new entry, for a new document. The entries are found by the hashes that were
 * signed; one that the ledger does not hold any more counts as taken back at once.
 */
export function standingOf(
  row: IssuedRow,
  documents: readonly IssuedRow[],
  ledger: readonly CreditEntry[],
): Standing {
  const { entries } = JSON.parse(row.statement) as Statement;
  const byHash = new Map(ledger.map((entry) => [entry.hash, entry]));
  const fate = fateIn(ledger);
  const takenBack = entries.flatMap(({ hash }) => {
    const entry = byHash.get(hash);
    if (!entry) return [row.issuedAt];
    return fate(entry).reversal?.postedAt ?? [];
  });
  const next = documents
    .filter(
      ({ kind, subject, number }) =>
        kind === row.kind && subject === row.subject && number > row.number,
    )
    .toSorted((a, b) => a.number - b.number)[0];
  const revokedAt = takenBack.toSorted((a, b) => a.getTime() - b.getTime())[0];
  return {
    state: revokedAt ? 'revoked' : next ? 'superseded' : 'valid',
    revokedAt: revokedAt?.toISOString() ?? null,
    supersededAt: next?.issuedAt.toISOString() ?? null,
  };
}
