import type { ItemForm, QuestionsReading, ReadQuestion } from '@xueshi/contracts';
import { EMPTY_ITEM, sentencesOf, type LocatedError } from '@xueshi/formats';
import {
  cellOfError,
  EXCHANGE_LIMITS,
  renamedPictures,
  withPictureNames,
  type ItemRead,
  type PackagePicture,
} from '@xueshi/formats/question-exchange';
import type { Readable } from 'node:stream';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { groupHtml } from '../assessment/service.ts';
import type { BankRow } from '../catalogue/service.ts';
import { draftFileUrl, pictureUrlsOf, readWrittenText } from '../drafts/service.ts';
import { keepPictureOfText, picturesOfDraft } from '../uploads/service.ts';
import { formOfQuestion, previewOf, questionOfForm } from './item-forms.ts';
import { keepEach, type KeepPictures, type KeptPicture } from './keep-pictures.ts';
import { Likenesses } from './likeness.ts';
import { readPastedText, readSourceFile, type SourceRead } from './read-source.ts';
import type { LessonPlace } from './save-forms.ts';

/** A quiz has 200 questions at most; more than these nobody reads through on one page. */
const MOST_SHOWN = 300;
/** As many as a bank takes in at once. */
const MOST_FOR_BANK = 200;

export interface SentQuestions {
  readonly fileName: string;
  readonly form: 'pasted' | 'file';
  readonly content: Readable;
  /** The first that is shown, from 1. */
  readonly from?: number | undefined;
}

/**
 * Reads questions for a quiz and shows what they would be. Only the pictures that they show are kept, as files of
 * the draft, for whoever takes the questions sends their words back, not the file.
 */
export async function readDraftQuestions(
  platform: Platform,
  actor: Actor,
  { draftId, lessonId }: LessonPlace,
  sent: SentQuestions,
): Promise<QuestionsReading> {
  const written = await readWrittenText(platform, draftId, lessonId);
  if (written.kind !== 'quiz') throw new Refused('not-found');
  return readSentQuestions(platform, sent, {
    quizText: written.text,
    keep: keepEach(async (picture) => {
      const { name, file } = await keepPictureOfText(platform, actor, draftId, picture);
      return { name, url: draftFileUrl(draftId, file) };
    }),
    urls: pictureUrlsOf(draftId, await picturesOfDraft(platform.db, draftId)),
  });
}

/** Where questions are meant to go: into a quiz, or into a bank. */
export type Into = {
  /** What stems, explanations and shared texts show of the file's own pictures comes along. */
  readonly keep: KeepPictures;
  /** Where pictures are seen that the quiz or the bank has already, by their names. */
  readonly urls: Readonly<Record<string, string>>;
} & (
  | { readonly quizText: string }
  | {
      readonly quizText: null;
      /** What holds in the bank for questions that say nothing else. */
      readonly facts: Pick<BankRow, 'area' | 'source'>;
    }
);

export async function readSentQuestions(
  platform: Platform,
  { fileName, form, content, from = 1 }: SentQuestions,
  into: Into,
): Promise<QuestionsReading> {
  const isForBank = into.quizText === null;
  const bytes = await allOf(content);
  const source =
    form === 'pasted' ? readPastedText(bytes) : await readSourceFile(platform, fileName, bytes);
  const { read, text, notes } = source;
  const empty = {
    ...{ text, errors: [], notes: notes.map(sentencesOf) },
    ...{ questions: [], groups: [], total: 0, first: from },
  };
  if (!read.ok) return { ...empty, errors: read.errors.map((error) => noteOf(error, source)) };
  const most = isForBank ? MOST_FOR_BANK : MOST_SHOWN;
  const found = read.items.slice(from - 1, from - 1 + most);
  const used = (read.groups ?? []).filter(({ id }) =>
    found.some(({ form: it }) => it?.group === id),
  );
  const pictures = (read.pictures ?? []).filter(
    (one) => found.some((item) => shows(item, one)) || used.some(({ text: it }) => names(it, one)),
  );
  const kept = await into.keep(pictures);
  const groups = used.map((group) => ({ ...group, text: renamedPictures(group.text, kept) }));
  const around: Around = {
    ...{ source, into, groups, origin: read.origin },
    urls: { ...into.urls, ...urlsOf(kept) },
    likenesses: await Likenesses.of(platform.db, into.quizText),
  };
  const shown = found.map((item) => withPictureNames(item, pictures, kept));
  return {
    ...empty,
    notes: [...notes, ...read.notes].map(sentencesOf),
    questions: shown.map((item) => questionOf(item, around)),
    groups: isForBank ? groups : [],
    total: read.items.length,
  };
}

const urlsOf = (kept: ReadonlyMap<string, KeptPicture>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...kept.values()].flatMap((one) => ('name' in one ? [[one.name, one.url]] : [])),
  );

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

const names = (text: string, { key }: PackagePicture): boolean => text.includes(`](${key})`);

const shows = ({ question, form }: ItemRead, picture: PackagePicture): boolean =>
  [question?.stem, question?.explanation, form?.stem, form?.explanation, form?.guide].some(
    (text) => text && names(text, picture),
  );

interface Around {
  readonly source: SourceRead;
  readonly into: Into;
  readonly groups: readonly { readonly id: string; readonly text: string }[];
  readonly origin: { readonly area: string; readonly source: string } | undefined;
  readonly urls: Readonly<Record<string, string>>;
  readonly likenesses: Likenesses;
}

function questionOf(read: ItemRead, around: Around): ReadQuestion {
  const { source, likenesses, urls } = around;
  const item = itemOf(read, around);
  const group = around.groups.find(({ id }) => id === item?.group);
  const shared = group ? groupHtml({ ...group, pictures: urls }) : null;
  return {
    name: read.name,
    item,
    preview: item && { ...shownOf(item, urls), groupHtml: shared },
    faults: read.problems.map((error) => noteOf(error, source)),
    notes: read.notes.map(sentencesOf),
    scoresAlike: read.scoresAlike,
    alike: item && likenesses.take(item),
    isRetired: read.isRetired ?? false,
  };
}

/** A question that is not finished has no right answer to be shown. */
function shownOf(item: ItemForm, urls: Around['urls']) {
  const preview = previewOf(item, urls);
  return questionOfForm(item) === null ? { ...preview, rightAnswer: null } : preview;
}

/** What the editor would show; a quiz gets a shared text in the stem, for it is drawn question by question. */
function itemOf(
  { question, problems, form }: ItemRead,
  { into, groups, origin }: Around,
): ItemForm | null {
  if (problems.length > 0) return null;
  const said = question === null ? structuredClone(EMPTY_ITEM) : formOfQuestion(question);
  const item = { ...said, ...form };
  if (into.quizText !== null) {
    const texts = new Map(groups.map(({ id, text }) => [id, text]));
    const shared = texts.get(item.group);
    const stem = shared === undefined ? item.stem : `${shared}\n\n${item.stem}`;
    return { ...item, stem, group: '' };
  }
  // What held for the whole of another bank goes on to hold for each of its questions.
  const kept = (key: 'area' | 'source') =>
    item[key] || (origin === undefined || origin[key] === into.facts[key] ? '' : origin[key]);
  return { ...item, area: kept('area'), source: kept('source') };
}
