// The form of a lecture: what stands in its fields, and what is kept of it.
import type { DraftFile, LectureForm } from '@xueshi/contracts';
import { formatClock } from '#lib/format.ts';

export interface ChapterRow {
  at: string;
  zh: string;
  en: string;
}

export interface SlideRow {
  /** Empty: it waits for its moment. */
  at: string;
  file: string;
  /** `yes`: it is kept without a moment too; empty: it only stands here because the picture was sent. */
  held: string;
  title: string;
  text: string;
}

/** As typed. */
export interface LectureRows {
  recording: string;
  zh: string;
  en: string;
  /** The moment of the poster; empty: chosen by itself. */
  poster: string;
  /** Where the lecture starts and ends in the recording; empty: where the recording does. */
  start: string;
  end: string;
  chapters: ChapterRow[];
  slides: SlideRow[];
}

const EMPTY_CHAPTER: ChapterRow = { at: '', zh: '', en: '' };
const MOST_CHAPTERS = 100;
const MOST_SLIDES = 500;

/** Rows to fill in: what is kept, and two more. Without scripts, saving gives two more again. */
export function rowsOf(form: LectureForm): LectureRows {
  return {
    recording: form.recording ?? '',
    zh: form.subtitles['zh-CN'] ?? '',
    en: form.subtitles.en ?? '',
    poster: typeof form.posterMs === 'number' ? preciseClock(form.posterMs) : '',
    start: typeof form.trim?.startMs === 'number' ? preciseClock(form.trim.startMs) : '',
    end: typeof form.trim?.endMs === 'number' ? preciseClock(form.trim.endMs) : '',
    chapters: withSpare(
      form.chapters.map(({ startMs, title }) => ({
        at: clockOf(startMs),
        zh: title['zh-CN'],
        en: title.en,
      })),
    ),
    slides: form.slides.map(({ startMs, file, title, text }) => ({
      at: startMs === null ? '' : clockOf(startMs),
      file,
      held: 'yes',
      title,
      text,
    })),
  };
}

export const withSpare = (chapters: readonly ChapterRow[]): ChapterRow[] => [
  ...chapters,
  { ...EMPTY_CHAPTER },
  { ...EMPTY_CHAPTER },
];

/** Pictures that have no moment yet, named as their files are. Pages of a file are used all together or not. */
export const unplaced = (files: readonly DraftFile[], slides: readonly SlideRow[]): SlideRow[] =>
  files
    .filter(({ kind, state }) => kind === 'slide' && state === 'usable')
    .filter(({ found }) => !found?.page)
    .filter(({ id }) => !slides.some(({ file }) => file === id))
    .map(({ id, fileName }) => ({
      at: '',
      file: id,
      held: '',
      title: fileName.replace(/\.[^.]*$/, '').slice(0, 120),
      text: '',
    }));

/** Subtitles that somebody sent: not those that a program made of a recording's speech, also when they were corrected. */
export function sentSubtitles(files: readonly DraftFile[]): DraftFile[] {
  const made = new Set(
    files.flatMap(({ found }) => Object.values(found?.transcribed ?? {}).map((one) => one?.file)),
  );
  return files.filter(
    ({ id, kind, state, found }) =>
      kind === 'subtitles' && state === 'usable' && !found?.isMachineMade && !made.has(id),
  );
}

/** Whole seconds as people write them; what is between is written with as many decimals as it needs. */
export function preciseClock(ms: number): string {
  const rest = String(ms % 1000)
    .padStart(3, '0')
    .replace(/0+$/, '');
  return rest === '' ? formatClock(ms) : `${formatClock(ms)}.${rest}`;
}

/** The same down to the tenth, which is as exact as a hand is. */
export const clockOf = (ms: number): string => preciseClock(Math.floor(ms / 100) * 100);

/** `m:ss`, `h:mm:ss` or seconds, with up to three decimals, as milliseconds; null where it is none. */
export function msOf(typed: string): number | null {
  const text = typed.trim().replaceAll('：', ':').replace('。', '.');
  const parts = /^(?:(?:(\d{1,2}):)?(\d{1,3}):)?(\d{1,5})(?:\.(\d{1,3}))?$/.exec(text);
  if (!parts) return null;
  const [hours = 0, minutes = 0, seconds = 0] = parts.slice(1, 4).map((part) => Number(part ?? 0));
  if (parts[2] !== undefined && seconds > 59) return null;
  const thousandths = Number((parts[4] ?? '').padEnd(3, '0'));
  return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths;
}

/** Reads the fields that were sent; rows are those before the first that is not there. */
export function readRows(field: (name: string) => string): LectureRows {
  return {
    recording: field('recording'),
    zh: field('subtitles.zh'),
    en: field('subtitles.en'),
    poster: field('poster').trim(),
    start: field('trim.start').trim(),
    end: field('trim.end').trim(),
    chapters: readList(field, MOST_CHAPTERS, 'chapters', ['at', 'zh', 'en'] as const),
    slides: readList(field, MOST_SLIDES, 'slides', [
      'at',
      'file',
      'held',
      'title',
      'text',
    ] as const),
  };
}

export function readList<const Key extends string>(
  field: (name: string) => string,
  most: number,
  list: string,
  keys: readonly Key[],
): Record<Key, string>[] {
  const count = Math.min(most, Number(field(`${list}.count`)) || 0);
  return Array.from({ length: count }, (_, at) => {
    const values = keys.map((key): [Key, string] => [key, field(`${list}.${at}.${key}`).trim()]);
    return Object.fromEntries(values) as Record<Key, string>;
  });
}

/** What is kept, in the order of time; or the moment that is none. */
export function formOf(
  rows: LectureRows,
): { ok: true; form: LectureForm } | { ok: false; typed: string } {
  const chapters = rows.chapters.filter(({ at, zh, en }) => `${at}${zh}${en}` !== '');
  // A picture that was only sent, and got no moment, waits in the list of files.
  const slides = rows.slides.filter(({ at, held }) => `${at}${held}` !== '');
  const placed = slides.filter(({ at }) => at !== '');
  const single = [rows.start, rows.end, rows.poster].flatMap((at) => (at === '' ? [] : { at }));
  const wrong = [...single, ...chapters, ...placed].find(({ at }) => msOf(at) === null);
  if (wrong) return { ok: false, typed: wrong.at };
  const byTime = (a: { startMs: number }, b: { startMs: number }) => a.startMs - b.startMs;
  return {
    ok: true,
    form: {
      recording: rows.recording || null,
      subtitles: { 'zh-CN': rows.zh || null, en: rows.en || null },
      chapters: chapters
        .map(({ at, zh, en }) => ({ startMs: msOf(at) ?? 0, title: { 'zh-CN': zh, en } }))
        .sort(byTime),
      slides: slides
        .map(({ at, file, title, text }) => ({ startMs: msOf(at), file, title, text }))
        .sort((a, b) => (a.startMs ?? Infinity) - (b.startMs ?? Infinity) || 0),
      posterMs: msOf(rows.poster),
      trim:
        `${rows.start}${rows.end}` === ''
          ? null
          : { startMs: msOf(rows.start), endMs: msOf(rows.end) },
    },
  };
}
