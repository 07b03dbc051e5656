import { expect, test } from 'vitest';
import type { ItemRead } from '../item-reading.ts';
import { readQti12 } from './read-qti12.ts';

const facts = (type: string, ...more: [string, string][]) =>
  `<itemmetadata><qtimetadata>${[['question_type', type], ...more].map(([label, entry]) => `<qtimetadatafield><fieldlabel>${label ?? ''}</fieldlabel><fieldentry>${entry ?? ''}</fieldentry></qtimetadatafield>`).join('')}</qtimetadata></itemmetadata>`;
const material = (text: string) =>
  `<material><mattext texttype="text/html">&lt;p&gt;${text}&lt;/p&gt;</mattext></material>`;
const lid = (ident: string, kind: string, labels: readonly string[], left = '') =>
  `<response_lid ident="${ident}" rcardinality="${kind}">${left}<render_choice>${labels.map((label) => `<response_label ident="${label}">${material(`选${label}`)}</response_label>`).join('')}</render_choice></response_lid>`;
const when = (conditions: string, action: string, amount: number) =>
  `<respcondition><conditionvar>${conditions}</conditionvar><setvar varname="SCORE" action="${action}">${amount}</setvar></respcondition>`;
const equal = (response: string, value: string) =>
  `<varequal respident="${response}">${value}</varequal>`;
const item = (ident: string, metadata: string, presentation: string, rules: string) =>
  `<item ident="${ident}" title="题">${metadata}<presentation>${material('题干')}${presentation}</presentation><resprocessing>${rules}</resprocessing></item>`;

function itemsOf(...items: string[]): readonly ItemRead[] {
  const read = readQti12('a.xml', `<questestinterop>\n${items.join('\n')}\n</questestinterop>`);
  return read.ok ? read.items : [];
}

test('responses that have a like here become it, with the score of their rules', () => {
  const read = itemsOf(
    item(
      'a',
      facts('multiple_choice_question', ['points_possible', '5.0']),
      lid('r', 'Single', ['1', '2']),
      when(equal('r', '2'), 'Set', 100),
    ),
    item(
      'b',
      facts('multiple_answers_question'),
      lid('r', 'Multiple', ['1', '2', '3']),
      when(`${equal('r', '1')}${equal('r', '3')}<not>${equal('r', '2')}</not>`, 'Set', 100),
    ),
    item(
      'c',
      facts('matching_question'),
      lid('p', 'Single', ['1', '2', '3'], material('左一')) +
        lid('q', 'Single', ['1', '2', '3'], material('左二')),
      when(equal('p', '2'), 'Add', 50) + when(equal('q', '1'), 'Add', 50),
    ),
    item(
      'd',
      facts('short_answer_question'),
      '<response_str ident="r"><render_fib/></response_str>',
      when(equal('r', '六十日') + equal('r', '60日'), 'Set', 100),
    ),
    item(
      'e',
      facts('essay_question'),
      '<response_str ident="r"><render_fib/></response_str>',
      when('<other/>', 'Set', 0),
    ),
  );
  expect(read.map(({ problems }) => problems)).toEqual([[], [], [], [], []]);
  expect(read.map(({ question }) => question)).toMatchObject([
    { id: 'a', kind: 'single', stem: '题干', options: ['选1', '选2'], answer: 'B', points: 5 },
    { kind: 'multiple', answer: ['A', 'C'] },
    {
      kind: 'matching',
      pairs: [
        { left: '左一', right: '选2' },
        { left: '左二', right: '选1' },
      ],
      extra: ['选3'],
    },
    { kind: 'fill_in', blanks: [['六十日', '60日']] },
    { kind: 'short_answer', guide: null },
  ]);
  expect(read.every(({ scoresAlike }) => scoresAlike)).toBe(true);
});

test('gaps that the text names are blanks, in the order of the text', () => {
  const gap = (ident: string, ...labels: string[]) => lid(`response_${ident}`, 'Single', labels);
  const [read] = itemsOf(
    item(
      'a',
      facts('fill_in_multiple_blanks_question'),
      material('先[b]后[a]') + gap('a', '1', '2') + gap('b', '3'),
      when(equal('response_a', '1'), 'Add', 50) + when(equal('response_b', '3'), 'Add', 50),
    ),
  );
  expect(read).toMatchObject({
    question: { stem: '题干\n\n先____后____', blanks: [['选3'], ['选1', '选2']] },
    scoresAlike: true,
  });
});

test('another score for some answer is said', () => {
  const [partial, shares] = itemsOf(
    item(
      'a',
      facts('multiple_choice_question'),
      lid('r', 'Single', ['1', '2']),
      when(equal('r', '1'), 'Set', 10) + when(equal('r', '2'), 'Set', 5),
    ),
    item(
      'b',
      facts('multiple_answers_question'),
      lid('r', 'Multiple', ['1', '2', '3']),
      when(equal('r', '1'), 'Add', 50) + when(equal('r', '3'), 'Add', 50),
    ),
  );
  expect(partial).toMatchObject({
    question: { answer: 'A' },
    scoresAlike: false,
    notes: [{ code: 'score-partial', params: { percent: 50 } }],
  });
  expect(shares).toMatchObject({
    question: { answer: ['A', 'C'] },
    scoresAlike: false,
    notes: [{ code: 'score-whole' }],
  });
});

test('what has no like here says why, at its line', () => {
  const read = itemsOf(
    item('a', facts('calculated_question'), '<response_str ident="r"/>', ''),
    item(
      'b',
      facts('numerical_question'),
      '<response_str ident="r"/>',
      when(
        `<or>${equal('r', '7')}<and><vargte respident="r">6</vargte><varlte respident="r">8</varlte></and></or>`,
        'Set',
        100,
      ),
    ),
    item(
      'c',
      facts('multiple_choice_question'),
      lid('r', 'Single', ['1', '2']),
      when('<durgte>1</durgte>', 'Set', 100),
    ),
    '<bankentry_item item_ref="x"/>',
  );
  expect(
    read.map(({ problems }) => `${problems[0]?.code ?? ''}:${problems[0]?.line ?? ''}`),
  ).toEqual(['number-formula:2', 'number-range:3', 'scoring-unknown:4', 'question-elsewhere:5']);
});

test('a document type that declares entities is refused', () => {
  const bomb = '<!DOCTYPE questestinterop [<!ENTITY a "aaaa">]>\n<questestinterop/>';
  expect(readQti12('a.xml', bomb)).toMatchObject({
    ok: false,
    errors: [{ code: 'xml-doctype', line: 1 }],
  });
  const plain = '<!DOCTYPE questestinterop SYSTEM "ims_qtiasiv1p2.dtd">\n<questestinterop/>';
  expect(readQti12('a.xml', plain)).toMatchObject({
    ok: false,
    errors: [{ code: 'questions-none' }],
  });
});
