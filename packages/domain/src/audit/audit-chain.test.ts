import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { mentions, readAuditSubject } from './audit-action.ts';
import {
  AUDIT_CHAIN_START,
  auditFault,
  canonicalAuditLink,
  hashAuditLink,
  type AuditChainEnd,
  type AuditLink,
  type AuditLinkFields,
} from './audit-chain.ts';

const sha256Hex = (text: string) => createHash('sha256').update(text).digest('hex');

const text = fc.string({ unit: 'binary', maxLength: 12 });
const maybe = fc.option(text, { nil: null });
type Content = Omit<AuditLinkFields, 'sequence' | 'previousHash'>;
const content: fc.Arbitrary<Content> = fc.record({
  id: text,
  atMs: fc.integer(),
  actorId: maybe,
  action: text,
  subject: text,
  detail: text,
  address: text,
  orgPath: maybe,
  managingPath: maybe,
  isSensitive: fc.boolean(),
  userAgent: maybe,
  requestId: maybe,
});

function chained(contents: readonly Content[]): AuditLink[] {
  let end: AuditChainEnd = AUDIT_CHAIN_START;
  return contents.map((one) => {
    const fields = { ...one, sequence: end.sequence + 1, previousHash: end.hash };
    const link = { ...fields, hash: hashAuditLink(fields, sha256Hex) };
    end = link;
    return link;
  });
}

/** The place of the first link that does not hold; null where all do. */
function firstFault(links: readonly AuditLink[]): number | null {
  let end: AuditChainEnd = AUDIT_CHAIN_START;
  for (const [at, link] of links.entries()) {
    if (auditFault(end, link, sha256Hex) !== null) return at;
    end = link;
  }
  return null;
}

const chains = fc.array(content, { minLength: 1, maxLength: 6 }).map(chained);
const at = fc.nat();

test('a chain as it was written holds', () => {
  fc.assert(
    fc.property(chains, (links) => {
      expect(firstFault(links)).toBeNull();
    }),
  );
});

test('any change of any field is found where it was made', () => {
  fc.assert(
    fc.property(chains, at, content, (links, where, other) => {
      const place = where % links.length;
      for (const name of Object.keys(other) as (keyof Content)[]) {
        const before = links[place];
        if (before === undefined || before[name] === other[name]) continue;
        const changed = links.with(place, { ...before, [name]: other[name] });
        expect(firstFault(changed)).toBe(place);
      }
    }),
  );
});

test('a change that hashes itself anew is found at the next link', () => {
  fc.assert(
    fc.property(chains, at, content, (links, where, other) => {
      const place = where % links.length;
      const before = links[place];
      if (before === undefined) return;
      const fields = { ...before, ...other };
      const forged = { ...fields, hash: hashAuditLink(fields, sha256Hex) };
      fc.pre(forged.hash !== before.hash && place < links.length - 1);
      expect(firstFault(links.with(place, forged))).toBe(place + 1);
    }),
  );
});

test('a link that is taken away, put twice or swapped is found', () => {
  fc.assert(
    fc.property(chains, at, (links, where) => {
      const place = where % links.length;
      const one = links.slice(place, place + 1);
      if (place < links.length - 1) {
        expect(firstFault(links.toSpliced(place, 1))).toBe(place);
        const [next] = links.slice(place + 1);
        if (next) expect(firstFault(links.toSpliced(place, 2, next, ...one))).toBe(place);
      }
      expect(firstFault(links.toSpliced(place, 0, ...one))).toBe(place + 1);
    }),
  );
});

test('no two different links have the same text', () => {
  fc.assert(
    fc.property(content, content, (a, b) => {
      const rest = { sequence: 1, previousHash: AUDIT_CHAIN_START.hash };
      const same =
        JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());
      expect(canonicalAuditLink({ ...rest, ...a }) === canonicalAuditLink({ ...rest, ...b })).toBe(
        same,
      );
    }),
  );
});

test('a subject is a kind and an id', () => {
  expect(readAuditSubject('person:a:b')).toEqual({ kind: 'person', id: 'a:b' });
  expect(readAuditSubject('unknown')).toEqual({ kind: null, id: '' });
  expect(readAuditSubject('installation')).toEqual({ kind: 'installation', id: '' });
});

test('a word is found at whatever depth, and nothing like it', () => {
  expect(mentions({ filters: { keyGroups: ['young', 'reserve'] } }, 'reserve')).toBe(true);
  expect(mentions({ keyGroups: { reserve: 3 } }, 'reserve')).toBe(true);
  expect(mentions({ reason: 'reserved', count: 3, none: null }, 'reserve')).toBe(false);
});
