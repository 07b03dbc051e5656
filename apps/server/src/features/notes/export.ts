import { m, type Locale } from '@xueshi/messages';
import type { Platform } from '../../platform/platform.ts';
import type { Actor } from '../../platform/sessions.ts';
import { findNotes, type NoteFilter, type PlacedNote } from './store.ts';

export type NotesFormat = 'markdown' | 'text';

interface Look {
  readonly title: (text: string) => string;
  readonly course: (text: string) => string;
  readonly lesson: (text: string) => string;
  readonly note: (place: string, when: string, text: string) => string;
}

/** What would be markup is made plain, so that a note reads as it was written. */
const plain = (text: string) => text.replaceAll(/[\\`*_[\]<>#|~]/g, '\\$&');

const LOOKS: Readonly<Record<NotesFormat, Look>> = {
  markdown: {
    title: (text) => `# ${plain(text)}`,
    course: (text) => `## ${plain(text)}`,
    lesson: (text) => `### ${plain(text)}`,
    note: (place, when, text) =>
      `**${plain(place)}** (${when})\n\n${plain(text)
        // A line end within a note stays one; a line that begins as a list or a heading is no list.
        .replaceAll(/^( {0,3})([-+=]|\d+[.)])/gm, '$1\\$2')
        .replaceAll(/\n(?!\n)/g, '  \n')}`,
  },
  text: {
    title: (text) => `${text}\n${'='.repeat(20)}`,
    course: (text) => `${text}\n${'-'.repeat(20)}`,
    lesson: (text) => `【${text}】`,
    note: (place, when, text) => `${place} (${when})\n${text}`,
  },
};

/** 250000 → 4:10; 3725000 → 1:02:05. */
function clockOf(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = two(seconds % 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}

function placeOf({ note }: PlacedNote, locale: Locale): string {
  if (note.atMs !== null) return clockOf(note.atMs);
  if (note.paragraph === null) return m.notes_whole_lesson({}, { locale });
  return m.notes_paragraph_with_words(
    { number: note.paragraph, words: note.excerpt ?? '' },
    { locale },
  );
}

/** The caller's notes as one text, in the order of the material; reading changes nothing. */
export async function exportNotes(
  { db, clock }: Platform,
  actor: Actor,
  wanted: { filter: NoteFilter; format: NotesFormat; locale: Locale },
): Promise<string> {
  const { filter, format, locale } = wanted;
  const look = LOOKS[format];
  const dates = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : 'zh-CN', {
    timeZone: 'Asia/Shanghai',
    dateStyle: 'medium',
    timeStyle: 'short',
  });
  const found = await findNotes(db, filter);
  const parts = [
    look.title(m.notes_export_title({ name: actor.name }, { locale })),
    m.notes_export_made({ time: dates.format(clock.now()), count: found.length }, { locale }),
  ];
  let course = '';
  let lesson = '';
  for (const one of found) {
    const { note } = one;
    if (note.courseId !== course) parts.push(look.course(one.courseTitle[locale]));
    if (note.courseId !== course || note.lessonKey !== lesson)
      parts.push(look.lesson((one.lessonTitle ?? note.lessonTitle)[locale]));
    course = note.courseId;
    lesson = note.lessonKey;
    parts.push(look.note(placeOf(one, locale), dates.format(note.updatedAt), note.text));
  }
  return `${parts.join('\n\n')}\n`;
}
