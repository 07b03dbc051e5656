import { schema } from '@xueshi/database';
import { asc, eq } from 'drizzle-orm';
import { ownPart, type OwnDataPart } from '../../platform/own-data.ts';

const { issuedDocuments } = schema;

const documentColumns = {
  code: issuedDocuments.code,
  kind: issuedDocuments.kind,
  subject: issuedDocuments.subject,
  number: issuedDocuments.number,
  issuedAt: issuedDocuments.issuedAt,
  statement: issuedDocuments.statement,
  signature: issuedDocuments.signature,
  keyId: issuedDocuments.keyId,
};

/** Certificates and hours statements issued to the person, as signed. */
export const ownDocuments: readonly OwnDataPart[] = [
  ownPart('documents', documentColumns, (db, personId, { limit, offset }) =>
    db
      .select(documentColumns)
      .from(issuedDocuments)
      .where(eq(issuedDocuments.personId, personId))
      .orderBy(asc(issuedDocuments.issuedAt), asc(issuedDocuments.id))
      .limit(limit)
      .offset(offset),
  ),
];
