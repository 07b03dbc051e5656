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
  moodleNotes,
  picturesShown,
  writeQti,
  type Question,
} from '@xueshi/formats/question-exchange';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import { readWrittenText } from '../drafts/service.ts';
import { picturesIn } from '../uploads/service.ts';
import { questionOfForm } from './item-forms.ts';
import { moodleFile, qtiFile, type ExportedFile, type QuestionsOut } from './question-files.ts';
import type { LessonPlace } from './save-forms.ts';

interface Outgoing extends QuestionsOut {
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
  const shown = await picturesIn(platform, place.draftId, [written.text]);
  const named = new Set(
    questions.flatMap(({ stem, explanation }) => picturesNamed(stem, explanation)),
  );
  const pictures = new Map(
    [...shown].flatMap(([name, path]) => (named.has(name) ? [[name, { path }] as const] : [])),
  );
  return { name: 'questions', questions, pictures, left };
}

const picturesNamed = (...texts: readonly (string | null)[]): string[] =>
  texts.flatMap((text) => (text?.includes('![') ? picturesShown(text) : []));

const said = (notes: readonly LocatedError[]) =>
  notes.map((note) => ({
    item: String(note.params['item'] ?? ''),
    message: sentencesOf(note),
  }));

export async function readQuestionExports(platform: Platform, place: LessonPlace) {
  const { questions, pictures, left } = await outgoing(platform, place);
  const names = new Set(pictures.keys());
  return {
    questions: questions.length,
    moodle: said([...left, ...moodleNotes('quiz.xml', questions, names)]),
    qti: said([...left, ...writeQti(questions, names).notes]),
  };
}

export async function exportDraftQuestions(
  platform: Platform,
  place: LessonPlace,
  form: 'moodle' | 'qti',
): Promise<ExportedFile> {
  const out = await outgoing(platform, place);
  if (out.questions.length === 0) throw new Refused('draft-quiz-empty');
  return form === 'moodle' ? moodleFile(out) : qtiFile(out, platform.clock.now());
}
