// Authors write: facts, outline and texts. Who saves what somebody else has changed meanwhile is told.
import type { DraftFacts, DraftLesson } from '@xueshi/contracts';
import { schema, type Tx } from '@xueshi/database';
import { and, eq, like, notInArray, or } from 'drizzle-orm';
import { pinyin } from 'pinyin-pro';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { recordAudit } from '../audit/service.ts';
import { keepDraftCitations } from '../statutes/service.ts';
import { readCoursewareForm, readLectureForm } from '../uploads/service.ts';
import { beginningOf } from './beginnings.ts';
import {
  findDraft,
  findText,
  outlineOf,
  updateDraft,
  type DraftRow,
  type Outline,
} from './store.ts';

const { courseDrafts, courses, draftTexts } = schema;

const MOST_LESSONS = 200;
const LONGEST_SLUG = 40;

/** The name of a course's folder, from the sound of its title. */
function soundOf(title: string): string {
  const words = pinyin(title, { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true });
  const slug = words
    .join('-')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST_SLUG)
    .replaceAll(/^-+|-+$/g, '');
  return slug || 'course';
}

async function freeSlug(tx: Tx, title: string): Promise<string> {
  const slug = soundOf(title);
  const alike = (column: typeof courses.slug | typeof courseDrafts.slug) =>
    or(eq(column, slug), like(column, `${slug}-%`));
  const taken = new Set([
    ...(await tx.select({ slug: courses.slug }).from(courses).where(alike(courses.slug))).map(
      (row) => row.slug,
    ),
    ...(
      await tx
        .select({ slug: courseDrafts.slug })
        .from(courseDrafts)
        .where(alike(courseDrafts.slug))
    ).map((row) => row.slug),
  ]);
  for (let at = 1; ; at += 1) {
    const tried = at === 1 ? slug : `${slug}-${at}`;
    if (!taken.has(tried)) return tried;
  }
}

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
      slug: await freeSlug(tx, title),
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
function demandOpen(draft: DraftRow): void {
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
  const kept: DraftFacts = {
    ...facts,
    title: trimmed(facts.title),
    summary: trimmed(facts.summary),
    lecturer: trimmed(facts.lecturer),
    tags: facts.tags.map((tag) => tag.trim()).filter((tag) => tag !== ''),
    sources: facts.sources
      .map(trimmed)
      .filter(({ title, issuer, date }) => `${title}${issuer}${date}` !== ''),
  };
  await changeOutline(platform, actor, {
    draftId,
    version,
    change: (outline) => ({ ...outline, facts: kept }),
  });
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
      const kinds = new Map(outline.lessons.map(({ id, kind }) => [id, kind]));
      const ids = wish.lessons.map(({ id }) => id);
      if (new Set(ids).size < ids.length) throw new Refused('invalid-request');
      const lessons = wish.lessons.map((lesson) => {
        const kind = kinds.get(lesson.id);
        if (!kind) throw new Refused('not-found');
        return { ...lesson, title: trimmed(lesson.title), kind };
      });
      await tx
        .delete(draftTexts)
        .where(and(eq(draftTexts.draftId, draftId), notInArray(draftTexts.lessonId, ids)));
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
      const taken = new Set(outline.lessons.map(({ id }) => id));
      for (let at = 1; lessonId === '' || taken.has(lessonId); at += 1)
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
  saved: { readonly version: number; readonly text: string },
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
    await tx
      .update(draftTexts)
      .set({ text, version, savedBy: by, savedAt: now })
      .where(and(eq(draftTexts.draftId, draftId), eq(draftTexts.lessonId, lessonId)));
    await updateDraft(tx, draftId, { state: 'draft', savedBy: by, savedAt: now });
    await keepDraftCitations(tx, { draftId, lessonKey: lessonId }, text, now);
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
