// Questions of every kind, made up at random, for going out and coming back.
import fc from 'fast-check';
import { letterAt, type Question, type QuestionMatter } from './question.ts';
import { escapeMarkdown } from './rich-text.ts';

const sign = fc.constantFrom(...'甲乙丙法村民信访aB1 2，。“”（）<>&"\'*_#~={}\\/|[]!?%:$-+.');
const isReadable = (text: string) => /[\p{L}\p{N}]/u.test(text);
/** Words on one line, that say something, without a run that would be a blank. */
const line = (maxLength: number) =>
  fc
    .string({ unit: sign, minLength: 1, maxLength })
    .map((text) => text.replaceAll(/_{2,}/g, '_').replaceAll(/ +/g, ' ').trim())
    .filter(isReadable);
const asRead = (text: string) => text.normalize('NFKC').replaceAll(/\s/gu, '').toLowerCase();
const different = (min: number, max: number) =>
  fc.uniqueArray(line(30), { minLength: min, maxLength: max, selector: asRead });

const paragraphs = fc
  .array(line(60), { minLength: 1, maxLength: 3 })
  .map((lines) => escapeMarkdown(lines.join('\n\n')));

const places = (count: number) => [...Array(count).keys()];

const matter: fc.Arbitrary<QuestionMatter> = fc.oneof(
  different(2, 8).chain((options) =>
    fc
      .constantFrom(...places(options.length))
      .map((at): QuestionMatter => ({ kind: 'single', options, answer: letterAt(at) })),
  ),
  different(2, 8).chain((options) =>
    fc.subarray(places(options.length), { minLength: 2 }).map((right): QuestionMatter => ({
      kind: 'multiple',
      options,
      answer: right.map((at) => letterAt(at)),
    })),
  ),
  fc.boolean().map((answer): QuestionMatter => ({ kind: 'true_false', answer })),
  fc
    .array(different(1, 4), { minLength: 1, maxLength: 4 })
    .map((blanks): QuestionMatter => ({ kind: 'fill_in', blanks })),
  different(3, 8).map((steps): QuestionMatter => ({ kind: 'ordering', steps })),
  fc
    .tuple(different(2, 8), different(12, 12), fc.integer({ min: 0, max: 4 }))
    .map(([lefts, rights, more]): QuestionMatter => ({
      kind: 'matching',
      pairs: lefts.map((left, at) => ({ left, right: rights[at] ?? '' })),
      extra: rights.slice(lefts.length, lefts.length + more),
    })),
  fc.option(paragraphs).map((guide): QuestionMatter => ({ kind: 'short_answer', guide })),
);

const one: fc.Arbitrary<Question> = fc
  .record({
    stem: paragraphs,
    explanation: fc.option(paragraphs),
    difficulty: fc.option(fc.constantFrom(1, 2, 3)),
    points: fc.integer({ min: 1, max: 100 }),
    tags: fc.uniqueArray(fc.constantFrom('信访', '村务', '低保', 'law'), { maxLength: 3 }),
    matter,
  })
  .map(({ matter: asked, stem, ...rest }) => {
    const blanks = asked.kind === 'fill_in' ? asked.blanks : [];
    return { id: '', stem: stem + blanks.map(() => '，为 ____').join(''), ...rest, ...asked };
  });

/** Up to ten questions with ids of their own. */
export const someQuestions: fc.Arbitrary<Question[]> = fc
  .array(one, { minLength: 1, maxLength: 10 })
  .map((questions) => questions.map((question, at) => ({ ...question, id: `item-${at + 1}` })));
