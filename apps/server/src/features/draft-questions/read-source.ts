// Questions out of whatever people send: each file is told by what it holds, not by its name.
import { decodeText, locatedError, WHOLE_FILE, type LocatedError } from '@xueshi/formats';
import {
  archiveKind,
  EXCHANGE_LIMITS,
  isBankText,
  readDocx,
  readPasted,
  readQuestionRows,
  readQuestions,
  type QuestionsRead,
} from '@xueshi/formats/question-exchange';
import { readSheet, SpreadsheetError } from '@xueshi/formats/spreadsheet';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Platform } from '../../platform/platform.ts';

export interface SourceRead {
  readonly read: QuestionsRead;
  /** What can be mended as text and read again; null for what is no text. */
  readonly text: string | null;
  readonly isSheet: boolean;
  readonly notes: readonly LocatedError[];
}

const plain = (read: QuestionsRead, text: string | null = null): SourceRead => ({
  read,
  text,
  isSheet: false,
  notes: [],
});

export function readPastedText(bytes: Uint8Array): SourceRead {
  const decoded = decodeText(bytes);
  const text = decoded.ok ? decoded.text : '';
  return plain(readPasted('粘贴的文字', text), text);
}

export async function readSourceFile(
  platform: Pick<Platform, 'config'>,
  name: string,
  bytes: Uint8Array,
): Promise<SourceRead> {
  const kind = await archiveKind(name, bytes);
  if (kind === 'word') return readWord(name, bytes);
  if (kind === 'workbook' || (kind === 'other' && /\.csv$/i.test(name)))
    return { ...plain(await readTable(platform, name, bytes)), isSheet: true };
  if (kind === 'old-office')
    return plain({
      ok: false,
      errors: [locatedError('questions-kind', name, WHOLE_FILE, { name })],
    });
  const paper = paperIn(bytes);
  return paper === null
    ? plain(await readQuestions(name, bytes, { withPictures: true }))
    : plain(readPasted(name, paper), paper);
}

/** GIFT has its answers in braces; XML begins with a tag, an archive with its inventor's letters. */
const OTHER_TEXT = /^\s*<|^PK|\{[^{}]*[=~#TF][^{}]*\}|\{\s*\}/;

/** The text of a paper that was sent as a text file; null for any other file. */
function paperIn(bytes: Uint8Array): string | null {
  if (bytes.length > EXCHANGE_LIMITS.fileBytes) return null;
  const decoded = decodeText(bytes);
  if (!decoded.ok || isBankText(decoded.text)) return null;
  return OTHER_TEXT.test(decoded.text) ? null : decoded.text;
}

async function readWord(name: string, bytes: Uint8Array): Promise<SourceRead> {
  const document = await readDocx(name, bytes);
  if (!document.ok) return plain(document);
  const { text, notes } = document;
  return { read: readPasted(name, text), text, isSheet: false, notes };
}

/** Workbooks are read from the disk, for they can be large; the file lives no longer than the reading. */
async function readTable(
  { config }: Pick<Platform, 'config'>,
  name: string,
  bytes: Uint8Array,
): Promise<QuestionsRead> {
  const room = await mkdtemp(join(config.dataFolder, 'questions-'));
  try {
    const path = join(room, 'table');
    await writeFile(path, bytes, { mode: 0o600 });
    return await readQuestionRows(name, readSheet(path));
  } catch (error) {
    if (!(error instanceof SpreadsheetError)) throw error;
    return { ok: false, errors: [locatedError('sheet-unreadable', name, WHOLE_FILE, { name })] };
  } finally {
    await rm(room, { recursive: true, force: true });
  }
}
