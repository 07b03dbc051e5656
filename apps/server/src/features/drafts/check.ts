// A draft is checked by the reader that reads course folders: it is written out as one, and read.
import type { DraftFault } from '@xueshi/contracts';
import {
  fieldAtLine,
  fieldsOfErrors,
  lessonFile,
  loadBanks,
  readCourse,
  sentenceOf,
  writeCourseFile,
  type CourseRead,
  type LocatedError,
  type Statutes,
} from '@xueshi/formats';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Platform } from '../../platform/platform.ts';
import { statutesAtHand } from '../statutes/service.ts';
import { outlineOf, type DraftRow, type TextRow } from './store.ts';

/** Writes the draft as a course folder that lives no longer than `use`. */
async function asFolder<Result>(
  { config }: Pick<Platform, 'config'>,
  draft: DraftRow,
  texts: readonly TextRow[],
  use: (folder: string) => Promise<Result>,
): Promise<Result> {
  const room = await mkdtemp(join(config.dataFolder, 'draft-'));
  try {
    const folder = join(room, draft.slug);
    await mkdir(folder);
    await writeFile(join(folder, 'course.yaml'), courseFileOf(draft));
    for (const lesson of outlineOf(draft).lessons) {
      const text = texts.find(({ lessonId }) => lessonId === lesson.id)?.text ?? '';
      await writeFile(join(folder, lessonFile(lesson)), text);
    }
    return await use(folder);
  } finally {
    await rm(room, { recursive: true, force: true });
  }
}

/** Reads the draft as the import would, and hands it on while its files are there. */
export async function readDraftCourse<Result>(
  platform: Platform,
  draft: DraftRow,
  texts: readonly TextRow[],
  use: (read: CourseRead, statutes: Statutes) => Promise<Result>,
): Promise<Result> {
  const statutes = await statutesAtHand(platform);
  const { banks } = await loadBanks(platform.config.banksFolder, statutes);
  return asFolder(platform, draft, texts, async (folder) =>
    use(await readCourse(folder, { statutes, banks, requireMedia: true }), statutes),
  );
}

const courseFileOf = (draft: DraftRow): string =>
  writeCourseFile({ ...outlineOf(draft), revision: draft.revision });

/** The studio names the field in its own words: the key of course.yaml, which nobody sees, is left out. */
function withoutKey(error: LocatedError, language: 'zh-CN' | 'en'): string {
  const sentence = sentenceOf({ ...error, params: { ...error.params, key: '' } }, language);
  const rest = sentence.replace(/^[“"][”"]\s*/, '');
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}

/** Where in the studio each located error is to be mended. */
export function faultsOf(
  draft: DraftRow,
  texts: readonly TextRow[],
  errors: readonly LocatedError[],
): DraftFault[] {
  const { lessons } = outlineOf(draft);
  const byLesson = new Map(
    lessons.map((lesson) => {
      const own = errors.filter(({ file }) => file === lessonFile(lesson));
      const text = texts.find(({ lessonId }) => lessonId === lesson.id)?.text ?? '';
      const fields = lesson.kind === 'reading' || own.length === 0 ? [] : fieldsOfErrors(text, own);
      return [lesson.id, new Map(own.map((error, at) => [error, fields[at] ?? null]))];
    }),
  );
  return errors.map((error) => {
    const written = lessons.find((one) => lessonFile(one) === error.file);
    if (!written) return faultOfFacts(draft, error);
    const message = { 'zh-CN': sentenceOf(error, 'zh-CN'), en: sentenceOf(error, 'en') };
    const field = byLesson.get(written.id)?.get(error) ?? null;
    return { lessonId: written.id, line: error.line, field, message };
  });
}

function faultOfFacts(draft: DraftRow, error: LocatedError): DraftFault {
  const { lessons } = outlineOf(draft);
  const message = { 'zh-CN': sentenceOf(error, 'zh-CN'), en: sentenceOf(error, 'en') };
  // Nobody sees course.yaml in the studio, so its lines say nothing; its fields do.
  const [first, ...rest] = error.line === null ? [] : fieldAtLine(courseFileOf(draft), error.line);
  const lesson = first === 'lessons' ? lessons[Number(rest[0])] : undefined;
  const steps = lesson ? rest.slice(1) : [first ?? '', ...rest];
  const field = steps.join('.') || null;
  const shown = field
    ? { 'zh-CN': withoutKey(error, 'zh-CN'), en: withoutKey(error, 'en') }
    : message;
  return { lessonId: lesson?.id ?? null, line: null, field, message: shown };
}
