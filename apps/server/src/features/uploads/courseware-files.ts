// Courseware of a draft as the course folder has it: the package that the form names, and how long it takes.
import { CoursewareForm } from '@xueshi/contracts';
import type { PackageFile } from '@xueshi/formats';
import { Check } from 'typebox/schema';
import type { Platform } from '../../platform/platform.ts';
import { keptPath } from './folders.ts';
import { namedFilesOf, type NamedFile } from './named-files.ts';

const EMPTY: CoursewareForm = { file: null, minutes: null };

/** What a new lesson of courseware begins from. */
export const beginningOfCourseware = (): string => JSON.stringify(EMPTY);

/** Reads what is kept of a lesson of courseware; null where it is nothing that the page could have written. */
export function readCoursewareForm(text: string): CoursewareForm | null {
  try {
    const form: unknown = JSON.parse(text);
    return Check(CoursewareForm, form) ? form : null;
  } catch {
    return null; // JSON.parse refuses a text in no other way.
  }
}

export interface CoursewareFiles {
  /** As course.yaml names it; where nobody said how long it takes, a length that is refused. */
  readonly courseware: PackageFile;
  /** Whether there is a package: one that was chosen, and is still there to be used. */
  readonly isChosen: boolean;
  /** Names in the course folder, with where the files are kept. */
  readonly files: ReadonlyMap<string, string>;
}

/** The package of every lesson of courseware of the draft, by the lesson's id. */
export async function coursewareFiles(
  platform: Pick<Platform, 'config' | 'db'>,
  draftId: string,
  lessons: readonly { readonly id: string; readonly text: string }[],
): Promise<ReadonlyMap<string, CoursewareFiles>> {
  if (lessons.length === 0) return new Map();
  const rows = await namedFilesOf(platform.db, draftId);
  return new Map(
    lessons.map(({ id, text }) => [
      id,
      filesOfLesson(platform, id, readCoursewareForm(text) ?? EMPTY, rows),
    ]),
  );
}

function filesOfLesson(
  platform: Pick<Platform, 'config'>,
  lessonId: string,
  { file, minutes }: CoursewareForm,
  rows: readonly NamedFile[],
): CoursewareFiles {
  const row = rows.find(({ id }) => id === file);
  const { keptAs = null, name = null } = row?.kind === 'courseware' ? row : {};
  return {
    courseware: { source: name ?? `${lessonId}.zip`, minutes: minutes ?? 0 },
    isChosen: name !== null,
    files: new Map(name === null || keptAs === null ? [] : [[name, keptPath(platform, keptAs)]]),
  };
}
