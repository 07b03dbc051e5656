// The files that a bank goes out as.
import type { BankExportForm } from '@xueshi/contracts';
import type { ContentArea } from '@xueshi/domain';
import {
  moodlePieces,
  PICTURE_FOLDER,
  qtiFiles,
  writeBankFiles,
  writeQuestionRows,
  writeZip,
  type ZippedFile,
} from '@xueshi/formats/question-exchange';
import type { KeptPictures } from '@xueshi/formats';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { outgoingQuestions, type Outgoing } from './outgoing.ts';

export interface ExportedFile {
  readonly name: string;
  readonly type: string;
  readonly content: Readable;
}

type Write = (outgoing: Outgoing, now: Date) => Promise<ExportedFile> | ExportedFile;

export const EXPORT_FILES: Readonly<Record<BankExportForm, Write>> = {
  xlsx: ({ bank, questions, shared }) => ({
    name: `${bank.name}.xlsx`,
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    content: Readable.fromWeb(
      writeQuestionRows(questions, shared) as Parameters<typeof Readable.fromWeb>[0],
    ),
  }),
  source: async ({ bank, questions, shared, pictures }, now) => {
    const { name, title, source } = bank;
    const both = { 'zh-CN': title['zh-CN'], en: title.en || title['zh-CN'] };
    const facts = { name, title: both, area: bank.area as ContentArea, source };
    const files = await writeBankFiles(facts, questions, shared);
    return zipped(`${name}.zip`, [...files, ...packed(pictures, '')], now);
  },
  qti: async (outgoing, now) => {
    const { bank, pictures } = outgoing;
    const files = await qtiFiles(outgoingQuestions(outgoing), new Set(pictures.keys()));
    const named = files.map(({ path, text }) => ({ name: path, text }));
    return zipped(`${bank.name}-qti21.zip`, [...named, ...packed(pictures, PICTURE_FOLDER)], now);
  },
  moodle: (outgoing) => {
    const { bank, pictures } = outgoing;
    const pictureOf = async (name: string) => {
      const kept = pictures.get(name);
      return kept ? (await readFile(kept.path)).toString('base64') : null;
    };
    return {
      name: `${bank.name}-moodle.xml`,
      type: 'application/xml',
      content: Readable.from(moodlePieces(outgoingQuestions(outgoing), pictureOf), {
        objectMode: false,
      }),
    };
  },
};

const packed = (pictures: KeptPictures, folder: string): ZippedFile[] =>
  [...pictures].map(([name, { path }]) => ({ name: `${folder}${name}`, path }));

const zipped = (name: string, files: readonly ZippedFile[], now: Date): ExportedFile => ({
  name,
  type: 'application/zip',
  content: writeZip(files, now),
});
