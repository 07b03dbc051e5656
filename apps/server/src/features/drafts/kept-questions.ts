// What a lecture of a draft asks: kept as its course folder had it, and shown as far as it can be read.
import type { KeptQuestion } from '@xueshi/contracts';
import type { OutlineLesson } from '@xueshi/formats';

const textAt = (value: unknown, ...keys: string[]): string | null => {
  const found = keys.reduce<unknown>(
    (inside, key) => (inside instanceof Object ? Reflect.get(inside, key) : null),
    value,
  );
  return typeof found === 'string' ? found : null;
};

export const keptQuestions = ({ questions = [] }: OutlineLesson): KeptQuestion[] =>
  questions.map((question) => {
    const [bank, id] = [textAt(question, 'bankItem', 'bank'), textAt(question, 'bankItem', 'id')];
    return {
      at: textAt(question, 'at') ?? '',
      stem: textAt(question, 'item', 'stem'),
      bankItem: bank !== null && id !== null ? { bank, id } : null,
    };
  });

/** A lecture's text with what it asks, for whoever looks for citations: references as they stand in YAML. */
export const withQuestions = (text: string, questions: readonly unknown[] = []): string =>
  questions.length === 0
    ? text
    : `${text}\n${JSON.stringify(questions).replaceAll(/"(statute|article)":/g, '$1:')}`;
