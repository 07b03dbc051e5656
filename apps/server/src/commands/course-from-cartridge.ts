// `xueshi course from-cartridge`: a course of another system as a folder for its author.
import { CONTENT_AREAS, type ContentArea } from '@xueshi/domain';
import { describe, sentenceOf, type LocatedError } from '@xueshi/formats';
import type { CartridgeLesson } from '@xueshi/formats/cartridge';
import { readdir, rmdir, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { CannotRun } from '../platform/cannot-run.ts';

type Say = (line: string) => void;

const SLUG = /^[a-z0-9][a-z0-9-]{0,63}$/;

/** Writes a Common Cartridge as a course folder and says what came in and what did not. Gives whether it did. */
export async function courseFromCartridge(
  file: string,
  folder: string,
  options: { readonly area?: string },
  say: Say,
): Promise<boolean> {
  const path = resolve(file);
  const target = resolve(folder);
  const area = areaOf(options.area);
  await checkPlaces(file, path, folder, target);
  const { readCartridge, writeCartridgeCourse } = await import('@xueshi/formats/cartridge');
  const read = await readCartridge(basename(path), path);
  if (!read.ok) return refused(read.errors, say);
  const { course, notCarried } = read;
  // It is written anew, so that nothing that was there is mixed with it.
  await rmdir(target).catch(() => undefined);
  const slug = basename(target);
  const written = await writeCartridgeCourse(course, path, dirname(target), { slug, area });
  if (!written.ok) return refused(written.errors, say);
  for (const lesson of course.lessons) say(`+ ${lessonLine(lesson)}`);
  for (const line of linesOf(notCarried)) say(`- ${line}`);
  say(`${folder}: ${course.lessons.length} lessons came in, ${notCarried.length} notes.`);
  say(`What is still to be written: xueshi course check ${folder}`);
  return true;
}

function areaOf(given: string | undefined): ContentArea | null {
  if (given === undefined) return null;
  const area = CONTENT_AREAS.find((each) => each === given);
  if (area) return area;
  throw new CannotRun(`--area is one of ${CONTENT_AREAS.join(', ')}.`);
}

async function checkPlaces(
  file: string,
  path: string,
  folder: string,
  target: string,
): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) throw new CannotRun(`There is no cartridge at ${file}; check the path.`);
  if (!SLUG.test(basename(target)))
    throw new CannotRun(
      `${folder} names the course: lower-case letters, digits and hyphens only, at most 64.`,
    );
  const there = await stat(target).catch(() => null);
  if (there && !there.isDirectory())
    throw new CannotRun(`${folder} is a file; choose another folder.`);
  if (there && (await readdir(target)).length > 0)
    throw new CannotRun(`${folder} is not empty; choose another folder.`);
}

function refused(errors: readonly LocatedError[], say: Say): false {
  for (const line of linesOf(errors)) say(line);
  return false;
}

const linesOf = (errors: readonly LocatedError[]): string[] =>
  errors.map((error) => `${describe(error, 'zh-CN')} / ${sentenceOf(error, 'en')}`);

const lessonLine = (lesson: CartridgeLesson): string =>
  lesson.kind === 'reading'
    ? `${lesson.id}.md ${lesson.title}`
    : `${lesson.id}.yaml ${lesson.title} (${lesson.questions.length})`;
