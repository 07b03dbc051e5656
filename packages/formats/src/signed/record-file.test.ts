import { balance, GENESIS_HASH, hashEntry, type LedgerEntry } from '@xueshi/domain';
import fc from 'fast-check';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { verifyRecordFile, writeRecordFile, type RecordPayload } from './record-file.ts';
import { describeKey, pemOf, readPublicKey } from './signing-key.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const pair = generateKeyPairSync('ed25519');
const key = describeKey(pair.publicKey);
const stranger = describeKey(generateKeyPairSync('ed25519').publicKey);

function chainOf(length: number): LedgerEntry[] {
  const entries: LedgerEntry[] = [];
  for (let sequence = 1; sequence <= length; sequence += 1) {
    const fields = {
      id: `entry-${sequence}`,
      personId: 'person-1',
      sequence,
      year: 2025 + (sequence > 2 ? 1 : 0),
      kind: 'credit' as const,
      hundredths: 25 * sequence,
      halfDays: sequence % 2,
      mode: 'online' as const,
      intensity: 'regular' as const,
      area: 'law' as const,
      sourceType: 'course',
      sourceKey: `course-${sequence}`,
      reversesId: null,
      courseSnapshot: '{"title":{"zh-CN":"信访工作条例𠮷","en":"Petitions \\"A\\""}}',
      orgPath: '/county/township/',
      policyVersion: '2010-1',
      evidence: null,
      earnedAt: '2026-03-01T02:03:04.005Z',
      postedAt: '2026-03-01T02:03:04.005Z',
      postedBy: 'system',
      reason: null,
      previousHash: entries.at(-1)?.hash ?? GENESIS_HASH,
    };
    entries.push({ ...fields, hash: hashEntry(fields, sha256) });
  }
  return entries;
}

function payloadOf(entries: readonly LedgerEntry[], year: number | null = null): RecordPayload {
  const sums = balance(entries);
  return {
    format: 'xueshi-record-1',
    issuer: '云岭县',
    issuedAt: '2026-11-26T03:00:00.000Z',
    person: {
      id: 'person-1',
      name: '王秀兰',
      unitName: '清河镇',
      post: null,
      category: 'township',
    },
    year,
    totals: {
      hundredths: sums.reduce((sum, one) => sum + one.hundredths, 0),
      halfDays: sums.reduce((sum, one) => sum + one.halfDays, 0),
    },
    entries: [...entries],
  };
}

const file = writeRecordFile(payloadOf(chainOf(4)), pair.privateKey);
const kindOf = (text: string, expected: typeof key | null = key) =>
  verifyRecordFile(text, expected).kind;

describe('a file as it was written', () => {
  test('is genuine for who has the key, however the key came', () => {
    expect(kindOf(file)).toBe('genuine');
    expect(kindOf(file, readPublicKey(key.base64))).toBe('genuine');
    expect(kindOf(file, readPublicKey(pemOf(key)))).toBe('genuine');
  });

  test('proves nothing to who has no key, and is not taken for another’s', () => {
    expect(kindOf(file, null)).toBe('unproven');
    expect(kindOf(file, stranger)).toBe('other-key');
  });

  test('may be laid out anew', () => {
    expect(kindOf(JSON.stringify(JSON.parse(file)))).toBe('genuine');
    expect(kindOf(file.replaceAll('\n', '\r\n'))).toBe('genuine');
  });

  test('may hold one year only', () => {
    const chain = chainOf(4).filter(({ year }) => year === 2026);
    expect(kindOf(writeRecordFile(payloadOf(chain, 2026), pair.privateKey))).toBe('genuine');
  });
});

/** The places of all values: the file has one on each line, after its name. */
function valuesIn(text: string): { from: number; to: number }[] {
  const line = /^(\s*(?:"\w+": )?)("(?:[^"\\]|\\.)*"|-?\d+|null),?$/gm;
  return [...text.matchAll(line)].map(({ index, 1: before = '', 2: value = '' }) => {
    const from = index + before.length;
    return { from, to: from + value.length };
  });
}

const bytes = Buffer.from(file, 'utf8');
/** Every byte of every value, by its place in the file’s bytes. */
const valueBytes = valuesIn(file).flatMap(({ from, to }) => {
  const start = Buffer.byteLength(file.slice(0, from));
  const end = start + Buffer.byteLength(file.slice(from, to));
  return Array.from({ length: end - start }, (_, at) => start + at);
});

test('any byte of any value changed is found', () => {
  expect(valueBytes.length).toBeGreaterThan(1000);
  fc.assert(
    fc.property(
      fc.constantFrom(...valueBytes),
      fc.integer({ min: 1, max: 255 }),
      (place, difference) => {
        const changed = Buffer.from(bytes);
        changed[place] = (changed[place] ?? 0) ^ difference;
        expect(['genuine', 'unproven']).not.toContain(kindOf(changed.toString('utf8')));
      },
    ),
    { numRuns: 2_000 },
  );
});

test('every byte of the signature’s own block counts, one after the other', () => {
  const start = Buffer.byteLength(file.slice(0, file.indexOf('"signature"')));
  for (const place of valueBytes.filter((one) => one > start)) {
    const changed = Buffer.from(bytes);
    changed[place] = (changed[place] ?? 0) ^ 1;
    expect(kindOf(changed.toString('utf8'))).not.toBe('genuine');
  }
});

describe('a file that somebody worked on', () => {
  const parsed = () => JSON.parse(file) as { payload: RecordPayload; signature?: object };

  test('without its signature is called unsigned', () => {
    const { payload } = parsed();
    expect(kindOf(JSON.stringify({ payload }))).toBe('unsigned');
  });

  test('with an entry left out, or moved, is called tampered', () => {
    const without = parsed();
    without.payload.entries.pop();
    expect(kindOf(JSON.stringify(without))).toBe('tampered');
    const moved = parsed();
    moved.payload.entries.reverse();
    expect(kindOf(JSON.stringify(moved))).toBe('tampered');
  });

  test('with a field more, a field twice, or no JSON at all is not read', () => {
    expect(kindOf(JSON.stringify({ ...parsed(), note: 'x' }))).toBe('unreadable');
    expect(kindOf(file.replace('"name":', '"name": "另一人", "name":'))).toBe('unreadable');
    expect(kindOf('学习档案')).toBe('unreadable');
    expect(kindOf('null')).toBe('unreadable');
  });

  test('signed anew by a stranger is not the installation’s, whatever key id it claims', () => {
    const other = generateKeyPairSync('ed25519');
    const forged = writeRecordFile(payloadOf(chainOf(4)), other.privateKey);
    expect(kindOf(forged)).toBe('other-key');
    const claimed = forged.replace(describeKey(other.publicKey).keyId, key.keyId);
    expect(kindOf(claimed)).toBe('other-key');
    expect(kindOf(claimed, null)).toBe('tampered');
  });

  test('signed well over hashes or sums that do not hold is called inconsistent', () => {
    const chain = chainOf(4);
    const dropped = payloadOf(chain.filter(({ sequence }) => sequence !== 2));
    expect(kindOf(writeRecordFile(dropped, pair.privateKey))).toBe('inconsistent');
    const summed = { ...payloadOf(chain), totals: { hundredths: 1, halfDays: 0 } };
    expect(kindOf(writeRecordFile(summed, pair.privateKey))).toBe('inconsistent');
    const raised = chain.map((one) => ({ ...one, hundredths: one.hundredths + 25 }));
    expect(kindOf(writeRecordFile(payloadOf(raised), pair.privateKey))).toBe('inconsistent');
  });
});
