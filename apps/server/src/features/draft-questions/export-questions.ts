// The questions of a quiz for other systems, and what of them stays behind.
import type { ItemForm } from '@xueshi/contracts';
import {
  locatedError,
  readQuizForm,
  sentencesOf,
  WHOLE_FILE,
  type LocatedError,
} from '@xueshi/formats';
import {
  writeMoodleXml,
  writeQti,
  zipPackage,
  type Question,
} from '@xueshi/formats/question-exchange';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import { readWrittenText } from '../drafts/service.ts';
import { questionOfForm } from './item-forms.ts';
import type { LessonPlace } from './save-forms.ts';

interface Outgoing {
  readonly questions: readonly Question[];
  readonly left: readonly LocatedError[];
}

const noteOn = (item: ItemForm, code: Parameters<typeof locatedError>[0]) =>
  locatedError(code, 'quiz', WHOLE_FILE, { item: item.id });

/** A question with what other systems have no place for put where it is read. */
export function outgoingItem(item: ItemForm, groups: ReadonlyMap<string, string>): ItemForm {
  const shared = groups.get(item.group);
  const cited = `《${item.statute}》${item.article}`;
  const isSaid = item.statute === '' || item.explanation.includes(cited);
  return {
    ...item,
    stem: shared === undefined ? item.stem : `${shared}\n\n${item.stem}`,
    explanation: isSaid ? item.explanation : `${item.explanation}\n\n依据：${cited}`,
  };
}

function notesOn(item: ItemForm, question: Question | null): LocatedError[] {
  if (question === null) return [noteOn(item, 'out-unanswered')];
  return [
    ...(item.group ? [noteOn(item, 'out-group')] : []),
    ...(item.statute ? [noteOn(item, 'out-statute')] : []),
    ...(item.area || item.source ? [noteOn(item, 'out-origin')] : []),
  ];
}

async function outgoing(platform: Platform, place: LessonPlace): Promise<Outgoing> {
  const written = await readWrittenText(platform, place.draftId, place.lessonId);
  const quiz = written.kind === 'quiz' ? readQuizForm(written.text) : null;
  if (written.kind !== 'quiz') throw new Refused('not-found');
  const groups = new Map(quiz?.groups.map(({ id, text }) => [id, text]));
  const seen = new Set<string>();
  const questions: Question[] = [];
  const left: LocatedError[] = [];
  for (const item of quiz?.items ?? []) {
    const question = seen.has(item.id) ? null : questionOfForm(outgoingItem(item, groups));
    seen.add(item.id);
    left.push(...notesOn(item, question));
    if (question) questions.push(question);
  }
  return { questions, left };
}

const said = (notes: readonly LocatedError[]) =>
  notes.map((note) => ({
    item: String(note.params['item'] ?? ''),
    message: sentencesOf(note),
  }));

export async function readQuestionExports(platform: Platform, place: LessonPlace) {
  const { questions, left } = await outgoing(platform, place);
  return {
    questions: questions.length,
    moodle: said([...left, ...writeMoodleXml('quiz.xml', questions).notes]),
    qti: said([...left, ...writeQti(questions).notes]),
  };
}

interface ExportedFile {
  readonly name: string;
  readonly type: string;
  readonly content: Buffer;
}

export async function exportDraftQuestions(
  platform: Platform,
  place: LessonPlace,
  form: 'moodle' | 'qti',
): Promise<ExportedFile> {
  const { questions } = await outgoing(platform, place);
  if (questions.length === 0) throw new Refused('draft-quiz-empty');
  if (form === 'moodle') {
    const { text } = writeMoodleXml('quiz.xml', questions);
    return { name: 'questions.xml', type: 'application/xml', content: Buffer.from(text) };
  }
  const content = Buffer.from(zipPackage(writeQti(questions).files));
  return { name: 'questions-qti21.zip', type: 'application/zip', content };
}
