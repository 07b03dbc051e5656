// Where the pictures of a draft's texts are seen while it is written and reviewed: nothing is published yet.
import type { DraftPicture } from '@xueshi/contracts';

export const pictureUrlIn =
  (draftId: string, pictures: readonly DraftPicture[]) =>
  (name: string): string | null => {
    const picture = pictures.find((one) => one.name === name);
    return picture ? `/media/drafts/${draftId}/${picture.file}` : null;
  };
