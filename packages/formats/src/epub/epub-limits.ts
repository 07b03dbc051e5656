import type { ArchiveLimits } from '../archive/foreign-archive.ts';

const MIB = 1024 * 1024;

/** What a book may unpack to; one beyond this is refused. Films and sounds in it are not unpacked. */
export const EPUB_ARCHIVE: ArchiveLimits = {
  archiveBytes: 200 * MIB,
  unpackedBytes: 512 * MIB,
  partBytes: 16 * MIB,
  archiveEntries: 10_000,
  ratio: 200,
  smallBytes: 4 * MIB,
};

/** What is read of a book; bytes, unless it says otherwise. */
export const EPUB_LIMITS = {
  /** Of what lists the book's parts, and of its table of contents. */
  listBytes: 4 * MIB,
  /** Of one file of text. */
  textBytes: 2 * MIB,
  chapters: 1_500,
  pictures: 2_000,
  pictureBytes: 8 * MIB,
  /** Entries of the table of contents that are shown, and their depth. */
  headings: 1_000,
  levels: 4,
} as const;
