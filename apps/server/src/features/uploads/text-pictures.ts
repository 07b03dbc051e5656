// Pictures that the texts of a draft show: files of the draft, by names that a text can write.
import type { DraftPicture } from '@xueshi/contracts';
import type { Platform } from '../../platform/platform.ts';
import { keptPath } from './folders.ts';
import { nameInFolder } from './lecture-files.ts';
import { filesOf, type FileRow } from './store.ts';

/** By its content, so that the same picture twice is one; null while it cannot be used. */
const nameOf = ({ kind, state, keptAs }: FileRow): string | null =>
  state !== 'usable' || keptAs === null ? null : nameInFolder(kind, keptAs);

const pictureRows = async (db: Platform['db'], draftId: string): Promise<FileRow[]> =>
  (await filesOf(db, draftId)).filter(({ kind }) => kind === 'picture');

/** All pictures that were sent for the texts of a draft, the newest first. */
export async function picturesOfDraft(
  db: Platform['db'],
  draftId: string,
): Promise<DraftPicture[]> {
  return (await pictureRows(db, draftId)).reverse().map((row) => ({
    file: row.id,
    fileName: row.fileName,
    state: row.state as DraftPicture['state'],
    name: nameOf(row),
  }));
}

/** Those that any of the texts names, by their names, with where they are kept. */
export async function picturesIn(
  platform: Pick<Platform, 'config' | 'db'>,
  draftId: string,
  texts: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await pictureRows(platform.db, draftId);
  return new Map(
    rows.flatMap((row) => {
      const name = nameOf(row);
      if (name === null || row.keptAs === null) return [];
      return texts.some((text) => text.includes(name))
        ? [[name, keptPath(platform, row.keptAs)] as const]
        : [];
    }),
  );
}
