import type { ItemForm } from '@xueshi/contracts';
import { readQuizForm, writeQuizForm } from '@xueshi/formats';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { BEGINNING_STEM, readWrittenText, saveDraftText } from '../drafts/service.ts';
import type { LessonPlace } from './save-forms.ts';

/** As many as a quiz may have (quiz-shapes.ts). */
const MOST_ITEMS = 200;

/** Adds questions at the end of the quiz as it is now: all of them in one save, or none. */
export async function addDraftQuestions(
  platform: Platform,
  actor: Actor,
  place: LessonPlace,
  items: readonly ItemForm[],
): Promise<{ version: number; added: number }> {
  const written = await readWrittenText(platform, place.draftId, place.lessonId);
  if (written.kind !== 'quiz') throw new Refused('not-found');
  const quiz = readQuizForm(written.text);
  if (!quiz) throw new Refused('draft-quiz-unreadable');
  if (quiz.items.length + items.length > MOST_ITEMS)
    throw new Refused('draft-quiz-full', { most: MOST_ITEMS, there: quiz.items.length });
  const taken = new Set(quiz.items.map(({ id }) => id));
  const added = items.map((item) => ({ ...item, id: freeId(taken) }));
  // What a new lesson begins from is there to be written over.
  const kept = quiz.items.filter(({ id }) => !isBeginning(quiz.items, id));
  const text = writeQuizForm(written.text, { ...quiz, items: [...kept, ...added] });
  const { version } = await saveDraftText(platform, actor, place, {
    version: written.version,
    text,
  });
  return { version, added: added.length };
}

/** Takes the next id of the form q1, q2 … that is free. */
function freeId(taken: Set<string>): string {
  let number = taken.size + 1;
  while (taken.has(`q${number}`)) number += 1;
  taken.add(`q${number}`);
  return `q${number}`;
}

const isBeginning = (items: readonly ItemForm[], id: string): boolean =>
  items.length === 1 && items[0]?.id === id && items[0].stem === BEGINNING_STEM;
