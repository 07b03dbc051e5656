// Authors write: facts, outline and texts. Who saves what somebody else has changed meanwhile is told.
import type { DraftFacts, DraftLesson } from '@xueshi/contracts';
import { schema, type Tx } from '@xueshi/database';
import { lessonFile } from '@xueshi/formats';
import { and, eq, notInArray } from 'drizzle-orm';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { recordAudit } from '../audit/service.ts';
import { demandChoice } from '../lecturers/service.ts';
import { keepDraftCitations } from '../statutes/service.ts';
import { demandPointsOffered } from '../syllabuses/service.ts';
import { demandTextbooksOffered } from '../textbooks/service.ts';
import { readCoursewareForm, readLectureForm } from '../uploads/service.ts';
import { demandAudienceOffered } from './audience.ts';
import { beginningOf } from './beginnings.ts';
import { keepTextState } from './keep-text-state.ts';
import { withQuestions } from './kept-questions.ts';
import { freeSlug, soundOf } from './slugs.ts';
import {
  findDraft,
  findText,
  outlineOf,
  updateDraft,
  type DraftRow,
  type Outline,
} from './store.ts';

const { courseDrafts, draftTexts, draftTextStates } = schema;

const MOST_LESSONS = 200;

export async function beginDraft(
  { write, clock }: Platform,
  actor: Actor,
  wish: { readonly title: string; readonly area: DraftFacts['area'] },
): Promise<{ id: string }> {
  const id = newId();
  const now = clock.now();
  const title = wish.title.trim();
  if (title === '') throw new Refused('text-empty');
  const outline: Outline = {
    facts: {
      title: { 'zh-CN': title, en: '' },
      summary: { 'zh-CN': '', en: '' },
      area: wish.area,
      tags: [],
      lecturer: { name: actor.name, title: '' },
      repeat: 'never',
      sources: [],
    },
    lessons: [],
  };
  await write(async (tx) => {
    const by = actor.personId;
    await tx.insert(courseDrafts).values({
      id,
      slug: await freeSlug(tx, soundOf(title)),
      outline,
      revision: 1,
      version: 1,
      state: 'draft',
      createdBy: by,
      createdAt: now,
      savedBy: by,
      savedAt: now,
    });
    await recordAudit(tx, {
      at: now,
      actorId: by,
      action: 'course-draft-begun',
      subject: `course-draft:${id}`,
      detail: { title },
      address: actor.address,
    });
  });
  return { id };
}

/** What is submitted stays as it is: otherwise something else would be published than was looked at. */
export function demandOpen(draft: DraftRow): void {
  if (draft.state === 'submitted') throw new Refused('draft-submitted');
}

interface Outlining {
  readonly draftId: string;
  readonly version: number | null;
  change(outline: Outline, tx: Tx): Promise<Outline> | Outline;
}

/** Changes facts or outline; a published course is then being written again. */
async function changeOutline(
  { write, clock }: Platform,
  actor: Actor,
  { draftId, version, change }: Outlining,
): Promise<void> {
  await write(async (tx) => {
    const draft = await findDraft(tx, draftId);
    demandOpen(draft);
    if (version !== null && draft.version !== version) throw new Refused('draft-changed-elsewhere');
    await updateDraft(tx, draftId, {
      outline: await change(outlineOf(draft), tx),
      version: draft.version + 1,
      state: 'draft',
      savedBy: actor.personId,
      savedAt: clock.now(),
    });
  });
}

const trimmed = <T extends Readonly<Record<string, string>>>(texts: T): T =>
  Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, text.trim()])) as T;

export async function saveDraftFacts(
  platform: Platform,
  actor: Actor,
  draftId: string,
  { version, facts }: { readonly version: number; readonly facts: DraftFacts },
): Promise<void> {
  const { equivalence: typed = '', syllabusPoints = [], textbooks = [], ...rest } = facts;
  const { audience = [], keyGroups = [], prerequisites = [], cover = '', ...others } = rest;
  const equivalence = typed.trim();
  const kept: DraftFacts = {
    ...others,
    title: trimmed(facts.title),
    summary: trimmed(facts.summary),
    lecturer: trimmed(facts.lecturer),
    tags: facts.tags.map((tag) => tag.trim()).filter((tag) => tag !== ''),
    ...(equivalence !== '' && { equivalence }),
    ...(audience.length > 0 && { audience }),
    ...(keyGroups.length > 0 && { keyGroups }),
    ...(prerequisites.length > 0 && { prerequisites: [...new Set(prerequisites)] }),
    ...(cover !== '' && { cover }),
    ...(syllabusPoints.length > 0 && { syllabusPoints: [...new Set(syllabusPoints)] }),
    ...(textbooks.length > 0 && { textbooks: [...new Set(textbooks)] }),
    sources: facts.sources
      .map(trimmed)
      .filter(({ title, issuer, date }) => `${title}${issuer}${date}` !== ''),
  };
  await changeOutline(platform, actor, {
    draftId,
    version,
    change: async (outline, tx) => ({
      ...outline,
      facts: { ...kept, lecturer: await namedElsewhere(tx, actor, outline.facts, kept) },
    }),
  });
}

/**
 * Whom the course is newly meant for, and a lecturer of the register, points of syllabuses and textbooks that are newly
 * chosen, must be offered to the author; what stood there stays, known here or not: a course may come from elsewhere. Gives the lecturer: name and title
 * of who is newly chosen are those of the register.
 */
async function namedElsewhere(
  tx: Tx,
  actor: Actor,
  before: Outline['facts'],
  { lecturer, syllabusPoints = [], textbooks = [], ...facts }: DraftFacts,
): Promise<DraftFacts['lecturer']> {
  await demandAudienceOffered(tx, before, facts);
  const { register } = lecturer;
  const known = new Set(before.syllabusPoints);
  await demandPointsOffered(
    tx,
    actor,
    syllabusPoints.filter((point) => !known.has(point)),
  );
  const named = new Set(before.textbooks);
  await demandTextbooksOffered(
    tx,
    actor,
    textbooks.filter((code) => !named.has(code)),
  );
  if (register === undefined || register === before.lecturer.register) return lecturer;
  const { name, title } = await demandChoice(tx, actor, register);
  return { name: name['zh-CN'], title, register };
}

export async function saveDraftLessons(
  platform: Platform,
  actor: Actor,
  draftId: string,
  wish: { readonly version: number; readonly lessons: readonly Omit<DraftLesson, 'kind'>[] },
): Promise<void> {
  await changeOutline(platform, actor, {
    draftId,
    version: wish.version,
    change: async (outline, tx) => {
      const before = new Map(outline.lessons.map((lesson) => [lesson.id, lesson]));
      const ids = wish.lessons.map(({ id }) => id);
      if (new Set(ids).size < ids.length) throw new Refused('invalid-request');
      const lessons = wish.lessons.map((lesson) => {
        const was = before.get(lesson.id);
        if (!was) throw new Refused('not-found');
        // What the page does not show of a lesson stays.
        return { ...was, ...lesson, title: trimmed(lesson.title) };
      });
      await tx
        .delete(draftTexts)
        .where(and(eq(draftTexts.draftId, draftId), notInArray(draftTexts.lessonId, ids)));
      await tx
        .delete(draftTextStates)
        .where(
          and(eq(draftTextStates.draftId, draftId), notInArray(draftTextStates.lessonId, ids)),
        );
      return { ...outline, lessons };
    },
  });
}

export async function addDraftLesson(
  platform: Platform,
  actor: Actor,
  draftId: string,
  { kind, title }: Pick<DraftLesson, 'kind'> & { readonly title: string },
): Promise<{ lessonId: string }> {
  let lessonId = '';
  const now = platform.clock.now();
  await changeOutline(platform, actor, {
    draftId,
    version: null,
    change: async (outline, tx) => {
      if (outline.lessons.length >= MOST_LESSONS)
        throw new Refused('draft-lesson-too-many', { most: MOST_LESSONS });
      const isTaken = (id: string) =>
        outline.lessons.some(
          (one) => one.id === id || lessonFile(one) === lessonFile({ id, kind }),
        );
      for (let at = 1; lessonId === '' || isTaken(lessonId); at += 1)
        lessonId = at === 1 ? kind : `${kind}-${at}`;
      await tx.insert(draftTexts).values({
        draftId,
        lessonId,
        text: beginningOf(kind, title.trim()),
        version: 1,
        savedBy: actor.personId,
        savedAt: now,
      });
      const lesson = {
        id: lessonId,
        kind,
        title: { 'zh-CN': title.trim(), en: '' },
        required: true,
      };
      return { ...outline, lessons: [...outline.lessons, lesson] };
    },
  });
  return { lessonId };
}

/** A lecture's and courseware's are written by their pages; whether they are any good is for the check to say. */
function demandForm(draft: DraftRow, lessonId: string, text: string): void {
  const kind = outlineOf(draft).lessons.find(({ id }) => id === lessonId)?.kind;
  if (kind === 'lecture' && readLectureForm(text) === null) throw new Refused('invalid-request');
  if (kind === 'courseware' && readCoursewareForm(text) === null)
    throw new Refused('invalid-request');
}

/** Saves a lesson's text; saving the same again changes nothing. */
export async function saveDraftText(
  { write, clock }: Platform,
  actor: Actor,
  { draftId, lessonId }: { readonly draftId: string; readonly lessonId: string },
  saved: { readonly version: number; readonly text: string; readonly keepsBefore?: boolean },
): Promise<{ version: number }> {
  const text = saved.text.replaceAll('\r\n', '\n');
  return write(async (tx) => {
    const draft = await findDraft(tx, draftId);
    demandOpen(draft);
    demandForm(draft, lessonId, text);
    const before = await findText(tx, draftId, lessonId);
    if (before.text === text) return { version: before.version };
    if (before.version !== saved.version) throw new Refused('draft-changed-elsewhere');
    const now = clock.now();
    const by = actor.personId;
    const version = before.version + 1;
    const always = saved.keepsBefore ?? false;
    await keepTextState(tx, before, { personId: by, now, always });
    await tx
      .update(draftTexts)
      .set({ text, version, savedBy: by, savedAt: now })
      .where(and(eq(draftTexts.draftId, draftId), eq(draftTexts.lessonId, lessonId)));
    await updateDraft(tx, draftId, { state: 'draft', savedBy: by, savedAt: now });
    const asked = outlineOf(draft).lessons.find(({ id }) => id === lessonId)?.questions;
    const cited = withQuestions(text, asked);
    await keepDraftCitations(tx, { draftId, lessonKey: lessonId }, cited, now);
    return { version };
  });
}

export async function discardDraft(
  { write, clock }: Platform,
  actor: Actor,
  draftId: string,
): Promise<void> {
  await write(async (tx) => {
    const draft = await findDraft(tx, draftId);
    demandOpen(draft);
    await tx.delete(courseDrafts).where(eq(courseDrafts.id, draftId));
    await recordAudit(tx, {
      at: clock.now(),
      actorId: actor.personId,
      action: 'course-draft-discarded',
      subject: `course-draft:${draftId}`,
      detail: { title: outlineOf(draft).facts.title['zh-CN'], slug: draft.slug },
      address: actor.address,
    });
  });
}
