import type { Note } from '@xueshi/contracts';
import type { Reader } from '@xueshi/database';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { beginningOf, proseOf } from '../../platform/prose.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { openLesson, readingText, type OpenLesson } from '../learning/service.ts';
import {
  countNotes,
  findByRequest,
  findNotes,
  insertNote,
  notesPerCourse,
  removeNote,
  updateNote,
  type PlacedNote,
} from './store.ts';

export { ownNotes } from './own-data.ts';

export { exportNotes } from './export.ts';

export const NOTE_CHARACTERS = 2000;
export const NOTES_PER_COURSE = 300;
const EXCERPT_CHARACTERS = 60;
const PAGE_SIZE = 50;

export const viewOf = ({ note, courseSlug, courseTitle, lessonTitle }: PlacedNote): Note => ({
  id: note.id,
  courseSlug,
  courseTitle,
  lessonKey: note.lessonKey,
  lessonTitle: lessonTitle ?? note.lessonTitle,
  atMs: note.atMs,
  paragraph: note.paragraph,
  excerpt: note.excerpt,
  text: note.text,
  version: note.version,
  createdAt: note.createdAt.toISOString(),
  updatedAt: note.updatedAt.toISOString(),
});

interface LessonPlace {
  readonly slug: string;
  readonly lessonKey: string;
}

export async function listLessonNotes(platform: Platform, actor: Actor, place: LessonPlace) {
  const { lesson, published } = await openLesson(platform.db, actor, place, platform.clock.now());
  const found = await findNotes(platform.db, {
    personId: actor.personId,
    lesson: { courseId: published.course.id, key: lesson.key },
  });
  return { items: found.map(viewOf) };
}

interface NewNote {
  readonly requestId: string;
  readonly text: string;
  readonly atMs: number | null;
  readonly paragraph: number | null;
}

/** Only a lecture has seconds, and only a reading has paragraphs; both only as many as there are. */
function placeIn({ lesson }: OpenLesson, { atMs, paragraph }: NewNote) {
  const { content } = lesson;
  const nowhere = { atMs: null, paragraph: null, excerpt: null };
  if (atMs === null && paragraph === null) return nowhere;
  if (content.kind === 'lecture' && atMs !== null && paragraph === null) {
    if (atMs <= content.durationMs) return { ...nowhere, atMs };
  }
  if (content.kind === 'reading' && paragraph !== null && atMs === null) {
    const words = readingText(content).paragraphs[paragraph - 1];
    if (words !== undefined)
      return { ...nowhere, paragraph, excerpt: beginningOf(words, EXCERPT_CHARACTERS) };
  }
  throw new Refused('no-such-place');
}

export async function writeNote(
  platform: Platform,
  actor: Actor,
  place: LessonPlace,
  input: NewNote,
): Promise<Note> {
  const now = platform.clock.now();
  const text = proseOf(input.text, NOTE_CHARACTERS);
  const opened = await openLesson(platform.db, actor, place, now);
  const where = placeIn(opened, input);
  const { personId } = actor;
  return platform.write(async (tx) => {
    const known = await findByRequest(tx, personId, input.requestId);
    if (known !== null) return ownNote(tx, actor, known);
    const written = await countNotes(tx, { personId, courseSlug: opened.published.course.slug });
    if (written >= NOTES_PER_COURSE)
      throw new Refused('too-many-notes', { limit: NOTES_PER_COURSE });
    const id = newId();
    await insertNote(tx, {
      id,
      personId,
      courseId: opened.published.course.id,
      lessonKey: opened.lesson.key,
      lessonTitle: opened.lesson.title,
      ...where,
      text,
      version: 1,
      requestId: input.requestId,
      createdAt: now,
      updatedAt: now,
    });
    return ownNote(tx, actor, id);
  });
}

/** One's own note; anybody else's is the same "not found". */
async function ownNote(db: Reader, actor: Actor, noteId: string): Promise<Note> {
  const [found] = await findNotes(db, { personId: actor.personId, noteId });
  if (!found) throw new Refused('not-found');
  return viewOf(found);
}

export function readNote(platform: Platform, actor: Actor, noteId: string): Promise<Note> {
  return ownNote(platform.db, actor, noteId);
}

/**
 * A change is made on a version. Was another made meanwhile, this one is refused and what was typed
 * stays with the page, which shows both. The same text once more is no conflict.
 */
export async function changeNote(
  platform: Platform,
  actor: Actor,
  noteId: string,
  change: { text: string; version: number },
): Promise<Note> {
  const text = proseOf(change.text, NOTE_CHARACTERS);
  const now = platform.clock.now();
  return platform.write(async (tx) => {
    const note = await ownNote(tx, actor, noteId);
    if (note.text === text) return note;
    if (note.version !== change.version) throw new Refused('note-changed-elsewhere');
    await updateNote(tx, note.id, { text, version: note.version + 1, updatedAt: now });
    return ownNote(tx, actor, noteId);
  });
}

export async function deleteNote(
  platform: Platform,
  actor: Actor,
  noteId: string,
  version: number,
): Promise<void> {
  await platform.write(async (tx) => {
    const note = await ownNote(tx, actor, noteId);
    if (note.version !== version) throw new Refused('note-changed-elsewhere');
    await removeNote(tx, note.id);
  });
}

export async function listNotes(
  { db }: Platform,
  actor: Actor,
  wanted: { course?: string; query?: string; page?: number },
) {
  const filter = filterOf(actor, wanted);
  const page = wanted.page ?? 1;
  const found = await findNotes(db, filter, { limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE });
  return {
    items: found.map(viewOf),
    total: await countNotes(db, filter),
    page,
    pageSize: PAGE_SIZE,
    courses: await notesPerCourse(db, actor.personId),
  };
}

export function filterOf(actor: Actor, wanted: { course?: string; query?: string }) {
  return {
    personId: actor.personId,
    ...(wanted.course === undefined ? {} : { courseSlug: wanted.course }),
    ...(wanted.query === undefined ? {} : { words: wanted.query }),
  };
}
