import { expect, test } from 'vitest';
import type { ItemRead } from '../item-reading.ts';
import {
  choices,
  item2,
  item3,
  matches,
  MULTIPLE,
  ORDERED,
  PAIRS,
  response,
  SINGLE,
  template,
  TYPED,
} from './qti-items.fixture.ts';
import { readQtiXml } from './read-qti.ts';

function itemOf(source: string): ItemRead | undefined {
  const read = readQtiXml('item.xml', source);
  return read.ok ? read.items[0] : undefined;
}
const notesOf = (source: string) => itemOf(source)?.notes.map(({ code }) => code);
const problemOf = (source: string) =>
  itemOf(source)
    ?.problems.map(({ code }) => code)
    .join();

const map = (...entries: [string, number][]) =>
  `<mapping defaultValue="0">${entries.map(([key, value]) => `<mapEntry mapKey="${key}" mappedValue="${value}" caseSensitive="false"/>`).join('')}</mapping>`;
const texts = (...blanks: string[]) =>
  `<p>${blanks.map((each) => `期限<textEntryInteraction responseIdentifier="${each}" expectedLength="5"/>`).join('，')}。</p>`;

test('each interaction that has a like here becomes its own, and scores alike', () => {
  const read = [
    item2(
      response(SINGLE, ['C1']),
      `<p>《村规民约》</p>${choices(1, '村委会', '村民会议')}`,
      template('match_correct'),
    ),
    item2(
      response(MULTIPLE, ['C0', 'C1']),
      choices(0, '甲', '乙', '丙'),
      template('match_correct'),
    ),
    item2(response(SINGLE, ['C1']), choices(1, 'True', 'False'), template('match_correct')),
    item2(
      response(ORDERED, ['C2', 'C0', 'C1']),
      choices(0, '到场', '疏散', '报告').replaceAll('choiceInteraction', 'orderInteraction'),
      template('match_correct'),
    ),
    item2(
      response(PAIRS, ['L0 R1', 'L1 R0'], map(['L0 R1', 1], ['L1 R0', 1])),
      matches(['信访', '复议'], ['十五日', '六十日', '一年']),
      template('map_response'),
    ),
    item2(
      response(TYPED, ['六十日'], map(['六十日', 1], ['60日', 1])),
      texts('RESPONSE'),
      template('map_response'),
    ),
    item2(
      '',
      '<p>谈谈体会。</p><extendedTextInteraction responseIdentifier="RESPONSE"/><rubricBlock view="scorer"><p>三点</p></rubricBlock>',
      '',
    ),
  ].map(itemOf);
  expect(read.map((item) => item?.problems)).toEqual(read.map(() => []));
  expect(read.map((item) => item?.question)).toMatchObject([
    {
      id: 'item',
      kind: 'single',
      stem: '《村规民约》\n\n由谁**表决**？',
      options: ['村委会', '村民会议'],
      answer: 'B',
    },
    { kind: 'multiple', answer: ['A', 'B'] },
    { kind: 'true_false', answer: false },
    { kind: 'ordering', steps: ['报告', '到场', '疏散'] },
    {
      kind: 'matching',
      pairs: [
        { left: '信访', right: '六十日' },
        { left: '复议', right: '十五日' },
      ],
      extra: ['一年'],
      points: 2,
    },
    { kind: 'fill_in', stem: '期限____。', blanks: [['六十日', '60日']] },
    { kind: 'short_answer', stem: '谈谈体会。', guide: '三点' },
  ]);
  expect(read.map((item) => item?.scoresAlike)).toEqual(read.map(() => true));
});

test('QTI 3.0 is read as 2.x is', () => {
  expect(itemOf(item3)).toMatchObject({
    name: 'three',
    question: {
      kind: 'multiple',
      stem: '应当公开的有：',
      answer: ['A', 'C'],
      explanation: '第三十条',
    },
    scoresAlike: true,
    notes: [],
  });
});

test('rules are carried out: another score for some answer is said', () => {
  const partial = item2(
    response(SINGLE, ['C0'], map(['C0', 2], ['C1', 1])),
    choices(1, '甲', '乙', '丙'),
    template('map_response'),
  );
  expect(itemOf(partial)).toMatchObject({
    question: { kind: 'single', points: 2 },
    scoresAlike: false,
  });
  expect(notesOf(partial)).toEqual(['score-partial']);
  expect(
    notesOf(
      item2(
        response(MULTIPLE, ['C0', 'C1'], map(['C0', 1], ['C1', 1], ['C2', -1])),
        choices(0, '甲', '乙', '丙'),
        template('map_response'),
      ),
    ),
  ).toEqual(['score-whole', 'score-negative']);
  expect(
    notesOf(
      item2(
        response(PAIRS, ['L0 R1', 'L1 R0']),
        matches(['信访', '复议'], ['十五日', '六十日']),
        template('match_correct'),
      ),
    ),
  ).toEqual(['score-parts']);
  expect(
    notesOf(item2(response(TYPED, ['York']), texts('RESPONSE'), template('match_correct'))),
  ).toEqual(['score-case']);
  expect(
    notesOf(item2(response(TYPED, ['六十日']), texts('RESPONSE'), template('match_correct'))),
  ).toEqual([]);
  expect(notesOf(item2(response(SINGLE, ['C0']), choices(1, '甲', '乙'), ''))).toEqual([
    'scoring-assumed',
  ]);
});

test('several blanks score by rules of their own', () => {
  const declared = ['A', 'B']
    .map((each) => response(TYPED, [each === 'A' ? '六十' : '三十'], '', each))
    .join('');
  const matched = (each: string) =>
    `<match><variable identifier="${each}"/><correct identifier="${each}"/></match>`;
  const points = (value: string) =>
    `<setOutcomeValue identifier="SCORE">${value}</setOutcomeValue>`;
  const add = (each: string) =>
    `<responseCondition><responseIf>${matched(each)}${points('<sum><variable identifier="SCORE"/><baseValue baseType="float">1</baseValue></sum>')}</responseIf></responseCondition>`;
  const apart = item2(
    declared,
    texts('A', 'B'),
    `<responseProcessing>${add('A')}${add('B')}</responseProcessing>`,
  );
  expect(itemOf(apart)).toMatchObject({
    question: { kind: 'fill_in', blanks: [['六十'], ['三十']], points: 2 },
    scoresAlike: true,
  });
  const together = item2(
    declared,
    texts('A', 'B'),
    `<responseProcessing><responseCondition><responseIf><and>${matched('A')}${matched('B')}</and>${points('<baseValue baseType="float">1</baseValue>')}</responseIf></responseCondition></responseProcessing>`,
  );
  expect(notesOf(together)).toEqual(['score-parts']);
});

test('what has no like here, or is not understood, is refused with the reason', () => {
  const one = response(SINGLE, ['C0']);
  const two = choices(1, '甲', '乙');
  expect(
    problemOf(item2(one, two + two.replaceAll('RESPONSE', 'R2'), template('match_correct'))),
  ).toBe('several-tasks');
  expect(
    problemOf(
      item2(
        one,
        two.replaceAll('choiceInteraction', 'hotspotInteraction'),
        template('match_correct'),
      ),
    ),
  ).toBe('question-type');
  expect(
    problemOf(
      item2(
        one,
        two,
        '<responseProcessing><setOutcomeValue identifier="SCORE"><random/></setOutcomeValue></responseProcessing>',
      ),
    ),
  ).toBe('scoring-unknown');
  expect(problemOf(item2(response(SINGLE, ['C9']), two, template('match_correct')))).toBe(
    'qti-answer',
  );
  expect(problemOf(item2(one, two, template('map_response')))).toBe('scoring-not-answer');
  expect(problemOf(item2(response(SINGLE, []), two, template('match_correct')))).toBe(
    'no-right-answer',
  );
  expect(
    problemOf(
      item2(response(SINGLE, ['C0'], map(['C0', 1], ['C1', 1])), two, template('map_response')),
    ),
  ).toBe('several-right');
  expect(
    problemOf(item2(`${one}<templateDeclaration identifier="T"/>`, two, template('match_correct'))),
  ).toBe('number-formula');
  expect(problemOf(item2(one, '<p>只是一段话</p>', ''))).toBe('question-not');
  expect(
    problemOf(item2(one, two.replace('甲', '<math><mi>x</mi></math>'), template('match_correct'))),
  ).toContain('text-formula');
  expect(
    problemOf(
      item2(
        response(PAIRS, ['L0 R0', 'L0 R1']),
        matches(['信访', '复议'], ['甲', '乙']),
        template('match_correct'),
      ),
    ),
  ).toBe('match-shape');
});

test('the line of an item is told, and another root is refused', () => {
  const read = readQtiXml('item.xml', '<manifest/>');
  expect(read).toMatchObject({ ok: false, errors: [{ code: 'xml-other', line: 1 }] });
  expect(itemOf(item2('', '<p>只是一段话</p>', ''))?.problems[0]?.line).toBe(2);
});
