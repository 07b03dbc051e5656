// Pictures that come within a file of questions: each is kept where the questions go, or stays behind with a reason.
import type { PackagePicture, PictureLeft } from '@xueshi/formats/question-exchange';
import { Readable } from 'node:stream';
import { Refused } from '../../platform/refused.ts';

/** A picture of a file where it is kept: what texts call it by, and where it is seen; or why it is not. */
export type KeptPicture =
  | { readonly name: string; readonly url: string }
  | { readonly left: PictureLeft };
/** Keeps pictures of a file, by their keys. */
export type KeepPictures = (
  pictures: readonly PackagePicture[],
) => Promise<ReadonlyMap<string, KeptPicture>>;

/** What is refused of one picture alone: the question comes in without it and says why. */
const UNFIT: Readonly<Record<string, PictureLeft>> = {
  'picture-unfit': 'left-image-kind',
  'upload-empty': 'left-image-damaged',
  'upload-too-large': 'left-image-large',
};

/** One after the other; what is refused for another reason, as where there is no room, ends it. */
export const keepEach =
  (
    keep: (picture: {
      readonly fileName: string;
      readonly content: Readable;
    }) => Promise<{ name: string; url: string }>,
  ): KeepPictures =>
  async (pictures) => {
    const kept = new Map<string, KeptPicture>();
    for (const { key, fileName, bytes } of pictures) {
      const content = Readable.from([Buffer.from(bytes)]);
      try {
        kept.set(key, await keep({ fileName, content }));
      } catch (error) {
        const left = error instanceof Refused ? UNFIT[error.code] : undefined;
        if (left === undefined) throw error;
        kept.set(key, { left });
      }
    }
    return kept;
  };
