import { schema } from '@xueshi/database';
import { asc, eq } from 'drizzle-orm';
import { byPages, type OwnDataPart } from '../../platform/own-data.ts';

const { issuedDocuments } = schema;

/** Certificates and hours statements issued to the person, as signed. */
export const ownDocuments: readonly OwnDataPart[] = [
  {
    name: 'documents',
    columns: ['code', 'kind', 'subject', 'number', 'issuedAt', 'statement', 'signature', 'keyId'],
    pages: (db, personId) =>
      byPages((limit, offset) =>
        db
          .select({
            code: issuedDocuments.code,
            kind: issuedDocuments.kind,
            subject: issuedDocuments.subject,
            number: issuedDocuments.number,
            issuedAt: issuedDocuments.issuedAt,
            statement: issuedDocuments.statement,
            signature: issuedDocuments.signature,
            keyId: issuedDocuments.keyId,
          })
          .from(issuedDocuments)
          .where(eq(issuedDocuments.personId, personId))
          .orderBy(asc(issuedDocuments.issuedAt), asc(issuedDocuments.id))
          .limit(limit)
          .offset(offset),
      ),
  },
];
