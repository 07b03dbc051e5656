import type { ArchiveLimits } from '../archive/foreign-archive.ts';

const MIB = 1024 * 1024;

/** A package with films fits in; one beyond this is refused. */
export const COURSEWARE_LIMITS: ArchiveLimits = {
  archiveBytes: 1024 * MIB,
  unpackedBytes: 2 * 1024 * MIB,
  partBytes: 1024 * MIB,
  archiveEntries: 20_000,
  ratio: 200,
  smallBytes: 4 * MIB,
};

/** What is read of a manifest; characters, unless they are bytes. */
export const MANIFEST_LIMITS = {
  bytes: 8 * MIB,
  /** Real ones have up to some hundred; players of cmi5 must take a thousand. */
  units: 2_000,
  /** Chapters and units. */
  items: 10_000,
  /** Of errors, and of notes: a manifest of nothing but mistakes would fill the page. */
  told: 500,
  identifier: 2_000,
  title: 200,
  /** An address before it is resolved; the same one may be used by every item. */
  address: 8_000,
  query: 2_000,
  /** SCORM asks for 4,000 at least; cmi5 sets no bound. */
  launchData: 16_000,
} as const;
