import { preparedQuery, schema, type Reader, type Tx } from '@xueshi/database';
import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, or, sql, type SQL } from 'drizzle-orm';

const { courses, courseQuestions, courseVersions, lessons, questionPosts, questionReads } = schema;

export type Question = typeof courseQuestions.$inferSelect;
export type Post = typeof questionPosts.$inferSelect;

/** A question with its first post and the names of its place. */
export interface PlacedQuestion {
  readonly question: Question;
  readonly first: Post;
  readonly courseSlug: string;
  readonly courseTitle: { readonly 'zh-CN': string; readonly en: string };
  readonly lessonTitle: Question['lessonTitle'];
}

export interface QuestionFilter {
  readonly questionId?: string;
  readonly courseId?: string;
  /** Of these courses only. */
  readonly courseIds?: readonly string[];
  readonly lessonKey?: string;
  readonly askedBy?: string;
  readonly isWaiting?: true;
  /** Hidden questions are seen by this person alone, where given; by nobody else. */
  readonly hiddenOnlyOf?: string;
  /** Of the discussions of cases, where given, those of these lessons only. */
  readonly openCases?: readonly string[];
}

const beginsWith = and(
  eq(questionPosts.questionId, courseQuestions.id),
  eq(questionPosts.position, 0),
);

function conditionsOf(filter: QuestionFilter): SQL | undefined {
  const { questionId, courseId, courseIds, lessonKey, askedBy, isWaiting } = filter;
  const { hiddenOnlyOf, openCases } = filter;
  return and(
    questionId === undefined ? undefined : eq(courseQuestions.id, questionId),
    courseId === undefined ? undefined : eq(courseQuestions.courseId, courseId),
    courseIds === undefined ? undefined : inArray(courseQuestions.courseId, [...courseIds]),
    lessonKey === undefined ? undefined : eq(courseQuestions.lessonKey, lessonKey),
    askedBy === undefined ? undefined : eq(courseQuestions.askedBy, askedBy),
    isWaiting && isNotNull(courseQuestions.waitingSince),
    hiddenOnlyOf === undefined
      ? undefined
      : or(isNull(questionPosts.hiddenAt), eq(courseQuestions.askedBy, hiddenOnlyOf)),
    openCases === undefined
      ? undefined
      : or(
          eq(courseQuestions.isAfterCase, false),
          inArray(courseQuestions.lessonKey, [...openCases]),
        ),
  );
}

/** Whether somebody else wrote something under a question that its asker has not seen. */
const hasUnread = sql<number>`EXISTS (SELECT 1 FROM question_posts AS answer
  WHERE answer.question_id = ${courseQuestions.id} AND answer.person_id <> ${courseQuestions.askedBy}
    AND answer.hidden_at IS NULL AND answer.position > COALESCE(
      (SELECT position FROM question_reads AS seen WHERE seen.question_id = ${courseQuestions.id}
        AND seen.person_id = ${courseQuestions.askedBy}), 0))`;

const ORDERS = {
  newest: [desc(courseQuestions.lastPostAt), desc(courseQuestions.id)],
  longestWaiting: [asc(courseQuestions.waitingSince), asc(courseQuestions.id)],
  unreadFirst: [desc(hasUnread), desc(courseQuestions.lastPostAt), desc(courseQuestions.id)],
} as const;

export async function findQuestions(
  db: Reader,
  filter: QuestionFilter,
  list: { order: keyof typeof ORDERS; limit: number; offset: number },
): Promise<PlacedQuestion[]> {
  return db
    .select({
      question: courseQuestions,
      first: questionPosts,
      courseSlug: courses.slug,
      courseTitle: courseVersions.title,
      lessonTitle: sql<
        Question['lessonTitle']
      >`COALESCE(${lessons.title}, ${courseQuestions.lessonTitle})`.mapWith(
        courseQuestions.lessonTitle,
      ),
    })
    .from(courseQuestions)
    .innerJoin(questionPosts, beginsWith)
    .innerJoin(courses, eq(courses.id, courseQuestions.courseId))
    .innerJoin(courseVersions, eq(courseVersions.id, courses.currentVersionId))
    .leftJoin(
      lessons,
      and(
        eq(lessons.courseVersionId, courses.currentVersionId),
        eq(lessons.key, courseQuestions.lessonKey),
      ),
    )
    .where(conditionsOf(filter))
    .orderBy(...ORDERS[list.order])
    .limit(list.limit)
    .offset(list.offset);
}

export async function countQuestions(db: Reader, filter: QuestionFilter): Promise<number> {
  const [row] = await db
    .select({ count: sql<number>`count(*)` })
    .from(courseQuestions)
    .innerJoin(questionPosts, beginsWith)
    .where(conditionsOf(filter));
  return row?.count ?? 0;
}

/** How many of a person's questions have answers that they have not seen. */
export async function countUnreadQuestions(db: Reader, personId: string): Promise<number> {
  const [row] = await unreadQuery(db).all({ personId });
  return row?.count ?? 0;
}

/** Asked with every home page. */
const unreadQuery = preparedQuery((db) =>
  db
    .select({ count: sql<number>`count(*)` })
    .from(courseQuestions)
    .where(and(eq(courseQuestions.askedBy, sql.placeholder('personId')), hasUnread))
    .prepare(),
);

/** What lists need of the posts under some questions: everything but the text. */
export type PostHead = Pick<
  Post,
  'questionId' | 'position' | 'personId' | 'byInstructor' | 'hiddenAt'
>;

export async function postHeads(db: Reader, questionIds: readonly string[]): Promise<PostHead[]> {
  if (questionIds.length === 0) return [];
  return db
    .select({
      questionId: questionPosts.questionId,
      position: questionPosts.position,
      personId: questionPosts.personId,
      byInstructor: questionPosts.byInstructor,
      hiddenAt: questionPosts.hiddenAt,
    })
    .from(questionPosts)
    .where(inArray(questionPosts.questionId, [...questionIds]))
    .orderBy(asc(questionPosts.questionId), asc(questionPosts.position));
}

export async function postsOf(db: Reader, questionId: string): Promise<Post[]> {
  return db
    .select()
    .from(questionPosts)
    .where(eq(questionPosts.questionId, questionId))
    .orderBy(asc(questionPosts.position));
}

export async function findPost(db: Reader, postId: string): Promise<Post | null> {
  const [row] = await db.select().from(questionPosts).where(eq(questionPosts.id, postId));
  return row ?? null;
}

/** Up to which position a person has seen each of these questions. */
export async function readsOf(
  db: Reader,
  personId: string,
  questionIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (questionIds.length === 0) return new Map();
  const rows = await db
    .select()
    .from(questionReads)
    .where(
      and(
        eq(questionReads.personId, personId),
        inArray(questionReads.questionId, [...questionIds]),
      ),
    );
  return new Map(rows.map((row) => [row.questionId, row.position]));
}

export async function postsSince(db: Reader, personId: string, since: Date): Promise<Post[]> {
  return db
    .select()
    .from(questionPosts)
    .where(and(eq(questionPosts.personId, personId), gt(questionPosts.postedAt, since)));
}

export async function insertQuestion(tx: Tx, row: Question): Promise<void> {
  await tx.insert(courseQuestions).values(row);
}

export async function insertPost(tx: Tx, row: Post): Promise<void> {
  await tx.insert(questionPosts).values(row);
}

export async function updateQuestion(
  tx: Tx,
  questionId: string,
  change: Partial<Pick<Question, 'lastPostAt' | 'waitingSince'>>,
): Promise<void> {
  await tx.update(courseQuestions).set(change).where(eq(courseQuestions.id, questionId));
}

export async function updateHiding(
  tx: Tx,
  postId: string,
  hiding: Pick<Post, 'hiddenAt' | 'hiddenBy' | 'hiddenReason'>,
): Promise<void> {
  await tx.update(questionPosts).set(hiding).where(eq(questionPosts.id, postId));
}

export async function saveRead(
  tx: Tx,
  row: { personId: string; questionId: string; position: number },
): Promise<void> {
  await tx
    .insert(questionReads)
    .values(row)
    .onConflictDoUpdate({
      target: [questionReads.personId, questionReads.questionId],
      set: { position: row.position },
    });
}
