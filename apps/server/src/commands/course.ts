// `xueshi course`: courses as files, for authors who like folders and git.
import { trainingDayOf } from '@xueshi/domain';
import {
  describe,
  inReadingOrder,
  loadBanks,
  loadStatutes,
  readCourse,
  sentenceOf,
  type CourseRead,
  type LocatedError,
} from '@xueshi/formats';
import { createWriteStream } from 'node:fs';
import { copyFile, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ImportOutcome } from '../features/course-versions/import-course.ts';
import type { VersionFiles } from '../features/course-versions/service.ts';
import type { Installation } from '../installation.ts';
import { CannotRun } from '../platform/cannot-run.ts';
import type { Config } from '../platform/config.ts';
import { hashOfFile } from '../platform/kept-files.ts';
import { openLog } from '../platform/log.ts';
import { askRunningServer } from './ask-running-server.ts';

type Say = (line: string) => void;

/** How every fault is told: file, line, what to mend, in both languages. */
export function faultLines(folder: string, errors: readonly LocatedError[]): string[] {
  return inReadingOrder(errors).map(
    (error) => `${folder}/${describe(error, 'zh-CN')} / ${sentenceOf(error, 'en')}`,
  );
}

async function readFolder(
  config: Config,
  folder: string,
  requireMedia: boolean,
): Promise<CourseRead> {
  const read = await loadStatutes(config.statutesFolder, trainingDayOf(new Date()));
  const statutes = read.ok ? read.statutes : new Map<string, never>();
  const { banks } = await loadBanks(config.banksFolder, statutes);
  return readCourse(resolve(folder), { statutes, banks, requireMedia });
}

/** Says what is wrong with each folder. Gives whether nothing is. */
export async function checkCourses(
  config: Config,
  folders: readonly string[],
  options: { readonly media: boolean },
  say: Say,
): Promise<boolean> {
  const { statutesFolder } = config;
  const read = await loadStatutes(statutesFolder, trainingDayOf(new Date()));
  const broken = read.ok ? read.refused.flatMap(({ errors }) => errors) : [];
  for (const line of faultLines(statutesFolder, broken)) say(line);
  let isGood = broken.length === 0;
  for (const folder of folders) {
    const result = await readFolder(config, folder, options.media);
    if (result.ok) say(`${folder}: ok`);
    else {
      isGood = false;
      for (const line of faultLines(folder, result.errors)) say(line);
    }
  }
  return isGood;
}

/** Opens the data folder itself; most of the server is loaded for it, so not before it is needed. */
async function opened<Result>(
  config: Config,
  use: (installation: Installation) => Promise<Result>,
): Promise<Result> {
  const { openInstallation } = await import('../installation.ts');
  const installation = await openInstallation(config, openLog({ ...config, logLevel: 'warn' }));
  try {
    return await use(installation);
  } finally {
    await installation.close();
  }
}

async function importedHere(config: Config, path: string): Promise<ImportOutcome> {
  const { importCourse } = await import('../features/course-versions/import-course.ts');
  return opened(config, ({ platform }) => importCourse(platform, path));
}

async function foundHere(config: Config, slug: string, revision: number | null) {
  const { filesOfVersion } = await import('../features/course-versions/service.ts');
  return opened(config, ({ platform }) => filesOfVersion(platform, slug, revision));
}

/** Publishes a folder or a package, through the running server where there is one. */
export async function importCourseFrom(config: Config, source: string, say: Say): Promise<boolean> {
  const path = resolve(source);
  await stat(path).catch(() => {
    throw new CannotRun(`There is no folder or package at ${source}; check the path.`);
  });
  const asked = await askRunningServer(
    config.dataFolder,
    `/import-course?path=${encodeURIComponent(path)}`,
  );
  const outcome = (asked ?? (await importedHere(config, path))) as ImportOutcome;
  if (!outcome.ok) {
    for (const line of faultLines(source, outcome.errors)) say(line);
    return false;
  }
  const { slug, revision, isNew } = outcome;
  say(
    isNew ? `${slug}: published as version ${revision}` : `${slug}: unchanged, version ${revision}`,
  );
  return true;
}

const isFolder = (path: string) =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
const isThere = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

/** The files of a folder that is not published; with faults it is refused, and nothing is written. */
async function filesOfFolder(config: Config, folder: string): Promise<VersionFiles> {
  const read = await readFolder(config, folder, true);
  if (!read.ok) {
    const lines = faultLines(folder, read.errors).join('\n');
    throw new CannotRun(`The course has faults; mend them and try again.\n${lines}`);
  }
  const { slug, title, revision, files } = read.course;
  const listed = [];
  for (const name of files) {
    const path = join(read.course.folder, name);
    listed.push({ name, path, bytes: (await stat(path)).size, sha256: await hashOfFile(path) });
  }
  return { slug, title, revision, publishedAt: new Date().toISOString(), files: listed };
}

async function filesOfSlug(config: Config, slug: string, revision: number | null) {
  const query = new URLSearchParams({ slug, revision: String(revision ?? '') });
  const asked = (await askRunningServer(
    config.dataFolder,
    `/course-files?${query.toString()}`,
  )) as {
    found: VersionFiles | null;
  } | null;
  const found = asked ? asked.found : await foundHere(config, slug, revision);
  if (found) return found;
  throw new CannotRun(
    `There is no such version of ${slug} with its files; the studio lists what there is.`,
  );
}

/** Writes a version, or a folder, as a package (`….zip`) or as a folder of files. */
export async function exportCourse(
  config: Config,
  course: string,
  target: string,
  options: { readonly revision?: string },
): Promise<void> {
  const revision = options.revision === undefined ? null : Number(options.revision);
  if (revision !== null && !(Number.isInteger(revision) && revision > 0))
    throw new CannotRun('--revision is a whole number from 1.');
  const version = (await isFolder(resolve(course)))
    ? await filesOfFolder(config, course)
    : await filesOfSlug(config, course, revision);
  if (target.endsWith('.zip')) {
    const { writeCoursePackage } = await import('@xueshi/formats/course-package');
    const packed = { ...version, publishedAt: new Date(version.publishedAt) };
    if (await isThere(target)) throw new CannotRun(`${target} is there already; choose another.`);
    await pipeline(writeCoursePackage(packed), createWriteStream(target, { flags: 'wx' }));
    return;
  }
  const folder = join(target, version.slug);
  if (await isThere(folder)) throw new CannotRun(`${folder} is there already; choose another.`);
  await copyFiles(version.files, folder);
}

async function copyFiles(
  files: readonly Pick<VersionFiles['files'][number], 'name' | 'path'>[],
  folder: string,
): Promise<void> {
  for (const { name, path } of files) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await copyFile(path, join(folder, name));
  }
}

/** Writes a course as a page with its pictures and videos beside it. */
export async function renderCourseTo(
  config: Config,
  source: string,
  target: string,
  say: Say,
): Promise<boolean> {
  const read = await readFolder(config, source, true);
  if (!read.ok) {
    for (const line of faultLines(source, read.errors)) say(line);
    return false;
  }
  const there = await readdir(target).catch(() => []);
  if (there.length > 0) throw new CannotRun(`${target} is not empty; choose another folder.`);
  const { renderCourse } = await import('@xueshi/formats/course-page');
  const { folder, files } = read.course;
  const shown = files.filter((name) => !/\.(?:yaml|md|json)$/i.test(name));
  await copyFiles(
    shown.map((name) => ({ name, path: join(folder, name) })),
    target,
  );
  await mkdir(target, { recursive: true });
  await writeFile(join(target, 'index.html'), renderCourse(read.course));
  say(join(target, 'index.html'));
  return true;
}
