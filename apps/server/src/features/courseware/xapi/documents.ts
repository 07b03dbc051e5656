// Documents that courseware keeps: state, and profiles of activities and of the learner. Of each learner in
// each lesson on its own, so that none is seen by another.
import { schema, type Reader, type Tx } from '@xueshi/database';
import { and, asc, eq, gt, ne } from 'drizzle-orm';
import { hash } from 'node:crypto';
import type { OfLesson } from '../store.ts';

const { xapiDocuments } = schema;

export const DOCUMENT_BYTES = 256 * 1024;
export const MOST_DOCUMENTS = 200;

/** What the launcher leaves for the unit (cmi5 10): the unit reads it and never writes it. */
export const LAUNCH_DATA = 'LMS.LaunchData';
/** What the learner prefers (cmi5 11). */
export const LEARNER_PREFERENCES = 'cmi5LearnerPreferences';

export type DocumentKind = 'state' | 'activity' | 'agent';

/** Where documents are; `activity` is an IRI, and empty for those of the learner. */
export interface DocumentPlace {
  readonly kind: DocumentKind;
  readonly activity: string;
}

export interface Content {
  readonly contentType: string;
  readonly body: Buffer;
}

export type DocumentRow = typeof xapiDocuments.$inferSelect;

const at = ({ enrolmentId, lessonId }: OfLesson, { kind, activity }: DocumentPlace) =>
  and(
    eq(xapiDocuments.enrolmentId, enrolmentId),
    eq(xapiDocuments.lessonId, lessonId),
    eq(xapiDocuments.kind, kind),
    eq(xapiDocuments.activity, activity),
  );

export async function findDocument(
  db: Reader,
  of: OfLesson,
  place: DocumentPlace,
  documentId: string,
): Promise<DocumentRow | null> {
  const [row] = await db
    .select()
    .from(xapiDocuments)
    .where(and(at(of, place), eq(xapiDocuments.documentId, documentId)));
  return row ?? null;
}

export async function documentIds(
  db: Reader,
  of: OfLesson,
  place: DocumentPlace,
  since: Date | undefined,
): Promise<string[]> {
  const rows = await db
    .select({ id: xapiDocuments.documentId })
    .from(xapiDocuments)
    .where(and(at(of, place), since && gt(xapiDocuments.updatedAt, since)))
    .orderBy(asc(xapiDocuments.documentId));
  return rows.map(({ id }) => id);
}

export const countDocuments = (db: Reader, { enrolmentId, lessonId }: OfLesson): Promise<number> =>
  db.$count(
    xapiDocuments,
    and(eq(xapiDocuments.enrolmentId, enrolmentId), eq(xapiDocuments.lessonId, lessonId)),
  );

/** Keeps a document whole, over what was there. */
export async function putDocument(
  tx: Tx,
  { enrolmentId, lessonId }: OfLesson,
  where: DocumentPlace & { readonly documentId: string },
  { contentType, body }: Content,
  now: Date,
): Promise<void> {
  const { kind, activity, documentId } = where;
  const content = {
    contentType,
    body: body.toString('base64'),
    etag: hash('sha1', body, 'hex'),
    updatedAt: now,
  };
  await tx
    .insert(xapiDocuments)
    .values({ enrolmentId, lessonId, kind, activity, documentId, ...content })
    .onConflictDoUpdate({
      target: [
        xapiDocuments.enrolmentId,
        xapiDocuments.lessonId,
        xapiDocuments.kind,
        xapiDocuments.activity,
        xapiDocuments.documentId,
      ],
      set: content,
    });
}

/** Without an id all that are there, except what the launcher left. */
export async function removeDocuments(
  tx: Tx,
  of: OfLesson,
  place: DocumentPlace,
  documentId: string | undefined,
): Promise<void> {
  const which =
    documentId === undefined
      ? ne(xapiDocuments.documentId, LAUNCH_DATA)
      : eq(xapiDocuments.documentId, documentId);
  await tx.delete(xapiDocuments).where(and(at(of, place), which));
}
