import type { CourseDraft, DraftCard, DraftFault, DraftLesson, DraftText } from '@xueshi/contracts';
import {
  DEFAULT_VALUATION_POLICY,
  materialSeconds,
  trainingYearOf,
  valueCourse,
} from '@xueshi/domain';
import {
  readCaseForm,
  readQuizForm,
  renderMarkdown,
  type CourseSource,
  type OutlineLesson,
} from '@xueshi/formats';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { materialOf } from '../catalogue/service.ts';
import { installationRules } from '../requirements/service.ts';
import { picturesOfDraft } from '../uploads/service.ts';
import { faultsOf, readDraftCourse } from './check.ts';
import { keptQuestions } from './kept-questions.ts';
import { pictureUrlIn } from './picture-urls.ts';
import { mayDecide, scheduledTimes } from './review-standing.ts';
import {
  draftsByTime,
  findDraft,
  findText,
  nameOf,
  outlineOf,
  textsOf,
  type DraftRow,
  type TextRow,
} from './store.ts';

export async function listDrafts({ db }: Platform): Promise<{ items: DraftCard[] }> {
  const rows = await draftsByTime(db);
  const times = await scheduledTimes(
    db,
    rows.map(({ row }) => row.id),
  );
  return {
    items: rows.map(({ row, savedBy }) => {
      const { facts, lessons } = outlineOf(row);
      return {
        id: row.id,
        slug: row.slug,
        title: { ...facts.title },
        state: row.state as DraftCard['state'],
        scheduledFor: times.get(row.id) ?? null,
        lessons: lessons.length,
        savedAt: row.savedAt.toISOString(),
        savedBy,
      };
    }),
  };
}

export const shownLesson = ({ id, kind, title, required }: OutlineLesson): DraftLesson => ({
  id,
  kind,
  title: { ...title },
  required,
});

async function valueOf(platform: Platform, course: CourseSource): Promise<number> {
  const policy = await installationRules(platform, trainingYearOf(platform.clock.now()));
  const seconds = materialSeconds(course.lessons.map(materialOf));
  return valueCourse({
    valuation: course.valuation,
    materialSeconds: seconds,
    policy: policy ?? DEFAULT_VALUATION_POLICY,
  }).hundredths;
}

export async function readDraft(
  platform: Platform,
  actor: Actor,
  id: string,
): Promise<CourseDraft> {
  const { db } = platform;
  const draft = await findDraft(db, id);
  const { facts, lessons } = outlineOf(draft);
  const texts = await textsOf(db, id);
  const scheduledFor = (await scheduledTimes(db, [id])).get(id) ?? null;
  const checked = await readDraftCourse(platform, draft, texts, async ({ read, whole }) =>
    read.ok
      ? { faults: [], hundredths: await valueOf(platform, read.course) }
      : { faults: faultsOf(whole, texts, read.errors), hundredths: null },
  );
  return {
    id,
    slug: draft.slug,
    state: draft.state as CourseDraft['state'],
    version: draft.version,
    revision: draft.revision,
    facts: structuredClone(facts),
    lessons: lessons.map(shownLesson),
    pictures: await picturesOfDraft(db, id),
    submittedBy: await nameOf(db, draft.submittedBy),
    submittedAt: draft.submittedAt?.toISOString() ?? null,
    scheduledFor,
    corrects: draft.corrects,
    comment: draft.comment,
    savedAt: draft.savedAt.toISOString(),
    savedBy: (await nameOf(db, draft.savedBy)) ?? '',
    ...checked,
    mayDecide: scheduledFor === null && mayDecide(actor, draft),
  };
}

/** A lesson that lacks a title is not read further; what is wrong with its text is told all the same. */
function withTitles(draft: DraftRow): DraftRow {
  const outline = outlineOf(draft);
  const lessons = outline.lessons.map((lesson) => ({
    ...lesson,
    title: { 'zh-CN': lesson.title['zh-CN'] || '—', en: lesson.title.en || '—' },
  }));
  return { ...draft, outline: { ...outline, lessons } };
}

/** All that is to be mended in the texts of a draft, also below titles that are still missing. */
export const faultsOfDraft = (
  platform: Platform,
  draft: DraftRow,
  texts: readonly TextRow[],
): Promise<DraftFault[]> =>
  readDraftCourse(platform, withTitles(draft), texts, async ({ read, whole }) =>
    read.ok ? [] : faultsOf(whole, texts, read.errors),
  );

export async function readDraftText(
  platform: Platform,
  draftId: string,
  lessonId: string,
): Promise<DraftText> {
  const { db } = platform;
  const draft = await findDraft(db, draftId);
  const { facts, lessons } = outlineOf(draft);
  const lesson = lessons.find(({ id }) => id === lessonId);
  if (!lesson) throw new Refused('not-found');
  const row = await findText(db, draftId, lessonId);
  const pictures = await picturesOfDraft(db, draftId);
  const faults = await faultsOfDraft(platform, draft, await textsOf(db, draftId));
  return {
    draft: { id: draftId, title: { ...facts.title }, state: draft.state as CourseDraft['state'] },
    lesson: shownLesson(lesson),
    text: row.text,
    version: row.version,
    savedAt: row.savedAt.toISOString(),
    savedBy: (await nameOf(db, row.savedBy)) ?? '',
    faults: faults.filter((fault) => fault.lessonId === lessonId),
    previewHtml:
      lesson.kind === 'reading'
        ? renderMarkdown(row.text, { pictureUrl: pictureUrlIn(draftId, pictures) })
        : null,
    pictures,
    questions: keptQuestions(lesson),
    quiz: lesson.kind === 'quiz' ? readQuizForm(row.text) : null,
    study: lesson.kind === 'case' ? readCaseForm(row.text) : null,
  };
}

/** A lesson's text as it is kept, for features that make another of it. */
export async function readWrittenText(
  { db }: Platform,
  draftId: string,
  lessonId: string,
): Promise<{ text: string; version: number; kind: DraftText['lesson']['kind']; title: string }> {
  const lesson = outlineOf(await findDraft(db, draftId)).lessons.find(({ id }) => id === lessonId);
  if (!lesson) throw new Refused('not-found');
  const { text, version } = await findText(db, draftId, lessonId);
  return { text, version, kind: lesson.kind, title: lesson.title['zh-CN'] };
}
