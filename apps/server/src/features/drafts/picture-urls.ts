// Where the pictures of a draft's texts are seen while it is written and reviewed: nothing is published yet.
import type { DraftPicture } from '@xueshi/contracts';

export const draftFileUrl = (draftId: string, file: string): string =>
  `/media/drafts/${draftId}/${file}`;

/** By their names in texts. */
export const pictureUrlsOf = (
  draftId: string,
  pictures: readonly DraftPicture[],
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    pictures.flatMap(({ name, file }) =>
      name === null ? [] : [[name, draftFileUrl(draftId, file)]],
    ),
  );

export const pictureUrlIn = (draftId: string, pictures: readonly DraftPicture[]) => {
  const urls = new Map(Object.entries(pictureUrlsOf(draftId, pictures)));
  return (name: string): string | null => urls.get(name) ?? null;
};
