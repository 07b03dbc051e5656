// Practice on one's own wrong items: for oneself, without credit, and only where answers may be seen.
import type { PracticeItem, QuizAnswer, QuizItemResult } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { gradeQuiz, isAnswered, shuffleItems } from '@xueshi/domain';
import { desc, eq, and } from 'drizzle-orm';
import { createHash } from 'node:crypto';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import {
  findLessonById,
  findVersion,
  type QuizContent,
  type QuizItem,
} from '../catalogue/service.ts';
import { resultOf, showsAnswers } from './attempt-view.ts';
import { askedItem, keyOf, renderIn, shuffleOf, storedAnswer, type PaperItem } from './paper.ts';
import {
  countDue,
  dueItems,
  findDue,
  RIGHT_IN_ROW,
  savePractised,
  type PracticeRow,
} from './practice-store.ts';
import { attemptRows } from './store.ts';

const AT_ONCE = 10;

interface Practisable {
  readonly row: PracticeRow;
  readonly content: QuizContent;
  readonly item: QuizItem;
  readonly courseSlug: string;
  readonly courseTitle: PracticeItem['courseTitle'];
}

export async function readPractice(
  { db }: Platform,
  actor: Actor,
): Promise<{ total: number; items: PracticeItem[] }> {
  const rows = await dueItems(db, actor.personId, AT_ONCE * 5);
  const items: PracticeItem[] = [];
  for (const row of rows) {
    if (items.length === AT_ONCE) break;
    const found = await findPractisable(db, row);
    if (found) items.push(shownItem(found));
  }
  return {
    total: items.length < AT_ONCE ? items.length : await countDue(db, actor.personId),
    items,
  };
}

/** The item, unless its quiz's review policy hides answers from this person now. */
async function findPractisable(db: Reader, row: PracticeRow): Promise<Practisable | null> {
  const lesson = await findLessonById(db, row.lessonId);
  if (lesson?.content.kind !== 'quiz') return null;
  const { content } = lesson;
  const item = content.items.find(({ id }) => id === row.itemId);
  const version = await findVersion(db, lesson.courseVersionId);
  if (!item || !version) return null;
  const [enrolment] = await db
    .select({ id: schema.enrolments.id, slug: schema.courses.slug })
    .from(schema.enrolments)
    .innerJoin(schema.courses, eq(schema.courses.id, schema.enrolments.courseId))
    .where(
      and(
        eq(schema.enrolments.personId, row.personId),
        eq(schema.enrolments.courseVersionId, lesson.courseVersionId),
      ),
    )
    .orderBy(desc(schema.enrolments.startedAt))
    .limit(1);
  if (!enrolment) return null;
  const attempts = await attemptRows(db, enrolment.id, lesson.id);
  // While an attempt is open, an answer told here would be an answer told there.
  const isOpen = attempts.some(({ submittedAt }) => submittedAt === null);
  if (isOpen || !showsAnswers({ content }, attempts)) return null;
  return { row, content, item, courseSlug: enrolment.slug, courseTitle: version.title };
}

/** The same order whenever the item is shown until it is answered. */
function paperItemOf({ row, item }: Practisable): PaperItem {
  const words = `${row.lessonId} ${row.itemId} ${row.practisedAt?.getTime() ?? 0}`;
  const seed = createHash('sha256').update(words).digest().readInt32BE(0);
  const [shown] = shuffleItems([shuffleOf(item)], seed);
  if (!shown) throw new Error('one item is shuffled to one item');
  return { item, shown };
}

function shownItem(found: Practisable): PracticeItem {
  const { row, content, item } = found;
  const group = content.groups?.find(({ id }) => id === item.group);
  return {
    lessonId: row.lessonId,
    courseSlug: found.courseSlug,
    courseTitle: found.courseTitle,
    groupHtml: group ? renderIn(group.text, group.pictures, `${item.id}-text-`) : null,
    item: askedItem(paperItemOf(found)),
    rightInRow: row.rightInRow,
  };
}

/** Tries an item again; right twice in a row, it leaves the list. */
export async function practise(
  platform: Platform,
  actor: Actor,
  tried: { lessonId: string; itemId: string; answer: QuizAnswer },
): Promise<{
  practised: PracticeItem;
  answer: QuizAnswer;
  result: QuizItemResult;
  isDone: boolean;
}> {
  const { lessonId, itemId, answer } = tried;
  const { db, write, clock } = platform;
  const row = await findDue(db, { personId: actor.personId, lessonId, itemId });
  const found = row && (await findPractisable(db, row));
  if (!found) throw new Refused('not-found');
  const paperItem = paperItemOf(found);
  if (!isAnswered(answer)) throw new Refused('quiz-answer-malformed');
  const stored = storedAnswer(paperItem, answer);
  const [graded] = gradeQuiz([keyOf(found.item)], { [itemId]: stored }, 100).perItem;
  if (!graded) throw new Error('one item is graded as one item');
  const rightInRow = graded.right ? found.row.rightInRow + 1 : 0;
  await write((tx) => savePractised(tx, { ...found.row, practisedAt: clock.now(), rightInRow }));
  return {
    practised: { ...shownItem(found), rightInRow },
    answer,
    result: resultOf(paperItem, graded, null),
    isDone: rightInRow >= RIGHT_IN_ROW,
  };
}
