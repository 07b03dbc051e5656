// Short answers are marked by a person who does not see whose they are.
import type { MarkingSheet } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { isAnswered } from '@xueshi/domain';
import { and, asc, count, eq, gt, isNotNull, or, sql } from 'drizzle-orm';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { recordAudit } from '../audit/service.ts';
import { readAttempt, type Attempt } from './attempt.ts';
import { gradeAttempt } from './finish-attempt.ts';
import { paperOf, renderIn } from './paper.ts';
import { answersOf, findAttempt, marksOf } from './store.ts';

const { courses, courseVersions, enrolments, lessons, quizAttempts, quizMarks } = schema;

const PAGE = 50;

const waiting = and(gt(quizAttempts.pendingMarks, 0), isNotNull(quizAttempts.submittedAt));

const head = {
  id: quizAttempts.id,
  courseSlug: courses.slug,
  courseTitle: courseVersions.title,
  lessonTitle: lessons.title,
  submittedAt: quizAttempts.submittedAt,
  pendingMarks: quizAttempts.pendingMarks,
  personId: enrolments.personId,
};

const heads = (db: Reader) =>
  db
    .select(head)
    .from(quizAttempts)
    .innerJoin(enrolments, eq(enrolments.id, quizAttempts.enrolmentId))
    .innerJoin(courses, eq(courses.id, enrolments.courseId))
    .innerJoin(lessons, eq(lessons.id, quizAttempts.lessonId))
    .innerJoin(courseVersions, eq(courseVersions.id, lessons.courseVersionId));

type Head = Awaited<ReturnType<typeof heads>>[number];

function shownHead({ personId, submittedAt, ...row }: Head, actor: Actor) {
  if (!submittedAt) throw new Error('what is marked was handed in');
  return { ...row, submittedAt: submittedAt.toISOString(), isOwn: personId === actor.personId };
}

/** How many attempts wait for a mark. */
export async function countWaiting(db: Reader): Promise<number> {
  const [row] = await db.select({ waiting: count() }).from(quizAttempts).where(waiting);
  return row?.waiting ?? 0;
}

/** Attempts that wait, oldest first; `after` is the last one of the page before. */
export async function listMarking({ db }: Platform, actor: Actor, after: string | undefined) {
  const last = after === undefined ? null : await findAttempt(db, after);
  const since = last?.submittedAt ?? null;
  const beyond =
    last && since
      ? or(
          gt(quizAttempts.submittedAt, since),
          and(eq(quizAttempts.submittedAt, since), gt(quizAttempts.id, last.id)),
        )
      : undefined;
  const rows = await heads(db)
    .where(and(waiting, beyond))
    .orderBy(asc(quizAttempts.submittedAt), asc(quizAttempts.id))
    .limit(PAGE + 1);
  const page = rows.slice(0, PAGE);
  return {
    total: await countWaiting(db),
    items: page.map((row) => shownHead(row, actor)),
    next: rows.length > PAGE ? (page.at(-1)?.id ?? null) : null,
  };
}

/** The short answers of an attempt that are there to be marked; anybody's but one's own. */
async function markable(db: Reader, actor: Actor, attemptId: string): Promise<Attempt> {
  const attempt = await readAttempt(db, attemptId);
  if (!attempt?.row.submittedAt) throw new Refused('not-found');
  if (attempt.enrolment.personId === actor.personId) throw new Refused('mark-own-attempt');
  return attempt;
}

export async function readMarkingSheet(
  { db }: Platform,
  actor: Actor,
  attemptId: string,
): Promise<MarkingSheet> {
  const { row, content } = await markable(db, actor, attemptId);
  const [found] = await heads(db).where(eq(quizAttempts.id, attemptId));
  if (!found) throw new Refused('not-found');
  const answers = await answersOf(db, attemptId);
  const marks = await marksOf(db, attemptId);
  const texts = new Map(content.groups?.map((group) => [group.id, group]));
  return {
    ...shownHead(found, actor),
    passMark: content.passMark,
    answers: paperOf(content, row).flatMap(({ item }) => {
      const answer = answers[item.id];
      if (item.kind !== 'short_answer' || typeof answer !== 'string' || !isAnswered(answer))
        return [];
      const group = texts.get(item.group ?? '');
      const mark = marks.get(item.id);
      return [
        {
          itemId: item.id,
          groupHtml: group ? renderIn(group.text, group.pictures, `${item.id}-text-`) : null,
          stemHtml: renderIn(item.stem, item.pictures),
          guideHtml: renderIn(item.guide ?? '', item.pictures),
          explanationHtml: renderIn(item.explanation, item.pictures),
          points: item.points ?? 1,
          answer,
          hundredths: mark?.hundredths ?? null,
          comment: mark?.comment ?? null,
        },
      ];
    }),
  };
}

export interface Mark {
  readonly itemId: string;
  readonly hundredths: number;
  readonly comment: string | null;
}

/**
 * Marks short answers. A mark may be changed until the last one is given: with it the result stands,
 * and passing completes the lesson as it does when nobody need mark.
 */
export async function markAttempt(
  platform: Platform,
  actor: Actor,
  attemptId: string,
  marks: readonly Mark[],
  address: string,
): Promise<{ pendingMarks: number }> {
  const { db, write, clock } = platform;
  const attempt = await markable(db, actor, attemptId);
  const sheet = await readMarkingSheet(platform, actor, attemptId);
  for (const { itemId, hundredths } of marks) {
    const answer = sheet.answers.find((one) => one.itemId === itemId);
    if (!answer) throw new Refused('quiz-item-unknown');
    if (hundredths > answer.points * 100)
      throw new Refused('mark-beyond-points', { points: answer.points });
  }
  const now = clock.now();
  return write(async (tx) => {
    const row = await findAttempt(tx, attemptId);
    if (!row || row.pendingMarks === 0) throw new Refused('mark-not-waiting');
    await tx
      .insert(quizMarks)
      .values(
        marks.map((mark) => ({ attemptId, ...mark, markerId: actor.personId, markedAt: now })),
      )
      .onConflictDoUpdate({
        target: [quizMarks.attemptId, quizMarks.itemId],
        set: {
          hundredths: sql`excluded.hundredths`,
          comment: sql`excluded.comment`,
          markerId: sql`excluded.marker_id`,
          markedAt: sql`excluded.marked_at`,
        },
      });
    await recordAudit(tx, {
      at: now,
      actorId: actor.personId,
      action: 'attempt-marked',
      subject: `quiz-attempt:${attemptId}`,
      detail: { marks: marks.map(({ itemId, hundredths }) => ({ itemId, hundredths })) },
      address,
    });
    const graded = await gradeAttempt(platform, tx, { ...attempt, row }, now);
    return { pendingMarks: graded.row.pendingMarks };
  });
}
