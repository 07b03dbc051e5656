import { schema, type Reader } from '@xueshi/database';
import { isSignatureOf } from '@xueshi/formats';
import { asc } from 'drizzle-orm';
import { keptPublicKeys } from '../../platform/signing.ts';
import { statementOf } from './service.ts';

const { issuedDocuments } = schema;
const PAGE = 500;

export interface DocumentCheck {
  readonly documents: number;
  readonly problems: readonly { readonly code: string; readonly problem: string }[];
}

/** Whether every document still is what was signed on the day of its issue. */
export async function checkDocuments(db: Reader): Promise<DocumentCheck> {
  const keys = new Map((await keptPublicKeys(db)).map((key) => [key.keyId, key]));
  const problems: { code: string; problem: string }[] = [];
  let documents = 0;
  for (;;) {
    const rows = await db
      .select()
      .from(issuedDocuments)
      .orderBy(asc(issuedDocuments.id))
      .limit(PAGE)
      .offset(documents);
    for (const row of rows) {
      const key = keys.get(row.keyId);
      if (!key) problems.push({ code: row.code, problem: `key ${row.keyId} is missing` });
      else if (!isSignatureOf(row.statement, row.signature, key))
        problems.push({ code: row.code, problem: 'the signature does not fit' });
      else if (statementOf(row).code !== row.code)
        problems.push({ code: row.code, problem: 'another code was signed' });
    }
    documents += rows.length;
    if (rows.length < PAGE) return { documents, problems };
  }
}
