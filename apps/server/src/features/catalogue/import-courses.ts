// Imports the course folders: what is new or changed becomes a new published version; a folder
// with errors is refused whole and leaves everything as it was.
import { readCourse, type CourseSource, type LocatedError, type Statutes } from '@xueshi/formats';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Platform } from '../../platform/platform.ts';
import { fillCitations, statutesAtHand } from '../statutes/service.ts';
import { besideStudio } from './beside-studio.ts';
import { stampOf } from './folder-stamp.ts';
import { importBanks } from './import-banks.ts';
import { isUntouched, recordImport, recordRefusal, type FolderAsFound } from './import-record.ts';
import { importStatutes } from './import-statutes.ts';
import { publishCourse, type OnPublished, type Publishing } from './publish-course.ts';

export interface ImportSummary {
  readonly published: readonly string[];
  readonly unchanged: readonly string[];
  readonly refused: readonly {
    readonly folder: string;
    readonly errors: readonly LocatedError[];
  }[];
}

/** Imports every folder under the courses folder. Throws only where the disk or database fails. */
export async function importCourses(
  platform: Platform,
  onProgress: (folder: string) => void = () => {},
): Promise<ImportSummary> {
  const { coursesFolder, statutesFolder, banksFolder } = platform.config;
  const refusedStatutes = await importStatutes(platform);
  const statutes = await statutesAtHand(platform);
  const { banks, refused: refusedBanks } = await importBanks(platform, statutes);
  const entries = await readdir(coursesFolder, { withFileTypes: true });
  const folders = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  const published: string[] = [];
  const unchanged: string[] = [];
  const refused = [...refusedStatutes, ...refusedBanks];
  for (const folder of folders) {
    const folderStamp = await stampOf(join(coursesFolder, folder), statutesFolder, banksFolder);
    if (await isUntouched(platform, { folder, folderStamp })) {
      unchanged.push(folder);
      continue;
    }
    onProgress(folder);
    const result = await readCourse(join(coursesFolder, folder), {
      statutes,
      banks,
      requireMedia: true,
    });
    if (!result.ok) {
      await recordRefusal(platform, { folder, folderStamp }, result.errors);
      refused.push({ folder, errors: result.errors });
      continue;
    }
    const found = { folder, folderStamp };
    const outcome = await publishFound(platform, found, result.course, statutes);
    if (outcome.ok) {
      (outcome.isNew ? published : unchanged).push(folder);
    } else {
      await recordRefusal(platform, found, outcome.errors);
      refused.push({ folder, errors: outcome.errors });
    }
  }
  await fillCitations(platform);
  return { published, unchanged, refused };
}

/** Publishes the course of a folder, unless the studio went on from it. */
async function publishFound(
  platform: Platform,
  found: FolderAsFound,
  course: CourseSource,
  statutes: Statutes,
): Promise<Publishing> {
  const beside = await besideStudio(platform, course);
  if (beside.kind === 'contrary') return { ok: false, errors: beside.errors };
  if (beside.kind === 'free') return publishCourse(platform, course, statutes, recording(found));
  const now = platform.clock.now();
  await platform.write((tx) => recording(found)(tx, { source: course, same: true, now }));
  return { ok: true, isNew: false };
}

const recording =
  (found: FolderAsFound): OnPublished =>
  (tx, { source, same, now }) =>
    recordImport(tx, {
      ...found,
      slug: source.slug,
      contentHash: source.contentHash,
      state: same ? 'unchanged' : 'published',
      errors: [],
      importedAt: now,
    });
