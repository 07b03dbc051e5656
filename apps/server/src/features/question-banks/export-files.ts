// The files that a bank goes out as.
import type { BankExportForm } from '@xueshi/contracts';
import type { ContentArea } from '@xueshi/domain';
import { writeBankFiles, writeQuestionRows } from '@xueshi/formats/question-exchange';
import { Readable } from 'node:stream';
import {
  moodleFile,
  packed,
  qtiFile,
  zippedFile,
  type ExportedFile,
} from '../draft-questions/service.ts';
import { outgoingQuestions, type Outgoing } from './outgoing.ts';

type Write = (outgoing: Outgoing, now: Date) => Promise<ExportedFile> | ExportedFile;

const outOf = (outgoing: Outgoing) => ({
  name: outgoing.bank.name,
  questions: outgoingQuestions(outgoing),
  pictures: outgoing.pictures,
});

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
    return zippedFile(`${name}.zip`, [...files, ...packed(pictures, '')], now);
  },
  qti: (outgoing, now) => qtiFile(outOf(outgoing), now),
  moodle: (outgoing) => moodleFile(outOf(outgoing)),
};
