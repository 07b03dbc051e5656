import type { ChangedFile, CourseDifferences } from '@xueshi/contracts';
import { readFile } from 'node:fs/promises';
import { keptPath } from '../../platform/kept-files.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import { knownCourse, versionsOf, type SourceFile } from '../catalogue/service.ts';
import { versionWithFiles } from './version-files.ts';

const TEXT = /\.(?:md|yaml|vtt|json)$/i;

type Compare = (before: string, after: string) => NonNullable<ChangedFile['parts']>;

async function textOf(platform: Platform, file: SourceFile | undefined): Promise<string> {
  return file ? readFile(keptPath(platform, file.sha256), 'utf8') : '';
}

async function changeOf(
  platform: Platform,
  compare: Compare,
  name: string,
  [before, after]: readonly [SourceFile | undefined, SourceFile | undefined],
): Promise<ChangedFile[]> {
  if (before?.sha256 === after?.sha256) return [];
  const parts = TEXT.test(name)
    ? compare(await textOf(platform, before), await textOf(platform, after))
    : null;
  const change = !before ? 'added' : !after ? 'removed' : 'changed';
  const bytes = { bytesBefore: before?.bytes ?? null, bytesAfter: after?.bytes ?? null };
  return [{ name, change, ...bytes, parts }];
}

/** Without `from`: from the version before. */
export async function readCourseDifferences(
  platform: Platform,
  slug: string,
  to: number,
  from?: number,
): Promise<CourseDifferences> {
  const { db } = platform;
  const after = await versionWithFiles(db, slug, to);
  const { course } = await knownCourse(db, slug);
  const earlier = (await versionsOf(db, course.id)).find(({ revision }) => revision < to);
  const chosen = from ?? earlier?.revision;
  if (chosen === undefined) throw new Refused('not-found');
  const before = await versionWithFiles(db, slug, chosen);
  const { compareTexts } = await import('@xueshi/formats/comparison');
  const compare: Compare = (one, other) =>
    compareTexts(one, other).map((part) => part.map((run) => ({ ...run, lines: [...run.lines] })));
  const names = [...new Set([...before.files, ...after.files].map(({ name }) => name))].sort();
  const files: ChangedFile[] = [];
  for (const name of names) {
    const [was, is] = [before, after].map((version) =>
      version.files.find((file) => file.name === name),
    );
    files.push(...(await changeOf(platform, compare, name, [was, is])));
  }
  return {
    slug,
    title: after.version.title,
    from: before.version.revision,
    to,
    files,
    unchanged: names.length - files.length,
  };
}
