import type { ArchiveLimits } from '../archive/foreign-archive.ts';

const MIB = 1024 * 1024;

/** A cartridge with its films fits in; of it only manifest, pages, questions and pictures are unpacked. */
export const CARTRIDGE_ARCHIVE: ArchiveLimits = {
  archiveBytes: 2 * 1024 * MIB,
  unpackedBytes: 1024 * MIB,
  partBytes: 8 * MIB,
  archiveEntries: 20_000,
  ratio: 200,
  smallBytes: 4 * MIB,
};

/** What is read of a cartridge; bytes, unless it says otherwise. */
export const CARTRIDGE_LIMITS = {
  manifestBytes: 8 * MIB,
  pageBytes: MIB,
  questionBytes: 4 * MIB,
  /** Of web links, whose files hold little more than an address. */
  linkBytes: 64 * 1024,
  /** Of items and resources together. */
  entries: 20_000,
  /** Of notes: a cartridge of nothing but mistakes would fill the screen. */
  told: 5_000,
  /** An address before it is resolved, in characters. */
  address: 8_000,
  /** Questions in one quiz, as our quizzes have them; more become several quizzes. */
  questions: 200,
} as const;
