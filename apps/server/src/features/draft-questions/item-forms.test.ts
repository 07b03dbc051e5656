// Whatever question comes in: nothing of it is lost between exchange, editor and file.
import { readQuizForm, writeQuizForm } from '@xueshi/formats';
import { someQuestions } from '@xueshi/formats/question-exchange/questions.fixture';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formOfQuestion, previewOf, questionOfForm } from './item-forms.ts';

const EMPTY = {
  passMark: 60,
  attempts: 0,
  timeLimitMinutes: null,
  shuffle: true,
  review: 'at_once' as const,
  groups: [],
  draws: [],
};

test('a question stays the same on its way through the editor and the file', () => {
  fc.assert(
    fc.property(someQuestions, (questions) => {
      const items = questions.map(formOfQuestion);
      expect(items.map(questionOfForm)).toEqual(questions);
      const kept = readQuizForm(writeQuizForm('', { ...EMPTY, items }));
      expect(kept?.items).toEqual(items);
    }),
  );
});

test('what learners see does not depend on where the right answer stands', () => {
  fc.assert(
    fc.property(someQuestions, (questions) => {
      for (const question of questions) {
        const { asked, rightAnswer } = previewOf(formOfQuestion(question));
        expect(asked.kind).toBe(question.kind);
        if (question.kind === 'single') expect(rightAnswer).toEqual([question.answer]);
        if (question.kind === 'multiple') expect(rightAnswer).toEqual([...question.answer]);
        if (question.kind === 'true_false') expect(rightAnswer).toBe(question.answer);
        if (question.kind === 'short_answer') expect(rightAnswer).toBeNull();
        if (question.kind === 'fill_in') expect(asked.blanks).toBe(question.blanks.length);
        if (question.kind === 'matching')
          expect(asked.options).toHaveLength(question.pairs.length + question.extra.length);
      }
    }),
    { numRuns: 30 },
  );
});
