// The whole course as learners will see it, in pieces that can be commented on, with what changed in it.
import type { DraftReview } from '@xueshi/contracts';
import type { CourseSource } from '@xueshi/formats';
import type { LessonPart } from '@xueshi/formats/course-page';
import type { Platform } from '../../platform/platform.ts';
import type { Actor } from '../../platform/sessions.ts';
import { bankPictureUrls } from '../catalogue/service.ts';
import { changesOfFolder } from '../course-versions/service.ts';
import { picturesOfDraft } from '../uploads/service.ts';
import { readDraftCourse } from './check.ts';
import { pictureUrlIn } from './picture-urls.ts';
import { hasLecture, mayCallBack, mayDecide, scheduleOf } from './review-standing.ts';
import { findDraft, nameOf, outlineOf, textsOf, type DraftRow } from './store.ts';

type Shown = Pick<DraftReview, 'faults' | 'lessons' | 'changes'>;

async function shownOf(platform: Platform, draft: DraftRow): Promise<Shown> {
  const { lessonParts } = await import('@xueshi/formats/course-page');
  const ofDraft = pictureUrlIn(draft.id, await picturesOfDraft(platform.db, draft.id));
  return readDraftCourse(
    platform,
    draft,
    await textsOf(platform.db, draft.id),
    async ({ read }) => {
      if (!read.ok) return { faults: read.errors.length, lessons: [], changes: null };
      const { course } = read;
      const ofBanks = await bankPictureUrls(platform.db, banksIn(course));
      const pictureUrl = (name: string) => ofDraft(name) ?? ofBanks.get(name) ?? null;
      return {
        faults: 0,
        lessons: course.lessons.map((lesson) => ({
          id: lesson.id,
          kind: lesson.kind,
          title: { ...lesson.title },
          required: lesson.required,
          parts: lessonParts(lesson, pictureUrl).map(({ key, html }) => ({ key, html })),
        })),
        changes: await changesOfFolder(platform, course),
      };
    },
  );
}

/** The banks that a course takes questions from: theirs are called `<bank>--<id>` in it. */
const banksIn = ({ lessons }: CourseSource): readonly string[] => {
  const ids = lessons.flatMap((lesson) => {
    if (lesson.kind === 'quiz') return lesson.items.map(({ id }) => id);
    return lesson.kind === 'lecture' ? lesson.questions.map(({ item }) => item.id) : [];
  });
  return [...new Set(ids.map((id) => id.slice(0, Math.max(0, id.lastIndexOf('--')))))];
};

/** The part of a lesson with that key; null where the course has none, or cannot be read. */
export async function partAt(
  platform: Platform,
  draft: DraftRow,
  lessonId: string,
  key: string,
): Promise<LessonPart | null> {
  const { lessonParts } = await import('@xueshi/formats/course-page');
  const texts = await textsOf(platform.db, draft.id);
  return readDraftCourse(platform, draft, texts, async ({ read }) => {
    const lesson = read.ok && read.course.lessons.find(({ id }) => id === lessonId);
    return (lesson && lessonParts(lesson).find((part) => part.key === key)) || null;
  });
}

export async function readDraftReview(
  platform: Platform,
  actor: Actor,
  id: string,
): Promise<DraftReview> {
  const { db } = platform;
  const draft = await findDraft(db, id);
  const schedule = await scheduleOf(db, id);
  const { facts } = outlineOf(draft);
  return {
    id,
    title: { ...facts.title },
    summary: { ...facts.summary },
    state: draft.state as DraftReview['state'],
    submittedBy: await nameOf(db, draft.submittedBy),
    submittedAt: draft.submittedAt?.toISOString() ?? null,
    corrects: draft.corrects,
    schedule: schedule && {
      publishAt: schedule.publishAt.toISOString(),
      by: (await nameOf(db, schedule.decidedBy)) ?? '',
    },
    mayDecide: schedule === null && mayDecide(actor, draft),
    mayCallBack: schedule !== null && mayCallBack(actor, draft),
    hasLecture: hasLecture(draft),
    ...(await shownOf(platform, draft)),
  };
}
