const MIB = 1024 * 1024;

/** What may be read at once; more is refused before it is parsed. */
export const MOST_QUESTIONS = 2000;
export const EXCHANGE_LIMITS = {
  /** A text or XML file of its own, bytes; Moodle packs pictures into it. */
  fileBytes: 32 * MIB,
  /** An archive as it is sent. */
  archiveBytes: 64 * MIB,
  /** All of an archive that is unpacked. */
  unpackedBytes: 64 * MIB,
  /** One XML file within an archive. */
  partBytes: 4 * MIB,
  archiveEntries: 10_000,
  /** How much larger than packed one part may be, above `smallBytes`. */
  ratio: 100,
  smallBytes: 256 * 1024,
} as const;
