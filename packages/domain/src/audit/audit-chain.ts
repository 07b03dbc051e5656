import { assert } from '../assertion.ts';
import { GENESIS_HASH, type Sha256Hex } from '../crediting/ledger.ts';

/** Everything of an event and of its place in the trail that its hash covers, as it is stored. */
export interface AuditLinkFields {
  /** Place in the chain of the installation, from 1, without gaps. */
  readonly sequence: number;
  readonly id: string;
  /** Milliseconds since 1970, UTC. */
  readonly atMs: number;
  readonly actorId: string | null;
  readonly action: string;
  readonly subject: string;
  /** JSON as stored. */
  readonly detail: string;
  readonly address: string;
  /** Where the subject belonged when it was written down; null for what belonged nowhere. */
  readonly orgPath: string | null;
  readonly managingPath: string | null;
  readonly isSensitive: boolean;
  readonly userAgent: string | null;
  readonly requestId: string | null;
  /** Hash of the event before this one; `GENESIS_HASH` for the first. */
  readonly previousHash: string;
}

/** A stored link: its fields and its hash. */
export interface AuditLink extends AuditLinkFields {
  readonly hash: string;
}

/** Names the field order below; a new order gets a new name, and old links keep theirs. */
export const AUDIT_FORMAT = 'xueshi-audit-1';

/** Never reordered, never shortened: every stored hash depends on it. */
const FIELD_ORDER = [
  'sequence',
  'id',
  'atMs',
  'actorId',
  'action',
  'subject',
  'detail',
  'address',
  'orgPath',
  'managingPath',
  'isSensitive',
  'userAgent',
  'requestId',
  'previousHash',
] as const satisfies readonly (keyof AuditLinkFields)[];

/**
 * The one text of a link that is hashed: the format's name, then a line a field in fixed order,
 * `<length in UTF-16 units>:<value>`, or `-` for null. As each value carries its length, no two
 * different links share a text. Asserts whole numbers.
 * Source: DESIGN decision 1 (as the ledger's), TRUST.md T38.
 */
export function canonicalAuditLink(fields: AuditLinkFields): string {
  assert(
    Number.isSafeInteger(fields.sequence) && Number.isSafeInteger(fields.atMs),
    'numbers of an audit link are whole',
  );
  const lines = FIELD_ORDER.map((name) => {
    const value = fields[name];
    if (value === null) return '-';
    const text = String(value);
    return `${text.length}:${text}`;
  });
  return [AUDIT_FORMAT, ...lines].join('\n');
}

export function hashAuditLink(fields: AuditLinkFields, sha256Hex: Sha256Hex): string {
  return sha256Hex(canonicalAuditLink(fields));
}

/** How far a chain was found whole: what the next link has to follow. */
export interface AuditChainEnd {
  readonly sequence: number;
  readonly hash: string;
}

export const AUDIT_CHAIN_START: AuditChainEnd = { sequence: 0, hash: GENESIS_HASH };

/** hash: the event is not what was written down; link: it follows another; gap: one before it is missing. */
export type AuditFault = 'hash' | 'link' | 'gap';

/**
 * Whether a link follows the end of a chain and is what was hashed; null where it is. Damaged rows
 * are findings, not bugs. What a chain cannot see is a cut tail, and a chain made anew as a whole:
 * for these the head has to be known from elsewhere. Source: TRUST.md T38.
 */
export function auditFault(
  end: AuditChainEnd,
  link: AuditLink,
  sha256Hex: Sha256Hex,
): AuditFault | null {
  if (link.sequence !== end.sequence + 1) return 'gap';
  if (link.previousHash !== end.hash) return 'link';
  if (!Number.isSafeInteger(link.atMs) || hashAuditLink(link, sha256Hex) !== link.hash)
    return 'hash';
  return null;
}
