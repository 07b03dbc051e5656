import {
  keptPart,
  LEAST_KEPT_MS,
  spanWithin,
  trimFault,
  withinPart,
  type KeptPart,
} from '@xueshi/domain';
import type { Static } from 'typebox';
import { WHOLE_FILE } from '../located-error.ts';
import type { LectureMedia, MediaFile, SubtitleLanguage } from './course-source.ts';
import {
  checkExtension,
  findNamedFile,
  LIMITS,
  readNamedText,
  refuse,
  type Inspection,
  type Mention,
} from './inspection.ts';
import { clock } from './moments.ts';
import { checkShape } from './shape-errors.ts';
import { EXAMPLES, TimelineShape, type LessonShapes } from './shapes.ts';
import { readWebVtt } from './webvtt.ts';
import { readYaml, type YamlDocument } from './yaml-document.ts';

type LectureEntry = Static<typeof LessonShapes.lecture>;
type Timeline = Static<typeof TimelineShape>;

/** Subtitles may outlast the video by a rounding of the encoder. */
const SUBTITLE_OVERHANG_MS = 1000;

/** What recorders write and packaging reads; what a file really is, its bytes say. */
const RECORDINGS = ['.mp4', '.mov', '.mkv', '.webm', '.avi', '.ts', '.flv', '.wmv'] as const;
const SLIDES = ['.webp', '.png', '.jpg'] as const;

/** Reads what was made for a lecture: video, timeline, slides, subtitles; null when any is missing. */
export async function readLectureMedia(
  inspection: Inspection,
  entry: LectureEntry,
  mentionOf: (...keys: string[]) => Mention,
): Promise<LectureMedia | null> {
  const video = await findVideo(inspection, entry.video, mentionOf('video'));
  const timeline = await readTimeline(inspection, entry.timeline, mentionOf('timeline'));
  const subtitles: LectureMedia['subtitles'] = [];
  const languages: SubtitleLanguage[] = ['zh-CN', 'en'];
  for (const language of languages) {
    const name = entry.subtitles[language];
    if (name === undefined) continue;
    const mention = mentionOf('subtitles', language);
    const read = await readSubtitles(inspection, name, mention, timeline);
    if (read !== null) subtitles.push({ language, ...read });
  }
  if (video === null || timeline === null) return null;
  const { part, durationMs, ...rest } = timeline;
  if (part === null) return { video, durationMs, ...rest, subtitles };
  const trim = { ...part, recordingMs: durationMs };
  return { video, durationMs: part.endMs - part.startMs, trim, ...rest, subtitles };
}

function hasExtension(
  inspection: Inspection,
  name: string,
  expected: readonly string[],
  mention: Mention,
): boolean {
  if (expected.some((extension) => name.endsWith(extension))) return true;
  const { file, place } = mention;
  refuse(inspection, 'file-kind', file, place, { name, expected: expected.join(' ') });
  return false;
}

async function findVideo(
  inspection: Inspection,
  name: string,
  mention: Mention,
): Promise<MediaFile | null> {
  if (!hasExtension(inspection, name, RECORDINGS, mention)) return null;
  const found = await findNamedFile(inspection, name, mention, LIMITS.videoBytes);
  return found === null ? null : { name, ...found };
}

/** Chapters, slides and poster are in the time of the lecture already. */
interface TimelineRead extends Pick<LectureMedia, 'chapters' | 'slides' | 'posterMs'> {
  /** Of the recording. */
  durationMs: number;
  /** What is kept of it; null: all. */
  part: KeptPart | null;
}

async function readTimeline(
  inspection: Inspection,
  name: string,
  mention: Mention,
): Promise<TimelineRead | null> {
  if (!checkExtension(inspection, name, '.json', mention)) return null;
  const document = await readNamedJson(inspection, name, mention);
  if (document === null) return null;
  const shaped = checkShape(TimelineShape, document, [], document.value, EXAMPLES);
  if (!shaped.ok) {
    inspection.errors.push(...shaped.errors);
    return null;
  }
  const { durationMs, chapters, posterMs } = shaped.value;
  checkTimes(inspection, document, shaped.value);
  const part = readTrim(inspection, document, shaped.value);
  const slides: LectureMedia['slides'] = [];
  for (const [index, slide] of shaped.value.slides.entries()) {
    const named = {
      file: name,
      place: document.placeOf(['slides', index, 'image']),
    };
    const image = await findImage(inspection, slide.image, named);
    if (image !== null) slides.push({ ...slide, image });
  }
  return {
    ...{ durationMs, part },
    chapters: withinPart(chapters, part),
    slides: withinPart(slides, part),
    ...(posterMs !== undefined && { posterMs: posterMs - (part?.startMs ?? 0) }),
  };
}

/** The part that is kept of the recording; null where it is all of it, or where the trim is wrong. */
function readTrim(
  inspection: Inspection,
  document: YamlDocument,
  { trim, durationMs, chapters, posterMs }: Timeline,
): KeptPart | null {
  const part = keptPart(trim, durationMs);
  if (!trim || !part) return null;
  const { file } = document;
  const fault = trimFault(part, durationMs);
  if (fault !== null) {
    const key = trim.endMs === undefined ? 'startMs' : 'endMs';
    const params = {
      ...{ start: clock(part.startMs), end: clock(part.endMs), length: clock(durationMs) },
      seconds: LEAST_KEPT_MS / 1000,
    };
    refuse(inspection, `trim-${fault}`, file, document.placeOf(['trim', key]), params);
    return null;
  }
  const [start, end] = [clock(part.startMs), clock(part.endMs)];
  if (posterMs !== undefined && (posterMs < part.startMs || posterMs >= part.endMs)) {
    const params = { at: clock(posterMs), start, end };
    refuse(inspection, 'trim-poster', file, document.placeOf(['posterMs']), params);
  }
  if (withinPart(chapters, part).length === 0)
    refuse(inspection, 'trim-no-chapter', file, document.placeOf(['chapters']), { start, end });
  return part;
}

/** JSON is read as the YAML that it also is, because only so the places of values are known. */
async function readNamedJson(
  inspection: Inspection,
  name: string,
  mention: Mention,
): Promise<YamlDocument | null> {
  const text = await readNamedText(inspection, name, mention, LIMITS.timelineBytes);
  if (text === null) return null;
  if (!isJson(text)) {
    refuse(inspection, 'json-syntax', name, WHOLE_FILE);
    return null;
  }
  const read = readYaml(name, text);
  if (read.ok) return read.document;
  inspection.errors.push(...read.errors);
  return null;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false; // A SyntaxError is the only way JSON.parse refuses a string.
  }
}

async function findImage(
  inspection: Inspection,
  name: string,
  mention: Mention,
): Promise<MediaFile | null> {
  if (!hasExtension(inspection, name, SLIDES, mention)) return null;
  const found = await findNamedFile(inspection, name, mention, LIMITS.imageBytes);
  return found === null ? null : { name, ...found };
}

function checkTimes(inspection: Inspection, document: YamlDocument, timeline: Timeline): void {
  const { durationMs, posterMs } = timeline;
  const refuseLate = (timeMs: number, ...steps: (string | number)[]) => {
    if (timeMs < durationMs) return;
    const place = document.placeOf(steps);
    refuse(inspection, 'time-beyond-end', document.file, place, { timeMs, durationMs });
  };
  if (posterMs !== undefined) refuseLate(posterMs, 'posterMs');
  for (const list of ['chapters', 'slides'] as const) {
    let previousMs = -1;
    for (const [index, { startMs }] of timeline[list].entries()) {
      const place = document.placeOf([list, index, 'startMs']);
      if (startMs <= previousMs) {
        refuse(inspection, 'times-not-ascending', document.file, place, {
          startMs,
        });
      }
      refuseLate(startMs, list, index, 'startMs');
      previousMs = startMs;
    }
  }
}

async function readSubtitles(
  inspection: Inspection,
  name: string,
  mention: Mention,
  timeline: Pick<TimelineRead, 'durationMs' | 'part'> | null,
): Promise<Pick<LectureMedia['subtitles'][number], 'file' | 'cues'> | null> {
  const { durationMs = null, part = null } = timeline ?? {};
  if (!checkExtension(inspection, name, '.vtt', mention)) return null;
  const text = await readNamedText(inspection, name, mention, LIMITS.subtitlesBytes);
  if (text === null) return null; // Its error is noted; looking again would note it twice.
  const found = await findNamedFile(inspection, name, mention, LIMITS.subtitlesBytes);
  if (found === null) return null;
  const { cues, errors } = readWebVtt(name, text);
  inspection.errors.push(...errors);
  const late = cues.find(
    (cue) => durationMs !== null && cue.endMs > durationMs + SUBTITLE_OVERHANG_MS,
  );
  if (late !== undefined && durationMs !== null) {
    const place = { line: late.line, column: 1 };
    refuse(inspection, 'time-beyond-end', name, place, {
      timeMs: late.endMs,
      durationMs,
    });
  }
  const kept = cues.flatMap((cue) => spanWithin(cue, part) ?? []);
  if (part && cues.length > 0 && kept.length === 0) {
    const params = { start: clock(part.startMs), end: clock(part.endMs) };
    refuse(inspection, 'trim-no-cue', name, WHOLE_FILE, params);
  }
  return { file: { name, ...found }, cues: kept };
}
