import { strToU8, zipSync } from 'fflate';
import type { PackageFile } from './write-qti.ts';

/** The files of a package as one zip; the same files give the same bytes. */
export const zipPackage = (files: readonly PackageFile[]): Uint8Array =>
  zipSync(
    Object.fromEntries(files.map(({ path, text }) => [path, strToU8(text)])),
    // Zips know no day before 1980.
    { mtime: new Date(1980, 0, 1) },
  );
