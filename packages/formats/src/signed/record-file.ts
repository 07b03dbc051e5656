// The learning record as a file that any installation can verify without asking the one that wrote it.
import {
  CONTENT_AREAS,
  ENTRY_KINDS,
  GENESIS_HASH,
  hashEntry,
  INTENSITIES,
  isStorable,
  MODES,
} from '@xueshi/domain';
import { createHash, type KeyObject } from 'node:crypto';
import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';
import { canonicalJson } from './canonical-json.ts';
import {
  describeKey,
  isSignatureOf,
  readPublicKey,
  SIGNATURE_ALGORITHM,
  signText,
  type PublicKey,
} from './signing-key.ts';

export const RECORD_FORMAT = 'xueshi-record-1';

const closed = { additionalProperties: false };
const OrNull = Type.Union([Type.String(), Type.Null()]);
const Entry = Type.Object(
  {
    id: Type.String(),
    personId: Type.String(),
    sequence: Type.Integer(),
    year: Type.Integer(),
    kind: Type.Enum([...ENTRY_KINDS]),
    hundredths: Type.Integer(),
    halfDays: Type.Integer(),
    mode: Type.Enum([...MODES]),
    intensity: Type.Enum([...INTENSITIES]),
    area: Type.Union([Type.Enum([...CONTENT_AREAS]), Type.Null()]),
    sourceType: Type.String(),
    sourceKey: Type.String(),
    reversesId: OrNull,
    courseSnapshot: OrNull,
    orgPath: Type.String(),
    policyVersion: Type.String(),
    evidence: OrNull,
    earnedAt: Type.String(),
    postedAt: Type.String(),
    postedBy: Type.String(),
    reason: OrNull,
    previousHash: Type.String(),
    hash: Type.String(),
  },
  closed,
);

const Payload = Type.Object(
  {
    format: Type.Literal(RECORD_FORMAT),
    issuer: Type.String(),
    /** Instant at which the file was written, UTC. */
    issuedAt: Type.String(),
    person: Type.Object(
      { id: Type.String(), name: Type.String(), unitName: OrNull, post: OrNull, category: OrNull },
      closed,
    ),
    /** The training year the file is about; null: all years, the whole chain. */
    year: Type.Union([Type.Integer(), Type.Null()]),
    /** Sums of the entries in the file. */
    totals: Type.Object({ hundredths: Type.Integer(), halfDays: Type.Integer() }, closed),
    /** Entries in the order of their sequence, exactly as they stand in the ledger. */
    entries: Type.Array(Entry),
  },
  closed,
);
export type RecordPayload = Static<typeof Payload>;

const SignedRecord = Type.Object(
  {
    payload: Payload,
    signature: Type.Object(
      {
        algorithm: Type.Literal(SIGNATURE_ALGORITHM),
        keyId: Type.String(),
        publicKey: Type.String(),
        value: Type.String(),
      },
      closed,
    ),
  },
  closed,
);
export type SignedRecord = Static<typeof SignedRecord>;

/** Signs a record. The text is laid out to be read; what is signed is its canonical form. */
export function writeRecordFile(payload: RecordPayload, privateKey: KeyObject): string {
  const { keyId, base64 } = describeKey(privateKey);
  const signed: SignedRecord = {
    payload,
    signature: {
      algorithm: SIGNATURE_ALGORITHM,
      keyId,
      publicKey: base64,
      value: signText(canonicalJson(payload), privateKey),
    },
  };
  return `${JSON.stringify(signed, null, 2)}\n`;
}

/**
 * What a record file is found to be:
 * - genuine: signed by the key that was asked for, nothing changed
 * - unproven: signed by the key inside the file, but nobody said which key to expect
 * - other-key: signed by another key than the one asked for
 * - tampered: the signature does not fit the content
 * - unsigned: a record without a signature
 * - inconsistent: well signed, but its own hashes or sums do not hold
 * - unreadable: no record file, or fields twice, missing or foreign
 */
export type RecordVerdict =
  | {
      readonly kind: 'genuine' | 'unproven';
      readonly record: SignedRecord;
      readonly key: PublicKey;
    }
  | { readonly kind: 'other-key'; readonly keyId: string }
  | { readonly kind: 'inconsistent'; readonly sequence: number | null }
  | { readonly kind: 'tampered' | 'unsigned' | 'unreadable' };

/** Verifies a record file by nothing but its text and, if given, the key to expect. */
export function verifyRecordFile(text: string, expected: PublicKey | null): RecordVerdict {
  const parsed = parseExactly(text);
  if (typeof parsed !== 'object' || parsed === null) return { kind: 'unreadable' };
  if ('payload' in parsed && !('signature' in parsed)) return { kind: 'unsigned' };
  if (!Value.Check(SignedRecord, parsed)) return { kind: 'unreadable' };
  const { payload, signature } = parsed;
  const within = readPublicKey(signature.publicKey);
  if (expected && within?.base64 !== expected.base64)
    return { kind: 'other-key', keyId: signature.keyId };
  if (within?.keyId !== signature.keyId || within.base64 !== signature.publicKey)
    return { kind: 'tampered' };
  const signed = canonicalOrNull(payload);
  if (signed === null || !isSignatureOf(signed, signature.value, within))
    return { kind: 'tampered' };
  const fault = faultOf(payload);
  if (fault) return { kind: 'inconsistent', ...fault };
  return { kind: expected ? 'genuine' : 'unproven', record: parsed, key: within };
}

/** JSON that says each thing once: a reader who stops at the first of two equal names sees the same. */
function parseExactly(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    const bare = text.replaceAll(/("(?:[^"\\]|\\.)*")|\s+/g, '$1');
    return bare === JSON.stringify(value) ? value : null;
  } catch {
    return null; // Not JSON at all.
  }
}

function canonicalOrNull(value: unknown): string | null {
  try {
    return canonicalJson(value);
  } catch {
    return null; // Has no canonical text, so nobody signed it.
  }
}

const sha256Hex = (text: string) => createHash('sha256').update(text).digest('hex');

/** What in a payload contradicts itself: an entry's hash, a link of the chain, a sum. */
function faultOf(payload: RecordPayload): { sequence: number | null } | null {
  const { entries, totals, person, year } = payload;
  const sum = (of: 'hundredths' | 'halfDays') =>
    entries.reduce((total, entry) => total + entry[of], 0);
  if (sum('hundredths') !== totals.hundredths || sum('halfDays') !== totals.halfDays)
    return { sequence: null };
  let before: (typeof entries)[number] | null = null;
  for (const entry of entries) {
    const fault = { sequence: entry.sequence };
    if (entry.personId !== person.id || (year !== null && entry.year !== year)) return fault;
    if (!isStorable(entry) || hashEntry(entry, sha256Hex) !== entry.hash) return fault;
    const isNext: boolean = entry.sequence === (before?.sequence ?? 0) + 1;
    if (year === null && !isNext) return fault;
    if (isNext && entry.previousHash !== (before?.hash ?? GENESIS_HASH)) return fault;
    if (before && entry.sequence <= before.sequence) return fault;
    before = entry;
  }
  return null;
}
