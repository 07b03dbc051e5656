import { writeRecordFile, RECORD_FORMAT, type RecordPayload } from '@xueshi/formats';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import { signingKeyOf } from '../../platform/signing.ts';
import { fieldsOf, ledgerOf } from '../credit/service.ts';
import { topUnitOf } from '../organisations/service.ts';
import { summaryOf } from '../people/service.ts';
import { policyFor } from '../requirements/service.ts';
import { trainingYearOf } from '@xueshi/domain';

/** A person's record of one year, or of all years with the whole chain, as a signed file. */
export async function recordFile(
  platform: Platform,
  personId: string,
  year: number | null,
): Promise<string> {
  const { db, clock } = platform;
  const now = clock.now();
  const person = await summaryOf(db, personId);
  if (!person) throw new Refused('not-found');
  const { unitPath, unitName } = person;
  const adopted =
    unitPath === null ? null : await policyFor(platform, unitPath, trainingYearOf(now));
  const top = unitPath === null ? null : await topUnitOf(db, unitPath);
  const ledger = await ledgerOf(db, personId, year);
  const payload: RecordPayload = {
    format: RECORD_FORMAT,
    issuer: adopted?.scopeUnitName ?? top?.name ?? unitName ?? '',
    issuedAt: now.toISOString(),
    person: {
      id: personId,
      name: person.name,
      unitName,
      post: person.post,
      category: person.category,
    },
    year,
    totals: {
      hundredths: ledger.reduce((sum, entry) => sum + entry.hundredths, 0),
      halfDays: ledger.reduce((sum, entry) => sum + entry.halfDays, 0),
    },
    entries: ledger.map((entry) => ({ ...fieldsOf(entry), hash: entry.hash })),
  };
  return writeRecordFile(payload, signingKeyOf(platform).privateKey);
}
