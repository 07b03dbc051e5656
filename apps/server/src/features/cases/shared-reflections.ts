// Reflections that learners show to one another without a name, once they have written their own.
import type { SharedReflection } from '@xueshi/contracts';
import { schema, type Reader, type Tx } from '@xueshi/database';
import { and, desc, eq, isNotNull, isNull, lt, ne, or } from 'drizzle-orm';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { recordAudit } from '../audit/service.ts';

const { caseRuns, courses, courseVersions, enrolments, lessons, sharedReflections } = schema;

/** As many as one reads with interest; older ones made room. */
const MOST_SHOWN = 20;
const PAGE = 50;

type Row = typeof sharedReflections.$inferSelect;

export async function sharingOf(db: Reader, runId: string) {
  const [row] = await db.select().from(sharedReflections).where(eq(sharedReflections.runId, runId));
  return { isShared: row?.isShared ?? false, hiddenReason: row?.hiddenReason ?? null };
}

/** Shares a reflection or takes it back. What was hidden stays hidden. */
export async function shareReflection(
  tx: Tx,
  of: { runId: string; courseId: string; lessonKey: string; isShared: boolean; now: Date },
): Promise<void> {
  const { runId, courseId, lessonKey, isShared, now } = of;
  const [known] = await tx
    .select()
    .from(sharedReflections)
    .where(eq(sharedReflections.runId, runId));
  if (known) {
    // Saving the same words again does not make them the newest.
    const sharedAt = isShared && !known.isShared ? now : known.sharedAt;
    await tx
      .update(sharedReflections)
      .set({ isShared, sharedAt })
      .where(eq(sharedReflections.id, known.id));
  } else if (isShared) {
    const row = { id: newId(), runId, courseId, lessonKey, isShared, sharedAt: now };
    await tx.insert(sharedReflections).values(row);
  }
}

/** The newest that others share on the same case, in whichever version of the course. */
export async function othersReflections(
  db: Reader,
  of: { personId: string; courseId: string; lessonKey: string },
): Promise<{ id: string; text: string }[]> {
  const rows = await db
    .select({ id: sharedReflections.id, text: caseRuns.reflection })
    .from(sharedReflections)
    .innerJoin(caseRuns, eq(caseRuns.id, sharedReflections.runId))
    .innerJoin(enrolments, eq(enrolments.id, caseRuns.enrolmentId))
    .where(
      and(
        eq(sharedReflections.courseId, of.courseId),
        eq(sharedReflections.lessonKey, of.lessonKey),
        eq(sharedReflections.isShared, true),
        isNull(sharedReflections.hiddenAt),
        ne(enrolments.personId, of.personId),
        isNotNull(caseRuns.reflection),
      ),
    )
    .orderBy(desc(sharedReflections.sharedAt), desc(sharedReflections.id))
    .limit(MOST_SHOWN);
  return rows.flatMap(({ id, text }) => (text === null ? [] : [{ id, text }]));
}

/** All that is shared, newest first; `after` is the last one of the page before. */
export async function listShared({ db }: Platform, after: string | undefined) {
  const last = after === undefined ? null : await findShared(db, after);
  const rows = await db
    .select({
      row: sharedReflections,
      text: caseRuns.reflection,
      slug: courses.slug,
      title: lessons.title,
      courseTitle: courseVersions.title,
    })
    .from(sharedReflections)
    .innerJoin(caseRuns, eq(caseRuns.id, sharedReflections.runId))
    .innerJoin(lessons, eq(lessons.id, caseRuns.lessonId))
    .innerJoin(courseVersions, eq(courseVersions.id, lessons.courseVersionId))
    .innerJoin(courses, eq(courses.id, sharedReflections.courseId))
    .where(and(eq(sharedReflections.isShared, true), last ? olderThan(last) : undefined))
    .orderBy(desc(sharedReflections.sharedAt), desc(sharedReflections.id))
    .limit(PAGE + 1);
  const items = rows
    .slice(0, PAGE)
    .map(({ row, text, slug, title, courseTitle }): SharedReflection => ({
      id: row.id,
      courseSlug: slug,
      lessonKey: row.lessonKey,
      courseTitle,
      lessonTitle: title,
      text: text ?? '',
      sharedAt: row.sharedAt.toISOString(),
      hiddenReason: row.hiddenReason,
    }));
  return { items, next: rows.length > PAGE ? (items.at(-1)?.id ?? null) : null };
}

const olderThan = ({ id, sharedAt }: Row) =>
  or(
    lt(sharedReflections.sharedAt, sharedAt),
    and(eq(sharedReflections.sharedAt, sharedAt), lt(sharedReflections.id, id)),
  );

async function findShared(db: Reader, id: string): Promise<Row | null> {
  const [row] = await db.select().from(sharedReflections).where(eq(sharedReflections.id, id));
  return row ?? null;
}

/** Hides a shared reflection for a reason, or shows it again where there is none. */
export async function setHidden(
  { write, clock }: Platform,
  actor: Actor,
  id: string,
  reason: string | null,
): Promise<void> {
  const now = clock.now();
  await write(async (tx) => {
    const row = await findShared(tx, id);
    if (!row?.isShared) throw new Refused('not-found');
    const hidden = reason === null ? null : { hiddenAt: now, hiddenBy: actor.personId };
    await tx
      .update(sharedReflections)
      .set({ hiddenReason: reason, hiddenAt: null, hiddenBy: null, ...hidden })
      .where(eq(sharedReflections.id, id));
    await recordAudit(tx, {
      at: now,
      actorId: actor.personId,
      action: reason === null ? 'reflection-shown' : 'reflection-hidden',
      subject: `shared-reflection:${id}`,
      detail: reason === null ? {} : { reason },
      address: actor.address,
    });
  });
}
