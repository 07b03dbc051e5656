import { openArchive } from '../archive/foreign-archive.ts';
import { EXCHANGE_LIMITS } from './limits.ts';

/** What a file is that people send with questions, by what it holds and not by its name. */
export type ArchiveKind = 'word' | 'workbook' | 'old-office' | 'other';

const startsWith = (bytes: Uint8Array, ...start: number[]) =>
  start.every((byte, at) => bytes[at] === byte);

/** Tells Word documents and workbooks from packages of questions; a damaged archive is `other`. */
export async function archiveKind(file: string, bytes: Uint8Array): Promise<ArchiveKind> {
  if (startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0)) return 'old-office';
  if (!startsWith(bytes, 0x50, 0x4b)) return 'other';
  const opened = await openArchive(file, bytes, EXCHANGE_LIMITS);
  if (!opened.ok) return 'other';
  if (opened.archive.has('word/document.xml')) return 'word';
  return opened.archive.has('xl/workbook.xml') ? 'workbook' : 'other';
}
