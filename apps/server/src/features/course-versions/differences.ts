import type { ChangedFile, CourseDifferences } from '@xueshi/contracts';
import type { CourseSource } from '@xueshi/formats';
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { hashOfFile } from '../../platform/kept-files.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import { demandFiles, filesOfVersion, versionsOfCourse } from './version-files.ts';

const TEXT = /\.(?:md|yaml|vtt|json)$/i;
/** What the studio writes anew each time: what counts is what it says, not how it is laid out. */
const WRITTEN_ANEW = /^course\.yaml$|\.json$/i;

type Compare = (name: string, before: string, after: string) => NonNullable<ChangedFile['parts']>;

/** A file of a version or of a folder, wherever it lies. */
interface PlacedFile {
  readonly name: string;
  readonly bytes: number;
  readonly path: string;
  readonly sha256: string;
}

/** null: it is gone from where it was kept. */
async function textOf(file: PlacedFile | undefined): Promise<string | null> {
  if (!file) return '';
  return existsSync(file.path) ? readFile(file.path, 'utf8') : null;
}

async function partsOf(
  compare: Compare,
  name: string,
  was: PlacedFile | undefined,
  is: PlacedFile | undefined,
): Promise<ChangedFile['parts']> {
  if (!TEXT.test(name)) return null;
  const [before, after] = [await textOf(was), await textOf(is)];
  return before === null || after === null ? null : compare(name, before, after);
}

async function comparer(): Promise<Compare> {
  const { compareTexts, inOneLayout } = await import('@xueshi/formats/comparison');
  return (name, before, after) => {
    // A file that is all new is shown as it is.
    const isBoth = before !== '' && after !== '';
    const [one, other] =
      isBoth && WRITTEN_ANEW.test(name) ? inOneLayout(before, after) : [before, after];
    return compareTexts(one, other).map((part) =>
      part.map((run) => ({ ...run, lines: [...run.lines] })),
    );
  };
}

async function changesBetween(
  before: readonly PlacedFile[],
  after: readonly PlacedFile[],
): Promise<Pick<CourseDifferences, 'files' | 'unchanged'>> {
  const compare = await comparer();
  const names = [...new Set([...before, ...after].map(({ name }) => name))].sort();
  const files: ChangedFile[] = [];
  for (const name of names) {
    const [was, is] = [before, after].map((all) => all.find((file) => file.name === name));
    if (was?.sha256 === is?.sha256) continue;
    const parts = await partsOf(compare, name, was, is);
    if (was && is && parts?.length === 0) continue;
    const change = !was ? 'added' : !is ? 'removed' : 'changed';
    const bytes = { bytesBefore: was?.bytes ?? null, bytesAfter: is?.bytes ?? null };
    files.push({ name, change, ...bytes, parts });
  }
  return { files, unchanged: names.length - files.length };
}

/**
 * What a course as read from a folder would change in the version that learners have; null where there is none,
 * or its files are not kept.
 */
export async function changesOfFolder(
  platform: Platform,
  { slug, folder, files }: Pick<CourseSource, 'slug' | 'folder' | 'files'>,
): Promise<Pick<CourseDifferences, 'from' | 'files' | 'unchanged'> | null> {
  const published = await filesOfVersion(platform, slug, null);
  if (!published) return null;
  const before = published.files;
  const after: PlacedFile[] = [];
  for (const name of files) {
    const path = join(folder, name);
    const { size: bytes } = await stat(path);
    // Recordings are large: one of another length is another one, without reading it.
    const isLikely = before.some((file) => file.name === name && file.bytes === bytes);
    after.push({ name, path, bytes, sha256: isLikely ? await hashOfFile(path) : 'not read' });
  }
  return { from: published.revision, ...(await changesBetween(before, after)) };
}

/** Without `from`: from the version before. */
export async function readCourseDifferences(
  platform: Platform,
  slug: string,
  to: number,
  from?: number,
): Promise<CourseDifferences> {
  const versions = await versionsOfCourse(platform.db, slug);
  const after = await demandFiles(platform, slug, versions, to);
  const chosen = from ?? versions.find(({ revision }) => revision < to)?.revision;
  if (chosen === undefined) throw new Refused('not-found');
  const before = await demandFiles(platform, slug, versions, chosen);
  const changes = await changesBetween(before.files, after.files);
  return { slug, title: after.title, from: before.revision, to, ...changes };
}
