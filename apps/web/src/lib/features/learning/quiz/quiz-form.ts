import type { QuizAnswer } from '@xueshi/contracts';

const KIND = /^kind-([A-Za-z0-9_-]{1,80})$/;

/** The answers of the quiz form, as it is sent without scripts too. */
export function answersOf(form: FormData): Record<string, QuizAnswer | null> {
  const answers: Record<string, QuizAnswer | null> = {};
  for (const [name, kind] of form) {
    const itemId = KIND.exec(name)?.[1];
    if (itemId) answers[itemId] = answerOf(form, itemId, String(kind));
  }
  return answers;
}

/** One item's answer; null where nothing was given. */
export function answerOf(form: FormData, itemId: string, kind: string): QuizAnswer | null {
  if (kind === 'ordering') return orderOf(form, itemId);
  const given = form.getAll(`item-${itemId}`).filter((value) => typeof value === 'string');
  const [first] = given;
  if (first === undefined || given.every((value) => value.trim() === '')) return null;
  if (kind === 'true_false') return first === 'true';
  return kind === 'short_answer' ? first.replaceAll('\r\n', '\n') : given;
}

/** Steps as they were tapped; without scripts each came with its place. */
function orderOf(form: FormData, itemId: string): string[] | null {
  const tapped = form.get(`order-${itemId}`);
  if (typeof tapped === 'string') return tapped === '' ? null : tapped.split(',');
  const prefix = `place-${itemId}-`;
  const placed: [place: number, letter: string][] = [];
  for (const [name, place] of form) {
    if (name.startsWith(prefix) && place !== '')
      placed.push([Number(place), name.slice(prefix.length)]);
  }
  if (placed.length === 0) return null;
  return placed.sort(([one], [other]) => one - other).map(([, letter]) => letter);
}
