import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CONTENT_AREAS, type ContentArea } from '@xueshi/domain';
import { parseDocument, stringify } from 'yaml';
import { openArchiveFile } from '../archive/foreign-archive.ts';
import { lessonFile, writeCourseFile } from '../course/write-course.ts';
import type { LocatedError } from '../located-error.ts';
import type { Question } from '../question-exchange/question.ts';
import type { CartridgeCourse, CartridgeFacts, CartridgeLesson } from './cartridge.ts';
import { CARTRIDGE_ARCHIVE } from './limits.ts';

export interface CartridgeFolder {
  /** The folder's name: what the course is called for ever. */
  readonly slug: string;
  /** The primary content area, which no cartridge knows; null leaves it to the author. */
  readonly area: ContentArea | null;
}

export type CartridgeWritten =
  | { readonly ok: true; readonly files: readonly string[] }
  | { readonly ok: false; readonly errors: readonly LocatedError[] };

/**
 * Writes what `readCartridge` made of the cartridge at `path` as the course folder `<folder>/<slug>`, which
 * must not be there: course.yaml, a file for each lesson and the pictures under their own names
 * (docs/author/course-format.md). What no cartridge knows is left empty, so that `readCourse` names it as
 * to be mended: summary, tags, lecturer, sources, area; pass mark, and of questions explanation,
 * difficulty and guide. Where a picture cannot be unpacked nothing is left behind. Throws where the disk
 * fails or the folder is there.
 */
export async function writeCartridgeCourse(
  { facts, lessons }: CartridgeCourse,
  path: string,
  folder: string,
  { slug, area }: CartridgeFolder,
): Promise<CartridgeWritten> {
  const target = join(folder, slug);
  await mkdir(folder, { recursive: true });
  await mkdir(target);
  try {
    const pictures = await extractPictures(lessons, path, target);
    if (!pictures.ok) {
      await rm(target, { recursive: true });
      return pictures;
    }
    const texts = new Map([['course.yaml', courseFile(facts, lessons, area)]]);
    for (const lesson of lessons) texts.set(lessonFile(lesson), textOf(lesson));
    for (const [name, text] of texts) await writeFile(join(target, name), text);
    return { ok: true, files: [...texts.keys(), ...pictures.files] };
  } catch (error) {
    await rm(target, { recursive: true, force: true });
    throw error;
  }
}

async function extractPictures(
  lessons: readonly CartridgeLesson[],
  path: string,
  target: string,
): Promise<CartridgeWritten> {
  const wanted = new Map(
    lessons
      .flatMap((lesson) => (lesson.kind === 'reading' ? lesson.pictures : []))
      .map(({ name, part }) => [name, part]),
  );
  if (wanted.size === 0) return { ok: true, files: [] };
  const opened = await openArchiveFile('', path, CARTRIDGE_ARCHIVE);
  if (!opened.ok) return opened;
  try {
    for (const [name, part] of wanted) {
      const error = await opened.archive.extract(part, join(target, name));
      if (error) return { ok: false, errors: [{ ...error, file: part }] };
    }
    return { ok: true, files: [...wanted.keys()] };
  } finally {
    opened.archive.close();
  }
}

const EMPTY = { 'zh-CN': '', en: '' };

/** Said at the top of the file: an empty text alone does not tell why it is empty. */
const TO_FILL_IN = ` 由课程包转换而来。空着的各项课程包里没有，请作者填写；xueshi course check 会逐项指出。
 Made from a cartridge. What is empty it does not know: fill it in; xueshi course check names each.`;

function courseFile(
  facts: CartridgeFacts,
  lessons: readonly CartridgeLesson[],
  area: ContentArea | null,
): string {
  const written = writeCourseFile({
    facts: {
      title: facts.title,
      summary: facts.summary ?? EMPTY,
      area: area ?? CONTENT_AREAS[0],
      tags: [...facts.tags],
      lecturer: { name: facts.author ?? '', title: '' },
      repeat: 'never',
      sources: [],
    },
    revision: 1,
    lessons: lessons.map(({ id, kind, title, required }) => ({
      id,
      kind,
      title: { 'zh-CN': title, en: title },
      required,
    })),
  });
  const document = parseDocument(written);
  const rights = facts.rights === null ? '' : `\n 原内容的使用条件 / terms of use: ${facts.rights}`;
  document.commentBefore = TO_FILL_IN + rights;
  if (area === null) document.delete('area');
  return document.toString({ lineWidth: 0 });
}

function textOf(lesson: CartridgeLesson): string {
  if (lesson.kind === 'reading') return lesson.markdown;
  const { attempts, timeLimitMinutes, questions } = lesson;
  const quiz = {
    ...(attempts === null ? {} : { attempts }),
    ...(timeLimitMinutes === null ? {} : { timeLimitMinutes }),
    items: questions.map(itemOf),
  };
  // Aliases are refused when a course is read.
  const text = stringify(quiz, { aliasDuplicateObjects: false, lineWidth: 0 });
  return `${PASS_MARK}${text}`;
}

const PASS_MARK = `# 请填写及格线：passMark: 1–100（百分比）。
# Fill in the pass mark: passMark: 1–100 (per cent).
`;

/** A question as quiz.yaml has it; what the source does not say is not written. */
function itemOf(question: Question): Record<string, unknown> {
  const { id, kind, stem, explanation, difficulty, points, tags } = question;
  return {
    id,
    kind,
    stem,
    ...matterOf(question),
    ...(explanation === null ? {} : { explanation }),
    ...(difficulty === null ? {} : { difficulty }),
    ...(points === 1 ? {} : { points }),
    ...(tags.length === 0 ? {} : { tags: [...tags] }),
  };
}

function matterOf(question: Question): Record<string, unknown> {
  switch (question.kind) {
    case 'single':
    case 'multiple':
      return { options: question.options, answer: question.answer };
    case 'true_false':
      return { answer: question.answer };
    case 'fill_in':
      return { blanks: question.blanks };
    case 'ordering':
      return { steps: question.steps };
    case 'matching': {
      const { pairs, extra } = question;
      return extra.length === 0 ? { pairs } : { pairs, extra };
    }
    case 'short_answer':
      return question.guide === null ? {} : { guide: question.guide };
  }
}
