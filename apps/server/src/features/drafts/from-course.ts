// A course that lies in a folder becomes a draft: the other direction of check.ts.
import { schema, type Tx } from '@xueshi/database';
import { lessonFile, type OutlineLesson } from '@xueshi/formats';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Actor } from '../../platform/sessions.ts';
import { recordAudit } from '../audit/service.ts';
import { keepDraftCitations } from '../statutes/service.ts';
import { recordTaken, takeOverFiles, type TakenFile } from '../uploads/service.ts';
import { draftTextOf, idsOf, type CourseAtHand } from './course-at-hand.ts';
import { withQuestions } from './kept-questions.ts';
import type { Outline } from './store.ts';

const { courseDrafts, draftTexts } = schema;

export interface Beginning {
  /** Chosen in the transaction, so that no other draft has it; may refuse. */
  slugIn(tx: Tx): Promise<string>;
  /** What is published of it next. */
  readonly revision: number;
  /** Whether its files were published here before. */
  readonly isKnown: boolean;
  /** Where it comes from, for the audit trail. */
  readonly from: string;
  /** What else is written down with the draft; where it throws, there is none. */
  alsoIn?(tx: Tx, draftId: string): Promise<void>;
}

/**
 * Makes the draft whole, or nothing. Its files and texts keep the names that they have in the course's folder:
 * published without a change it is the same course, file by file.
 */
export async function draftFromCourse(
  platform: Platform,
  actor: Pick<Actor, 'personId' | 'address'>,
  course: CourseAtHand,
  { slugIn, revision, isKnown, from, alsoIn }: Beginning,
): Promise<string> {
  const files = await takeOverFiles(platform, course.files, { isKnown });
  const draftId = newId();
  const now = platform.clock.now();
  const by = actor.personId;
  const { facts } = course.outline;
  const idOf = idsOf(files);
  await platform.write(async (tx) => {
    await tx.insert(courseDrafts).values({
      id: draftId,
      slug: await slugIn(tx),
      outline: outlineFrom(course, files),
      revision,
      version: 1,
      state: 'draft',
      createdBy: by,
      createdAt: now,
      savedBy: by,
      savedAt: now,
    });
    for (const lesson of course.outline.lessons) {
      const lessonId = lesson.id;
      const text = draftTextOf(course, lesson, idOf);
      await tx
        .insert(draftTexts)
        .values({ draftId, lessonId, text, version: 1, savedBy: by, savedAt: now });
      const cited = withQuestions(text, lesson.questions);
      await keepDraftCitations(tx, { draftId, lessonKey: lessonId }, cited, now);
    }
    await recordTaken(tx, { draftId, by, now }, files);
    await recordAudit(tx, {
      at: now,
      actorId: by,
      action: 'course-draft-begun',
      subject: `course-draft:${draftId}`,
      detail: { title: facts.title['zh-CN'], from },
      address: actor.address,
    });
    await alsoIn?.(tx, draftId);
  });
  return draftId;
}

function outlineFrom({ outline }: CourseAtHand, files: readonly TakenFile[]): Outline {
  return {
    facts: outline.facts,
    lessons: inFilesOfTheirOwn(outline.lessons),
    names: Object.fromEntries(files.map(({ id, name }) => [id, name])),
  };
}

/** Lessons that shared a file each get their own: here they are written separately. */
function inFilesOfTheirOwn(lessons: readonly OutlineLesson[]): OutlineLesson[] {
  const taken = new Set<string>();
  const named = new Set(lessons.map(lessonFile));
  return lessons.map(({ recording: _, courseware: __, ...lesson }) => {
    if (lesson.kind === 'courseware') return lesson;
    let file = lessonFile(lesson);
    for (let at = 2; taken.has(file); at += 1) {
      const tried = lessonFile({ id: `${lesson.id}-${at}`, kind: lesson.kind });
      if (!named.has(tried)) file = tried;
    }
    taken.add(file);
    return { ...lesson, file };
  });
}
