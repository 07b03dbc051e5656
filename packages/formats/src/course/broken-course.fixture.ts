import { expect, onTestFinished } from 'vitest';
import { describe as describeError } from '../located-error.ts';
import type { CourseSource } from './course-source.ts';
import { readCourse } from './read-course.ts';
import {
  goodCourse,
  sampleStatutes,
  writeCourse,
  type CourseFiles,
} from './sample-course.fixture.ts';

/** A course folder that lasts as long as the running test. */
export async function folderOf(files: CourseFiles, slug?: string): Promise<string> {
  const folder = await writeCourse(files, slug);
  onTestFinished(() => folder.remove());
  return folder.path;
}

export const read = (folder: string, requireMedia = true) =>
  readCourse(folder, { statutes: sampleStatutes, requireMedia });

export async function readGood(folder: string, requireMedia = true): Promise<CourseSource> {
  const result = await read(folder, requireMedia);
  if (result.ok) return result.course;
  throw new Error(result.errors.map((each) => describeError(each, 'en')).join('\n'));
}

/** The errors of a folder as `code file:line`. */
export async function errorsOf(folder: string, requireMedia = true): Promise<string[]> {
  const result = await read(folder, requireMedia);
  if (result.ok) return [];
  return result.errors.map(({ code, file, line }) => `${code} ${file}:${line ?? '-'}`);
}

/** One way to break a file: `find` becomes `put`; the error is on the line where `at` then stands. */
export interface Breakage {
  promise: string;
  find: string;
  put: string;
  code: string;
  at: string;
}

/** The good course with one place in one file changed; the place must be there. */
export function brokenCourse(file: string, find: string, put: string): CourseFiles {
  const files = goodCourse();
  const text = String(files[file]);
  expect(text).toContain(find);
  return { ...files, [file]: text.replace(find, () => put) };
}

/** Breaks the good course in one place and expects exactly one error, there. */
export async function expectOneError(file: string, breakage: Breakage): Promise<void> {
  const files = brokenCourse(file, breakage.find, breakage.put);
  const before = String(files[file]).split(breakage.at);
  expect(before.length).toBeGreaterThan(1);
  const line = (before[0] ?? '').split('\n').length;
  expect(await errorsOf(await folderOf(files))).toEqual([`${breakage.code} ${file}:${line}`]);
}
