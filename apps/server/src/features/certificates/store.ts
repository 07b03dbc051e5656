import { schema, type Reader, type Tx } from '@xueshi/database';
import { and, desc, eq } from 'drizzle-orm';

const { issuedDocuments } = schema;

export type IssuedRow = typeof issuedDocuments.$inferSelect;
type Matter = Pick<IssuedRow, 'personId' | 'kind' | 'subject'>;

export async function insertIssued(tx: Tx, row: IssuedRow): Promise<void> {
  await tx.insert(issuedDocuments).values(row);
}

export async function findByCode(db: Reader, code: string): Promise<IssuedRow | null> {
  const [row] = await db.select().from(issuedDocuments).where(eq(issuedDocuments.code, code));
  return row ?? null;
}

/** Newest first. */
export async function issuedTo(db: Reader, personId: string): Promise<IssuedRow[]> {
  return db
    .select()
    .from(issuedDocuments)
    .where(eq(issuedDocuments.personId, personId))
    .orderBy(desc(issuedDocuments.issuedAt), desc(issuedDocuments.number));
}

/** All documents on one matter, newest first. */
export async function issuedOn(db: Reader, matter: Matter): Promise<IssuedRow[]> {
  return db
    .select()
    .from(issuedDocuments)
    .where(
      and(
        eq(issuedDocuments.personId, matter.personId),
        eq(issuedDocuments.kind, matter.kind),
        eq(issuedDocuments.subject, matter.subject),
      ),
    )
    .orderBy(desc(issuedDocuments.number));
}
