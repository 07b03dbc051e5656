import type { QuizAnswer } from '@xueshi/contracts';

const KIND = /^kind-([A-Za-z0-9_-]{1,64})$/;

/** The answers of the quiz form, as it is sent without scripts too. */
export function answersOf(form: FormData): Record<string, QuizAnswer | null> {
  const answers: Record<string, QuizAnswer | null> = {};
  for (const [name, kind] of form) {
    const itemId = KIND.exec(name)?.[1];
    if (!itemId) continue;
    const chosen = form.getAll(`item-${itemId}`).filter((value) => typeof value === 'string');
    if (chosen.length === 0) answers[itemId] = null;
    else answers[itemId] = kind === 'true_false' ? chosen[0] === 'true' : chosen;
  }
  return answers;
}
