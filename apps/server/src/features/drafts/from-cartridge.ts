// A course of another platform (IMS Common Cartridge) as a draft is made of: pages and quizzes, with all that no
// cartridge knows left empty for the author.
import { CONTENT_AREAS } from '@xueshi/domain';
import { lessonFile, type LocatedError } from '@xueshi/formats';
import type { CartridgeFacts } from '@xueshi/formats/cartridge';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { hashOfFile } from '../../platform/kept-files.ts';
import { Refused } from '../../platform/refused.ts';
import type { CourseAtHand } from './course-at-hand.ts';

export interface CartridgeAsked {
  /** The cartridge. */
  readonly path: string;
  /** Where the course's folder is written, named by `slug`. */
  readonly folder: string;
  readonly slug: string;
}

interface LessonHead {
  readonly id: string;
  readonly kind: 'reading' | 'quiz';
  readonly title: string;
  readonly required: boolean;
}

export type CartridgeMade =
  | {
      readonly ok: true;
      readonly facts: CartridgeFacts;
      readonly lessons: readonly LessonHead[];
      readonly files: readonly string[];
      readonly notCarried: readonly LocatedError[];
    }
  | { readonly ok: false; readonly errors: readonly LocatedError[] };

const MEMORY_MIB = 512;
const WALL_CLOCK_MS = 60_000;

/** Reads a cartridge and writes it as a folder, in a thread of its own; null: it took too long. */
async function makeInThread(
  asked: CartridgeAsked,
  signal?: AbortSignal,
): Promise<CartridgeMade | null> {
  const worker = new Worker(new URL('./cartridge-worker.ts', import.meta.url), {
    workerData: asked,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MIB },
  });
  let isLate = false;
  const clock = setTimeout(() => {
    isLate = true;
    void worker.terminate();
  }, WALL_CLOCK_MS);
  const stop = () => void worker.terminate();
  signal?.addEventListener('abort', stop);
  try {
    return await new Promise<CartridgeMade | null>((done, failed) => {
      worker.once('message', done);
      worker.once('error', failed);
      worker.once('exit', () =>
        isLate ? done(null) : failed(new Error('reading a cartridge ended without an answer')),
      );
    });
  } finally {
    clearTimeout(clock);
    signal?.removeEventListener('abort', stop);
    await worker.terminate();
  }
}

export type CartridgeTaken =
  | {
      readonly ok: true;
      readonly course: CourseAtHand;
      readonly notCarried: readonly LocatedError[];
    }
  | { readonly ok: false; readonly errors: readonly LocatedError[] };

/** Takes a cartridge apart into what a draft consists of; `room` is thrown away afterwards. */
export async function takeCartridgeApart(
  path: string,
  room: string,
  signal?: AbortSignal,
): Promise<CartridgeTaken> {
  const slug = 'cartridge';
  const made = await makeInThread({ path, folder: room, slug }, signal);
  if (!made) throw new Refused('package-too-slow');
  if (!made.ok) return made;
  const folder = join(room, slug);
  const { facts, notCarried } = made;
  const lessons = made.lessons.map(({ title, ...lesson }) => ({
    ...lesson,
    title: { 'zh-CN': title, en: title },
  }));
  const texts = new Map<string, string>();
  for (const lesson of lessons)
    texts.set(lesson.id, await readFile(join(folder, lessonFile(lesson)), 'utf8'));
  const written = new Set(['course.yaml', ...lessons.map(lessonFile)]);
  const files = [];
  for (const name of made.files) {
    const picture = join(folder, name);
    if (!written.has(name))
      files.push({
        kind: 'picture' as const,
        name,
        path: picture,
        sha256: await hashOfFile(picture),
        durationMs: null,
      });
  }
  const outline = { facts: factsOf(facts), revision: 1, lessons };
  return { ok: true, course: { outline, texts, timelines: new Map(), files }, notCarried };
}

/** A draft without a title could not be found in a list. */
const UNTITLED = { 'zh-CN': '未命名的课程', en: '' };
const NOT_SAID = { 'zh-CN': '', en: '' };

/** What no cartridge knows is empty: the check of the draft names it. */
const factsOf = ({ title, summary, tags, author }: CartridgeFacts) => ({
  title: title['zh-CN'] === '' ? UNTITLED : title,
  summary: summary ?? NOT_SAID,
  area: CONTENT_AREAS[0],
  tags: [...tags],
  lecturer: { name: author ?? '', title: '' },
  repeat: 'never' as const,
  sources: [],
});
