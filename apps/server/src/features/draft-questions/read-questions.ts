import type { QuestionsReading, ReadQuestion } from '@xueshi/contracts';
import { sentencesOf, type LocatedError } from '@xueshi/formats';
import {
  cellOfError,
  EXCHANGE_LIMITS,
  withPictureNames,
  type ItemRead,
  type PackagePicture,
  type PictureLeft,
} from '@xueshi/formats/question-exchange';
import type { Readable } from 'node:stream';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import { readWrittenText } from '../drafts/service.ts';
import { formOfQuestion, previewOf } from './item-forms.ts';
import { Likenesses } from './likeness.ts';
import { readPastedText, readSourceFile, type SourceRead } from './read-source.ts';
import type { LessonPlace } from './save-forms.ts';

/** A quiz has 200 questions at most; more than these nobody reads through on one page. */
const MOST_SHOWN = 300;

export interface SentQuestions {
  readonly fileName: string;
  readonly form: 'pasted' | 'file';
  readonly content: Readable;
}

/** Reads questions for a quiz and shows what they would be; nothing is kept. */
export async function readDraftQuestions(
  platform: Platform,
  { draftId, lessonId }: LessonPlace,
  sent: SentQuestions,
): Promise<QuestionsReading> {
  const written = await readWrittenText(platform, draftId, lessonId);
  if (written.kind !== 'quiz') throw new Refused('not-found');
  return readSentQuestions(platform, sent, written.text);
}

/** A picture of a file where it is kept: what texts call it by, and where it is seen; or why it is not. */
export type KeptPicture =
  { readonly name: string; readonly url: string } | { readonly left: PictureLeft };
/** Keeps pictures of a file, by their keys. */
export type KeepPictures = (
  pictures: readonly PackagePicture[],
) => Promise<ReadonlyMap<string, KeptPicture>>;

/**
 * Reads what was sent; `quizText` is the quiz that the questions are meant for, null: a bank is. With
 * `keep`, what stems and explanations show of the file's own pictures comes along.
 */
export async function readSentQuestions(
  platform: Platform,
  { fileName, form, content }: SentQuestions,
  quizText: string | null,
  keep?: KeepPictures,
): Promise<QuestionsReading> {
  const bytes = await allOf(content);
  const source =
    form === 'pasted'
      ? readPastedText(bytes)
      : await readSourceFile(platform, fileName, bytes, { withPictures: keep !== undefined });
  const { read, text, notes } = source;
  const empty = { text, errors: [], notes: notes.map(sentencesOf), questions: [], total: 0 };
  if (!read.ok) return { ...empty, errors: read.errors.map((error) => noteOf(error, source)) };
  const found = read.items.slice(0, MOST_SHOWN);
  const pictures = (read.pictures ?? []).filter((one) => found.some((item) => shows(item, one)));
  const names = (await keep?.(pictures)) ?? new Map<string, KeptPicture>();
  const urls = Object.fromEntries(
    [...names.values()].flatMap((kept) => ('name' in kept ? [[kept.name, kept.url]] : [])),
  );
  const likenesses = await Likenesses.of(platform.db, quizText);
  const shown = found.map((item) => withPictureNames(item, pictures, names));
  return {
    ...empty,
    notes: [...notes, ...read.notes].map(sentencesOf),
    questions: shown.map((item) => questionOf(item, source, likenesses, urls)),
    total: read.items.length,
  };
}

async function allOf(content: Readable): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of content) {
    if (!Buffer.isBuffer(chunk)) continue;
    bytes += chunk.length;
    if (bytes > EXCHANGE_LIMITS.fileBytes) throw new Refused('payload-too-large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const noteOf = (error: LocatedError, { isSheet, text }: SourceRead) => ({
  line: isSheet || text === null ? null : error.line,
  cell: isSheet ? cellOfError(error) : null,
  message: sentencesOf(error),
});

const shows = ({ question }: ItemRead, { key }: PackagePicture): boolean =>
  [question?.stem, question?.explanation].some((text) => text?.includes(`](${key})`));

function questionOf(
  read: ItemRead,
  source: SourceRead,
  likenesses: Likenesses,
  urls: Readonly<Record<string, string>>,
): ReadQuestion {
  const item = read.question === null ? null : formOfQuestion(read.question);
  return {
    name: read.name,
    item,
    preview: item && previewOf(item, urls),
    faults: read.problems.map((error) => noteOf(error, source)),
    notes: read.notes.map(sentencesOf),
    scoresAlike: read.scoresAlike,
    alike: item && likenesses.take(item),
  };
}
