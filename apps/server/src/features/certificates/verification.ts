// What anybody may learn from a verification code, and how often one may ask for codes that do not exist.
import type { Verification } from '@xueshi/contracts';
import { maskedName, readCode } from '@xueshi/domain';
import { isSignatureOf } from '@xueshi/formats';
import { LRUCache } from 'lru-cache';
import { isIPv6 } from 'node:net';
import { onePerInstallation } from '../../platform/per-installation.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import { keptPublicKey } from '../../platform/signing.ts';
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

const guessesOf = onePerInstallation((_platform: Pick<Platform, 'db'>) => {
  const windows = new LRUCache<string, { since: number; unknown: number }>({ max: 20_000 });
  const openWindow = (address: string, now: Date) => {
    const window = windows.get(networkOf(address));
    return window && now.getTime() - window.since < WINDOW_MS ? window : null;
  };
  return {
    refuseWhileTooMany(address: string, now: Date): void {
      const window = openWindow(address, now);
      if (!window || window.unknown < UNKNOWN_ALLOWED) return;
      const left = window.since + WINDOW_MS - now.getTime();
      throw new Refused('too-many-unknown-codes', { minutes: Math.ceil(left / 60_000) });
    },
    count(address: string, now: Date): void {
      const window = openWindow(address, now) ?? { since: now.getTime(), unknown: 0 };
      windows.set(networkOf(address), { ...window, unknown: window.unknown + 1 });
    },
  };
});

/** One household has many IPv6 addresses: the first four groups are counted as one. */
function networkOf(address: string): string {
  if (!isIPv6(address) || address.includes('.')) return address;
  const [head = '', tail = ''] = address.split('::');
  const groups = [head, tail].map((part) => part.split(':').filter(Boolean));
  const [before = [], after = []] = groups;
  const zeros = address.includes('::')
    ? Array<string>(8 - before.length - after.length).fill('0')
    : [];
  return [...before, ...zeros, ...after].slice(0, 4).join(':');
}
