// A signed record is verified by whoever holds the file; nothing of it is kept.
import { Type, type Static } from 'typebox';
import {
  closed,
  endpoint,
  HalfDays,
  Hundredths,
  Instant,
  LocalText,
  nullable,
  oneOf,
} from './shared.ts';

/** A person's whole life of learning is a tenth of it. */
export const RECORD_FILE_CHARACTERS = 1_500_000;

export const RecordVerification = closed({
  /**
   * genuine: signed by the key that was asked for, and nothing changed. unproven: the signature fits the key
   * inside the file, which is neither this installation's nor was one given.
   */
  verdict: oneOf([
    'genuine',
    'unproven',
    'other-key',
    'inconsistent',
    'tampered',
    'unsigned',
    'unreadable',
    'no-key',
  ] as const),
  /** Whether the key that proves it is, or was, this installation's own. */
  isOwnKey: Type.Boolean(),
  keyId: nullable(Type.String()),
  fingerprint: nullable(Type.String()),
  /** The entry that does not fit; null: the totals, or nothing. */
  sequence: nullable(Type.Integer()),
  /** What the file says; only where it is genuine. */
  content: nullable(
    closed({
      person: Type.String(),
      unitName: nullable(Type.String()),
      /** null: all years. */
      year: nullable(Type.Integer()),
      issuer: Type.String(),
      issuedAt: Instant,
      hundredths: Hundredths,
      halfDays: HalfDays,
      entries: Type.Array(
        closed({
          sequence: Type.Integer(),
          kind: oneOf(['credit', 'reversal', 'adjustment'] as const),
          title: LocalText,
          earnedAt: Instant,
          hundredths: Hundredths,
          halfDays: HalfDays,
        }),
      ),
    }),
  ),
});
export type RecordVerification = Static<typeof RecordVerification>;

export const verifyRecord = endpoint({
  method: 'POST',
  url: '/api/v1/record-verification',
  summary:
    'Whether a signed record is genuine, by a key that is given or this installation’s own; nothing is kept',
  tag: 'record',
  access: 'public',
  body: closed({
    record: Type.String({ minLength: 1, maxLength: RECORD_FILE_CHARACTERS }),
    /** A public key as PEM or base64; null: the keys of this installation. */
    key: nullable(Type.String({ maxLength: 2_000 })),
  }),
  // Chinese takes three bytes a character, and quotation marks are escaped.
  bodyBytes: 4 * 1024 * 1024,
  ok: { status: 200, schema: RecordVerification },
  problems: [400, 429],
});
