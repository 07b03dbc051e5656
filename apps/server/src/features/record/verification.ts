// What anybody may have verified who holds a signed record. Nothing of the file is kept or logged.
import type { RecordVerification } from '@xueshi/contracts';
import {
  readPublicKey,
  verifyRecordFile,
  type RecordPayload,
  type RecordVerdict,
} from '@xueshi/formats';
import { onePerInstallation } from '../../platform/per-installation.ts';
import type { Platform } from '../../platform/platform.ts';
import { limitUnknownCodes } from '../../platform/unknown-codes.ts';
import { publishedKeys } from '../certificates/service.ts';

/** Files that do not hold and that one network may bring in a window. */
const FAILURES_ALLOWED = 30;
const WINDOW_MS = 10 * 60_000;

const failuresOf = onePerInstallation((_platform: Pick<Platform, 'db'>) =>
  limitUnknownCodes(FAILURES_ALLOWED, WINDOW_MS, 'too-many-verifications'),
);

const NOTHING = {
  ...{ isOwnKey: false, keyId: null, fingerprint: null, sequence: null, content: null },
} as const;

export async function verifyRecordText(
  platform: Platform,
  { record, key }: { readonly record: string; readonly key: string | null },
  address: string,
): Promise<RecordVerification> {
  const now = platform.clock.now();
  const failures = failuresOf(platform);
  failures.refuseWhileTooMany(address, now);
  const given = key === null ? null : readPublicKey(key);
  if (key !== null && given === null) return { verdict: 'no-key', ...NOTHING };
  const verdict = await verdictOf(platform, record, given);
  if (verdict.kind !== 'genuine') failures.count(address, now);
  return viewOf(verdict, await isOwn(platform, verdict));
}

/** By the given key; without one by the key of ours that the file names. */
async function verdictOf(
  platform: Platform,
  text: string,
  given: Parameters<typeof verifyRecordFile>[1],
): Promise<RecordVerdict> {
  const verdict = verifyRecordFile(text, given);
  if (given !== null || verdict.kind !== 'unproven') return verdict;
  const own = await ownKey(platform, verdict.key.keyId);
  return own ? verifyRecordFile(text, own) : verdict;
}

/** The key in use, or one of before. */
async function ownKey(platform: Platform, keyId: string) {
  const { keys } = await publishedKeys(platform);
  const own = keys.find((key) => key.keyId === keyId);
  return own ? readPublicKey(own.publicKey) : null;
}

async function isOwn(platform: Platform, verdict: RecordVerdict): Promise<boolean> {
  if (verdict.kind !== 'genuine') return false;
  const own = await ownKey(platform, verdict.key.keyId);
  return own?.fingerprint === verdict.key.fingerprint;
}

function viewOf(verdict: RecordVerdict, isOwnKey: boolean): RecordVerification {
  switch (verdict.kind) {
    case 'genuine':
    case 'unproven': {
      const { keyId, fingerprint } = verdict.key;
      const content = verdict.kind === 'genuine' ? contentOf(verdict.record.payload) : null;
      return { ...NOTHING, verdict: verdict.kind, isOwnKey, keyId, fingerprint, content };
    }
    case 'other-key':
      return { ...NOTHING, verdict: verdict.kind, keyId: verdict.keyId };
    case 'inconsistent':
      return { ...NOTHING, verdict: verdict.kind, sequence: verdict.sequence };
    default:
      return { ...NOTHING, verdict: verdict.kind };
  }
}

function contentOf(payload: RecordPayload): NonNullable<RecordVerification['content']> {
  const { person, totals, entries, year, issuer, issuedAt } = payload;
  return {
    ...{ year, issuer, issuedAt, ...totals },
    person: person.name,
    unitName: person.unitName,
    entries: entries.map(({ sequence, kind, courseSnapshot, earnedAt, hundredths, halfDays }) => ({
      ...{ sequence, kind, earnedAt, hundredths, halfDays },
      title: titleIn(courseSnapshot),
    })),
  };
}

/** Another installation wrote it: what is there is looked at, not trusted. */
function titleIn(snapshot: string | null): { 'zh-CN': string; en: string } {
  const untitled = { 'zh-CN': '', en: '' };
  if (snapshot === null) return untitled;
  try {
    const { title } = JSON.parse(snapshot) as { title?: { 'zh-CN'?: unknown; en?: unknown } };
    const textOf = (part: unknown) => (typeof part === 'string' ? part : '');
    return { 'zh-CN': textOf(title?.['zh-CN']), en: textOf(title?.en) };
  } catch {
    return untitled;
  }
}
