// The files in which questions go out to other systems, of a quiz or of a bank, with the pictures that they show.
import {
  moodlePieces,
  PICTURE_FOLDER,
  qtiFiles,
  writeZip,
  type Question,
  type ZippedFile,
} from '@xueshi/formats/question-exchange';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';

export interface ExportedFile {
  readonly name: string;
  readonly type: string;
  readonly content: Readable;
}

/** Questions of one quiz or bank. */
export interface QuestionsOut {
  /** What the file is called by, without its end. */
  readonly name: string;
  readonly questions: readonly Question[];
  /** Where the pictures are kept that the questions show, by the names that texts know them by. */
  readonly pictures: ReadonlyMap<string, { readonly path: string }>;
}

/** One file, written as it is sent: of its pictures, those of one question are in memory. */
export function moodleFile({ name, questions, pictures }: QuestionsOut): ExportedFile {
  const pictureOf = async (picture: string) => {
    const kept = pictures.get(picture);
    return kept ? (await readFile(kept.path)).toString('base64') : null;
  };
  return {
    name: `${name}-moodle.xml`,
    type: 'application/xml',
    content: Readable.from(moodlePieces(questions, pictureOf), { objectMode: false }),
  };
}

export async function qtiFile(
  { name, questions, pictures }: QuestionsOut,
  now: Date,
): Promise<ExportedFile> {
  const files = await qtiFiles(questions, new Set(pictures.keys()));
  const named = files.map(({ path, text }) => ({ name: path, text }));
  return zippedFile(`${name}-qti21.zip`, [...named, ...packed(pictures, PICTURE_FOLDER)], now);
}

export const packed = (pictures: QuestionsOut['pictures'], folder: string): ZippedFile[] =>
  [...pictures].map(([name, { path }]) => ({ name: `${folder}${name}`, path }));

export const zippedFile = (
  name: string,
  files: readonly ZippedFile[],
  now: Date,
): ExportedFile => ({ name, type: 'application/zip', content: writeZip(files, now) });
