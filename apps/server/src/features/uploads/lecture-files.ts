// A lecture of a draft as the course folder has it (ADR 0034): a timeline written from the form, and the
// files that the form names.
import { LectureForm } from '@xueshi/contracts';
import type { RecordingFiles } from '@xueshi/formats';
import { Check } from 'typebox/schema';
import { constants, copyFile, link, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Platform } from '../../platform/platform.ts';
import { keptPath } from './folders.ts';
import { foundIn } from './found.ts';
import { namedFilesOf, type NamedFile } from './named-files.ts';

/** While there is no recording nothing comes after its end. */
const LONGEST_MS = 86_400_000;

const EMPTY: LectureForm = {
  recording: null,
  subtitles: { 'zh-CN': null, en: null },
  chapters: [],
  slides: [],
  posterMs: null,
  trim: null,
};

/** What a new lecture begins from: one chapter, named as the lecture is. */
export const beginningOfLecture = (title: string): string =>
  JSON.stringify({ ...EMPTY, chapters: [{ startMs: 0, title: { 'zh-CN': title, en: '' } }] });

/** Reads what is kept of a lecture; null where it is nothing that the page could have written. */
export function readLectureForm(text: string): LectureForm | null {
  try {
    const form: unknown = JSON.parse(text);
    return Check(LectureForm, form)
      ? { ...form, posterMs: form.posterMs ?? null, trim: form.trim ?? null }
      : null;
  } catch {
    return null; // JSON.parse refuses a text in no other way.
  }
}

export interface LectureFiles {
  readonly recording: RecordingFiles;
  /** The content of `<lesson>.timeline.json`. */
  readonly timeline: string;
  /** Names in the course folder, with where the files are kept. */
  readonly files: ReadonlyMap<string, string>;
}

/** What every lecture of the draft is made of, by the lesson's id. */
export async function lectureFiles(
  platform: Pick<Platform, 'config' | 'db'>,
  draftId: string,
  lectures: readonly { readonly id: string; readonly text: string }[],
): Promise<ReadonlyMap<string, LectureFiles>> {
  if (lectures.length === 0) return new Map();
  const rows = new Map((await namedFilesOf(platform.db, draftId)).map((row) => [row.id, row]));
  return new Map(
    lectures.map(({ id, text }) => [
      id,
      filesOfLecture(platform, id, readLectureForm(text) ?? EMPTY, rows),
    ]),
  );
}

function filesOfLecture(
  platform: Pick<Platform, 'config'>,
  lessonId: string,
  form: LectureForm,
  rows: ReadonlyMap<string, NamedFile>,
): LectureFiles {
  const files = new Map<string, string>();
  const named = (id: string | null, kind: NamedFile['kind']): string | null => {
    const row = id === null ? undefined : rows.get(id);
    if (row?.kind !== kind || row.name === null || row.keptAs === null) return null;
    files.set(row.name, keptPath(platform, row.keptAs));
    return row.name;
  };
  const recording = form.recording === null ? undefined : rows.get(form.recording);
  const english = named(form.subtitles.en, 'subtitles');
  const timeline = {
    format: 1,
    durationMs: (recording && foundIn(recording)?.durationMs) ?? LONGEST_MS,
    ...(typeof form.posterMs === 'number' && { posterMs: form.posterMs }),
    ...trimIn(form),
    chapters: form.chapters,
    slides: placed(form).map(({ startMs, file, title, text }, at) => ({
      startMs,
      image: named(file, 'slide') ?? `slides/missing-${at + 1}.webp`,
      title,
      text,
    })),
  };
  return {
    recording: {
      video: named(form.recording, 'recording') ?? `${lessonId}.mp4`,
      subtitles: {
        'zh-CN': named(form.subtitles['zh-CN'], 'subtitles') ?? `${lessonId}.zh-CN.vtt`,
        ...(english === null ? {} : { en: english }),
      },
    },
    // A line a value: by the line of an error its field is found.
    timeline: `${JSON.stringify(timeline, null, 1)}\n`,
    files,
  };
}

/** The part that is the lecture, as the timeline has it; nothing where all of the recording is. */
function trimIn({ trim }: LectureForm): { trim?: { startMs?: number; endMs?: number } } {
  const { startMs = null, endMs = null } = trim ?? {};
  if (startMs === null && endMs === null) return {};
  return { trim: { ...(startMs !== null && { startMs }), ...(endMs !== null && { endMs }) } };
}

/** Slides that have a moment; by the form's order of them a fault is found again. */
const placed = ({ slides }: LectureForm) => slides.filter(({ startMs }) => startMs !== null);

/** Puts the files into a course folder: the very same bytes by another name where the disk allows. */
export async function placeFiles(
  folder: string,
  files: ReadonlyMap<string, string>,
): Promise<void> {
  for (const [name, path] of files) {
    const target = join(folder, name);
    await mkdir(dirname(target), { recursive: true });
    // One that is gone is told by the reader of the folder, as one that is missing. Nothing is written over:
    // what is there already may be the very bytes of a kept file.
    await link(path, target).catch(() =>
      copyFile(path, target, constants.COPYFILE_EXCL).catch(() => undefined),
    );
  }
}
