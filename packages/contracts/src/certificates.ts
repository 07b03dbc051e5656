import { Type, type Static } from 'typebox';
import { AudienceCategory } from './audience-categories.ts';
import { Intensities, Modes } from './credit.ts';
import {
  Area,
  BinaryFile,
  closed,
  endpoint,
  HalfDays,
  Hundredths,
  Id,
  Instant,
  LocalText,
  nullable,
  oneOf,
  text,
  Year,
} from './shared.ts';

export const DocumentKinds = ['certificate', 'hours_statement'] as const;
const DocumentKind = oneOf(DocumentKinds);
const Totals = closed({ hundredths: Hundredths, halfDays: HalfDays });

/** A credit entry as a document states it. */
const StatedEntry = closed({
  title: LocalText,
  revision: nullable(Type.Integer()),
  mode: oneOf(Modes),
  intensity: oneOf(Intensities),
  area: nullable(Area),
  hundredths: Hundredths,
  halfDays: HalfDays,
  startedAt: nullable(Instant),
  earnedAt: Instant,
  /** The person’s unit when it was earned. */
  unitName: Type.String(),
  policyVersion: Type.String(),
  /** Place and hash in the person’s chain. */
  sequence: Type.Integer(),
  hash: Type.String(),
  /** There where part of it was studied without a link and could not be verified. */
  studiedOffline: Type.Optional(Type.Boolean()),
});

/** All that a document states: exactly these fields are signed. */
export const Statement = closed({
  format: Type.String(),
  kind: DocumentKind,
  code: Type.String(),
  keyId: Type.String(),
  issuer: Type.String(),
  issuedAt: Instant,
  year: Year,
  person: closed({
    name: Type.String(),
    unitName: nullable(Type.String()),
    post: nullable(Type.String()),
    category: nullable(AudienceCategory),
    /** What it was called then, where it is one of the installation's own. */
    categoryName: Type.Optional(LocalText),
  }),
  totals: Totals,
  /** What was owed in the year and whether it was met then; null in certificates. */
  requirement: nullable(
    closed({
      title: LocalText,
      basis: Type.String(),
      policyVersion: Type.String(),
      met: Type.Boolean(),
    }),
  ),
  /** One entry in a certificate; all that stood in an hours statement. */
  entries: Type.Array(StatedEntry),
});
export type Statement = Static<typeof Statement>;

/**
 * - valid: all that it states still stands
 * - superseded: a newer document states the same matter
 * - revoked: a credit it rests on was taken back
 */
const standing = {
  state: oneOf(['valid', 'superseded', 'revoked'] as const),
  revokedAt: nullable(Instant),
  supersededAt: nullable(Instant),
} as const;

export const IssuedDocument = closed({
  id: Id,
  kind: DocumentKind,
  code: Type.String(),
  year: Year,
  /** The credit entry of a certificate. */
  entryId: nullable(Id),
  title: nullable(LocalText),
  totals: Totals,
  issuedAt: Instant,
  ...standing,
});
export type IssuedDocument = Static<typeof IssuedDocument>;

export const Verification = closed({
  ...standing,
  /** As signed, but for the name: strangers see it masked. */
  statement: Statement,
  /** Whether the signature fits what is kept here, by the key that is named. */
  signatureHolds: Type.Boolean(),
  fingerprint: Type.String(),
  checkedAt: Instant,
});
export type Verification = Static<typeof Verification>;

const PublishedKey = closed({
  keyId: Type.String(),
  algorithm: Type.String(),
  /** SPKI, DER, base64. */
  publicKey: Type.String(),
  /** SHA-256 of the SPKI bytes, hexadecimal. */
  fingerprint: Type.String(),
  current: Type.Boolean(),
});
export const PublishedKeys = closed({ keys: Type.Array(PublishedKey) });
export type PublishedKeys = Static<typeof PublishedKeys>;

const DocumentList = closed({ documents: Type.Array(IssuedDocument) });
const year = closed({ year: Year });

export const listOwnDocuments = endpoint({
  method: 'GET',
  url: '/api/v1/me/documents',
  summary: 'One’s own certificates and hours statements, newest first',
  tag: 'certificates',
  access: 'signed_in',
  ok: { status: 200, schema: DocumentList },
  problems: [401],
});

export const issueOwnCertificate = endpoint({
  method: 'POST',
  url: '/api/v1/me/credit-entries/:entryId/certificate',
  summary:
    'Issue the certificate of a credit of one’s own; the one there is, where nothing changed',
  tag: 'certificates',
  access: 'signed_in',
  params: closed({ entryId: Id }),
  ok: { status: 200, schema: IssuedDocument },
  problems: [400, 401, 404, 409],
});

export const issueOwnHoursStatement = endpoint({
  method: 'POST',
  url: '/api/v1/me/hours-statements',
  summary: 'Issue the hours statement of a year; the one there is, where nothing changed',
  tag: 'certificates',
  access: 'signed_in',
  body: year,
  ok: { status: 200, schema: IssuedDocument },
  problems: [400, 401, 409],
});

export const downloadOwnDocument = endpoint({
  method: 'GET',
  url: '/api/v1/me/documents/:documentId/pdf',
  summary: 'A document of one’s own as PDF',
  tag: 'certificates',
  access: 'signed_in',
  params: closed({ documentId: Id }),
  ok: { status: 200, schema: BinaryFile },
  problems: [400, 401, 404],
});

export const listPersonDocuments = endpoint({
  method: 'GET',
  url: '/api/v1/people/:id/documents',
  summary: 'Certificates and hours statements of a person in the caller’s subtree',
  tag: 'certificates',
  access: 'unit_reader',
  params: closed({ id: Id }),
  ok: { status: 200, schema: DocumentList },
  problems: [400, 401, 404],
});

export const issuePersonCertificate = endpoint({
  method: 'POST',
  url: '/api/v1/people/:id/credit-entries/:entryId/certificate',
  summary: 'Issue the certificate of a credit of a person in the caller’s subtree',
  tag: 'certificates',
  access: 'training_officer',
  params: closed({ id: Id, entryId: Id }),
  ok: { status: 200, schema: IssuedDocument },
  problems: [400, 401, 403, 404, 409],
});

export const issuePersonHoursStatement = endpoint({
  method: 'POST',
  url: '/api/v1/people/:id/hours-statements',
  summary: 'Issue the hours statement of a person in the caller’s subtree',
  tag: 'certificates',
  access: 'training_officer',
  params: closed({ id: Id }),
  body: year,
  ok: { status: 200, schema: IssuedDocument },
  problems: [400, 401, 403, 404, 409],
});

export const downloadPersonDocument = endpoint({
  method: 'GET',
  url: '/api/v1/people/:id/documents/:documentId/pdf',
  summary: 'A document of a person in the caller’s subtree as PDF',
  tag: 'certificates',
  access: 'unit_reader',
  params: closed({ id: Id, documentId: Id }),
  ok: { status: 200, schema: BinaryFile },
  problems: [400, 401, 403, 404],
});

export const verifyDocument = endpoint({
  method: 'GET',
  url: '/api/v1/verification/:code',
  summary: 'What a document with this verification code states, and whether it still holds',
  tag: 'certificates',
  access: 'public',
  params: closed({ code: text(60) }),
  ok: { status: 200, schema: Verification },
  problems: [400, 404, 429],
});

export const readPublicKeys = endpoint({
  method: 'GET',
  url: '/api/v1/public-keys',
  summary: 'The keys by which signatures of this installation are verified',
  tag: 'certificates',
  access: 'public',
  ok: { status: 200, schema: PublishedKeys },
  problems: [],
});
