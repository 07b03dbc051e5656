import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readYaml } from '../yaml-document.ts';
import { readCaseForm, writeCaseForm, type CaseForm } from './case-form.ts';
import { EMPTY_ITEM, ITEM_FORM_KINDS, type ItemForm } from './item-form.ts';
import { readQuizForm, writeQuizForm, type QuizForm } from './quiz-form.ts';
import { rewriteYaml, type YamlValue } from './rewrite-yaml.ts';

const COURSES = join(import.meta.dirname, '../../../../../content/courses');
const filesNamed = (pattern: RegExp) =>
  readdirSync(COURSES, { recursive: true, encoding: 'utf8' })
    .filter((name) => pattern.test(name))
    .map((name) => ({ name, text: readFileSync(join(COURSES, name), 'utf8') }));
const QUIZZES = filesNamed(/quiz[^/]*\.yaml$/);
const CASES = filesNamed(/case[^/]*\.yaml$/);

const valueIn = (text: string): unknown => {
  const read = readYaml('t.yaml', text);
  return read.ok ? read.document.value : read.errors;
};

test('every quiz and case of the content opens in its form, and goes back as it was', () => {
  expect(QUIZZES.length).toBeGreaterThan(10);
  expect(CASES.length).toBeGreaterThan(3);
  for (const { name, text } of QUIZZES) {
    const form = readQuizForm(text);
    expect(form, name).not.toBeNull();
    if (form) expect(writeQuizForm(text, form), name).toBe(text);
  }
  for (const { name, text } of CASES) {
    const form = readCaseForm(text);
    expect(form, name).not.toBeNull();
    if (form) expect(writeCaseForm(text, form), name).toBe(text);
  }
});

test('one changed question of a quiz of the content leaves the others as they were', () => {
  for (const { name, text } of QUIZZES) {
    const form = readQuizForm(text);
    const [first, ...rest] = form?.items ?? [];
    if (!form || !first) continue;
    const changed = { ...form, items: [{ ...first, stem: '换成这一句。' }, ...rest] };
    const written = writeQuizForm(text, changed);
    expect(readQuizForm(written), name).toEqual(changed);
    const [before, after] = [valueIn(text), valueIn(written)] as { items: unknown[] }[];
    expect(after?.items.slice(1), name).toEqual(before?.items.slice(1));
  }
});

// What breaks YAML, and what Chinese papers hold.
const words = fc
  .array(
    fc.constantFrom(
      ...['村', '《民法典》', '第十条', '：', ': ', '#', ' # ', '- ', '“', '"', "'", '\n', '\n\n'],
      ...['  ', '|', '>', '{', '}', '[', ']', ',', '&a', '*a', '!', '%', '@', '`', '\t', '60'],
      ...[
        'true',
        'null',
        '____',
        '（　）',
        '\\',
        '?',
        '---',
        '...',
        '~',
        '=',
        '1e3',
        '😀',
        '\u2028',
      ],
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join('').replace(/\n+$/, ''));
const lists = <T>(each: fc.Arbitrary<T>, maxLength = 4) => fc.array(each, { maxLength });
const option = fc.record({ text: words, right: fc.boolean() });

const item = (kind: ItemForm['kind']): fc.Arbitrary<ItemForm> => {
  const matter: Record<ItemForm['kind'], fc.Arbitrary<Partial<ItemForm>>> = {
    single: fc
      .tuple(lists(words, 5), fc.nat(5))
      .map(([texts, at]) => ({ options: texts.map((text, one) => ({ text, right: one === at })) })),
    multiple: fc.record({ options: lists(option, 8) }),
    true_false: fc.record({ truth: fc.constantFrom(true, false, null) }),
    fill_in: fc.record({ blanks: lists(lists(words)) }),
    ordering: fc.record({ steps: lists(words) }),
    matching: fc.record({
      pairs: lists(fc.record({ left: words, right: words })),
      extra: lists(words),
    }),
    short_answer: fc.record({ guide: words }),
  };
  return fc
    .tuple(
      matter[kind],
      fc.record({
        id: fc.constantFrom('q1', 'q2', 'q3', ''),
        stem: words,
        explanation: words,
        statute: words,
        article: words,
        difficulty: fc.constantFrom(null, 1, 2, 3),
        points: fc.constantFrom(null, 1, 5),
        group: fc.constantFrom('', 'g1'),
        area: fc.constantFrom('', 'law'),
        tags: lists(words),
        source: words,
      }),
    )
    .map(([own, common]) => ({ ...EMPTY_ITEM, kind, ...common, ...own }));
};

const quiz: fc.Arbitrary<QuizForm> = fc.record({
  passMark: fc.constantFrom(null, 60, 80),
  attempts: fc.constantFrom(null, 0, 3),
  timeLimitMinutes: fc.constantFrom(null, 30),
  shuffle: fc.boolean(),
  review: fc.constantFrom('at_once' as const, 'when_done' as const, 'score_only' as const),
  groups: lists(fc.record({ id: fc.constantFrom('g1', 'g2'), text: words }), 2),
  items: lists(fc.constantFrom(...ITEM_FORM_KINDS).chain(item), 5),
  draws: lists(
    fc.record({
      bank: words,
      count: fc.constantFrom(null, 3),
      caseSets: fc.constantFrom(null, 1),
      kinds: fc.subarray([...ITEM_FORM_KINDS]),
      difficulty: fc.subarray([1, 2, 3]),
      areas: fc.subarray(['law', 'theory']),
      tags: lists(words),
    }),
    2,
  ),
});

test('any quiz goes into a text and comes back the same, whatever the text said before', () => {
  const texts = fc.constantFrom(
    '',
    'items: [',
    'passMark: 60\n',
    ...QUIZZES.map(({ text }) => text),
  );
  fc.assert(
    fc.property(texts, quiz, quiz, (text, one, other) => {
      const written = writeQuizForm(text, one);
      expect(readQuizForm(written)).toEqual(one);
      const again = writeQuizForm(written, other);
      expect(readQuizForm(again)).toEqual(other);
      expect(writeQuizForm(again, other)).toBe(again);
    }),
    { numRuns: 300 },
  );
});

const study: fc.Arbitrary<CaseForm> = fc.record({
  minutes: fc.constantFrom(null, 10),
  situation: words,
  roles: lists(fc.record({ name: words, text: words })),
  materials: lists(fc.record({ title: words, text: words })),
  timeline: lists(fc.record({ when: words, what: words })),
  start: words,
  nodes: lists(
    fc.record({
      id: fc.constantFrom('n1', 'n2', 'n3'),
      text: words,
      question: words,
      options: lists(
        fc.record({
          id: fc.constantFrom('a', 'b', 'c'),
          text: words,
          consequence: words,
          judgement: fc.constantFrom('' as const, 'sound' as const, 'poor' as const),
          next: words,
        }),
      ),
    }),
  ),
  endings: lists(fc.record({ id: fc.constantFrom('e1', 'e2'), title: words, text: words })),
  commentary: words,
  statutes: lists(fc.record({ statute: words, article: words, note: words })),
  reflection: words,
  discussion: fc.boolean(),
});

test('any case goes into a text and comes back the same', () => {
  const texts = fc.constantFrom('', ...CASES.map(({ text }) => text));
  fc.assert(
    fc.property(texts, study, study, (text, one, other) => {
      const written = writeCaseForm(text, one);
      expect(readCaseForm(written)).toEqual(one);
      expect(readCaseForm(writeCaseForm(written, other))).toEqual(other);
    }),
    { numRuns: 150 },
  );
});

test('comments stay where they are, also beside what is added and moved', () => {
  const text = `# 期末用
passMark: 60 # 比照县里
attempts: 0
items:
  # 张老师出的题
  - id: q1
    kind: true_false
    stem: 对吗？
    answer: true # 查过
    explanation: 对。
    difficulty: 1
  - id: q2
    kind: fill_in
    stem: 办结期限____日。
    blanks: [[60, 六十]] # 两种写法
    explanation: 第三十四条。
    difficulty: 2
`;
  const form = readQuizForm(text);
  const [first, second] = form?.items ?? [];
  if (!form || !first || !second) throw new Error('unreadable');
  const added = { ...EMPTY_ITEM, id: 'q3', kind: 'short_answer' as const, stem: '怎么办？' };
  const written = writeQuizForm(text, {
    ...form,
    attempts: 3,
    items: [added, { ...second, difficulty: 3 }, first],
  });
  for (const comment of ['期末用', '比照县里', '张老师出的题', '查过', '两种写法'])
    expect(written).toContain(`# ${comment}`);
  expect(written).toContain('[ [ 60, 六十 ] ]');
  expect(readQuizForm(written)?.items.map(({ id }) => id)).toEqual(['q3', 'q2', 'q1']);
});

test('what no field could show opens as a text: nothing is lost by a form', () => {
  const item = '  - { id: q1, kind: single, stem: 题, options: [甲, 乙]';
  for (const text of [
    'items: nothing',
    'items: [',
    'passMark: "60"',
    'passMark: 60\nnote: 一句话',
    `items:\n${item}, answer: C }`,
    `items:\n${item}, answer: [A] }`,
    `items:\n${item}, hint: 提示 }`,
    'items:\n  - { id: q1, kind: essay, stem: 题 }',
    'items:\n  - { id: q1, kind: multiple, stem: 题, options: [甲, 乙], answer: [A, A] }',
    '[]',
    '',
  ])
    expect(readQuizForm(text), text).toBeNull();
  expect(readCaseForm('nodes: {}')).toBeNull();
});

test('any value goes into any text', () => {
  const value = fc.object({
    key: fc.constantFrom('a', 'id', 'b c', '#x', '1', ': '),
    values: [words, fc.integer(), fc.boolean(), fc.constant(null)],
    maxDepth: 3,
  });
  fc.assert(
    fc.property(value, value, (one, other) => {
      const text = rewriteYaml('', one as YamlValue);
      expect(valueIn(text)).toEqual(one);
      expect(valueIn(rewriteYaml(text, other as YamlValue))).toEqual(other);
    }),
  );
});
