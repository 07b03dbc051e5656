// Where the pictures of a bank are seen by those who work on it.
import type { KeptPictures } from '@xueshi/formats';
import { bankPictureUrl } from '../catalogue/service.ts';

/** By their names, of those that any of the texts names. */
export const pictureUrls = (
  bank: string,
  pictures: KeptPictures,
  texts: readonly string[],
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...pictures.keys()]
      .filter((name) => texts.some((text) => text.includes(name)))
      .map((name) => [name, bankPictureUrl(bank, name)]),
  );
