import type { IssuedDocument, PublishedKeys, Statement } from '@xueshi/contracts';
import type { Reader, Tx } from '@xueshi/database';
import { CODE_BYTES, verificationCode } from '@xueshi/domain';
import { canonicalJson, signText, SIGNATURE_ALGORITHM } from '@xueshi/formats';
import { createHash, randomBytes } from 'node:crypto';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { keepPublicKey, keptPublicKeys, signingKeyOf } from '../../platform/signing.ts';
import { recordAudit } from '../audit/service.ts';
import { ledgerOf } from '../credit/service.ts';
import { standingOf } from './standing.ts';
import {
  certificateFacts,
  hoursStatementFacts,
  STATEMENT_FORMAT,
  type Facts,
} from './statement.ts';
import { insertIssued, issuedOn, issuedTo, type IssuedRow } from './store.ts';

export { checkDocuments, type DocumentCheck } from './check.ts';
export { ownDocuments } from './own-data.ts';
export { drawSheet } from './drawing/draw.ts';
export { drawRecords } from './drawing/records-thread.ts';
export type { EndOfRecords, RecordBook, RecordOfPerson, ReportSheet } from './drawing/sheet.ts';

/** The actor, and whose document it is: proven by the route to be themselves or somebody they administer. */
interface Issuing {
  readonly actor: Actor;
  readonly personId: string;
}

/** Issues the certificate of a credit that stands; the newest one where nothing has changed since. */
export function issueCertificate(platform: Platform, issuing: Issuing, entryId: string) {
  return issue(platform, issuing, entryId, (tx) => certificateFacts(tx, issuing.personId, entryId));
}

/** Issues the hours statement of a year; the newest one where nothing has changed since. */
export function issueHoursStatement(platform: Platform, issuing: Issuing, year: number) {
  return issue(platform, issuing, String(year), (tx) =>
    hoursStatementFacts(tx, issuing.personId, year),
  );
}

async function issue(
  platform: Platform,
  { actor, personId }: Issuing,
  subject: string,
  state: (tx: Tx) => Promise<Facts>,
): Promise<IssuedDocument> {
  const now = platform.clock.now();
  const key = signingKeyOf(platform);
  return platform.write(async (tx) => {
    const facts = await state(tx);
    const { kind } = facts;
    const factsHash = sha256(canonicalJson(facts));
    const [last] = await issuedOn(tx, { personId, kind, subject });
    if (last?.factsHash === factsHash) return viewIn(tx, last);
    await keepPublicKey(tx, key, now);
    const { keyId } = key.publicKey;
    const code = verificationCode(randomBytes(CODE_BYTES));
    const issuedAt = now.toISOString();
    const statement: Statement = { format: STATEMENT_FORMAT, code, keyId, issuedAt, ...facts };
    const text = canonicalJson(statement);
    const row: IssuedRow = {
      id: newId(),
      personId,
      kind,
      subject,
      number: (last?.number ?? 0) + 1,
      code,
      factsHash,
      statement: text,
      signature: signText(text, key.privateKey),
      keyId,
      issuedAt: now,
      issuedBy: actor.personId,
    };
    await insertIssued(tx, row);
    await recordAudit(tx, {
      at: now,
      actorId: actor.personId,
      action: 'document-issued',
      subject: `person:${personId}`,
      detail: { document: row.id, kind, about: subject, number: row.number },
      address: actor.address,
    });
    return viewIn(tx, row);
  });
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** A person's documents, newest first, each with its standing today. */
export async function listDocuments(db: Reader, personId: string) {
  const rows = await issuedTo(db, personId);
  const ledger = await ledgerOf(db, personId);
  return { documents: rows.map((row) => viewOf(row, standingOf(row, rows, ledger))) };
}

/** One document of a person, for drawing it. */
export async function findDocument(
  db: Reader,
  personId: string,
  documentId: string,
): Promise<{ row: IssuedRow; statement: Statement; view: IssuedDocument }> {
  const rows = await issuedTo(db, personId);
  const row = rows.find(({ id }) => id === documentId);
  if (!row) throw new Refused('not-found');
  const standing = standingOf(row, rows, await ledgerOf(db, personId));
  return { row, statement: statementOf(row), view: viewOf(row, standing) };
}

async function viewIn(tx: Tx, row: IssuedRow): Promise<IssuedDocument> {
  const rows = await issuedOn(tx, row);
  return viewOf(row, standingOf(row, rows, await ledgerOf(tx, row.personId)));
}

export const statementOf = (row: IssuedRow) => JSON.parse(row.statement) as Statement;

function viewOf(row: IssuedRow, standing: ReturnType<typeof standingOf>): IssuedDocument {
  const { year, totals, entries } = statementOf(row);
  const isCertificate = row.kind === 'certificate';
  return {
    id: row.id,
    kind: isCertificate ? 'certificate' : 'hours_statement',
    code: row.code,
    year,
    entryId: isCertificate ? row.subject : null,
    title: isCertificate ? (entries[0]?.title ?? null) : null,
    totals,
    issuedAt: row.issuedAt.toISOString(),
    ...standing,
  };
}

/** The keys by which signatures of this installation are verified, the present one first. */
export async function publishedKeys(platform: Platform): Promise<PublishedKeys> {
  const current = signingKeyOf(platform).publicKey;
  const older = await keptPublicKeys(platform.db);
  const others = older.filter(({ keyId }) => keyId !== current.keyId).reverse();
  return {
    keys: [current, ...others].map(({ keyId, base64, fingerprint }) => ({
      keyId,
      algorithm: SIGNATURE_ALGORITHM,
      publicKey: base64,
      fingerprint,
      current: keyId === current.keyId,
    })),
  };
}
