// What anybody may learn from a verification code, and how often one may ask for codes that do not exist.
import type { Verification } from '@xueshi/contracts';
import { maskedName, readCode } from '@xueshi/domain';
import { isSignatureOf } from '@xueshi/formats';
import { onePerInstallation } from '../../platform/per-installation.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import { keptPublicKey } from '../../platform/signing.ts';
import { limitUnknownCodes } from '../../platform/unknown-codes.ts';
import { ledgerOf } from '../credit/service.ts';
import { statementOf } from './service.ts';
import { standingOf } from './standing.ts';
import { findByCode, issuedOn } from './store.ts';

/** Unknown codes that one address may ask for in a window; known ones are not counted. */
const UNKNOWN_ALLOWED = 20;
const WINDOW_MS = 10 * 60_000;

/** A document by its code, as strangers may see it. */
export async function verifyDocument(
  platform: Platform,
  typed: string,
  address: string,
): Promise<Verification> {
  const { db, clock } = platform;
  const now = clock.now();
  const guesses = guessesOf(platform);
  guesses.refuseWhileTooMany(address, now);
  const code = readCode(typed);
  const row = code === null ? null : await findByCode(db, code);
  if (!row) {
    guesses.count(address, now);
    throw new Refused('document-unknown');
  }
  const statement = statementOf(row);
  const key = await keptPublicKey(db, row.keyId);
  const { person } = statement;
  return {
    ...standingOf(row, await issuedOn(db, row), await ledgerOf(db, row.personId)),
    statement: { ...statement, person: { ...person, name: maskedName(person.name) } },
    signatureHolds:
      key !== null &&
      statement.keyId === key.keyId &&
      statement.code === row.code &&
      isSignatureOf(row.statement, row.signature, key),
    fingerprint: key?.fingerprint ?? '',
    checkedAt: now.toISOString(),
  };
}

const guessesOf = onePerInstallation((_platform: Pick<Platform, 'db'>) =>
  limitUnknownCodes(UNKNOWN_ALLOWED, WINDOW_MS, 'too-many-unknown-codes'),
);
