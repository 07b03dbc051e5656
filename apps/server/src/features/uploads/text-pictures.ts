// Pictures that the texts of a draft show: files of the draft, by names that a text can write.
import type { DraftPicture } from '@xueshi/contracts';
import type { Platform } from '../../platform/platform.ts';
import { keptPath } from './folders.ts';
import { namedFilesOf, type NamedFile } from './named-files.ts';

const pictureRows = async (db: Platform['db'], draftId: string): Promise<NamedFile[]> =>
  (await namedFilesOf(db, draftId)).filter(({ kind }) => kind === 'picture');

/** All pictures that were sent for the texts of a draft, the newest first. */
export async function picturesOfDraft(
  db: Platform['db'],
  draftId: string,
): Promise<DraftPicture[]> {
  return (await pictureRows(db, draftId)).reverse().map((row) => ({
    file: row.id,
    fileName: row.fileName,
    state: row.state as DraftPicture['state'],
    name: row.name,
  }));
}

/**
 * Those that any of the texts names, by their names, with where they are kept. One that came with a course is
 * always there: texts may name it in ways that only their reader takes apart, and a lecture's questions too.
 */
export async function picturesIn(
  platform: Pick<Platform, 'config' | 'db'>,
  draftId: string,
  texts: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await pictureRows(platform.db, draftId);
  return new Map(
    rows.flatMap((row) => {
      const { name, keptAs, isOfCourse } = row;
      if (name === null || keptAs === null) return [];
      return isOfCourse || texts.some((text) => text.includes(name))
        ? [[name, keptPath(platform, keptAs)] as const]
        : [];
    }),
  );
}
