// Files that are well-formed and make no sense: whatever stands in them, the readers do not throw, and
// an item is a question or has its reasons.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { QuestionsRead } from './item-reading.ts';
import { readBankText } from './bank/read-bank-files.ts';
import { readMoodleXml } from './moodle/read-moodle-xml.ts';
import { writeMoodleXml } from './moodle/write-moodle-xml.ts';
import { item2, matches, PAIRS, response, template } from './qti/qti-items.fixture.ts';
import { readQtiXml } from './qti/read-qti.ts';
import { itemXml } from './qti/write-item.ts';
import { readQti12 } from './qti12/read-qti12.ts';
import { someQuestions } from './questions.fixture.ts';

/** Puts words of a file in the place of others, some times over: names, values, numbers. */
const mangled = (source: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(source, fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 6 }))
    .map(([text, swaps]) => {
      const words = text.match(/[\w.-]+|[^\w.-]+/g) ?? [];
      for (const [from, to] of swaps) {
        const [origin, target] = [(from * 2) % words.length, (to * 2) % words.length];
        words[target] = words[origin] ?? '';
      }
      return words.join('');
    });

function expectSense(read: QuestionsRead): void {
  if (!read.ok) {
    expect(read.errors.length).toBeGreaterThan(0);
    return;
  }
  for (const { question, problems } of read.items) {
    expect((question === null) === problems.length > 0).toBe(true);
  }
}

const runs = { numRuns: 400 };

test('mangled Moodle XML', () => {
  const source = someQuestions.map((questions) => writeMoodleXml('a.xml', questions).text);
  fc.assert(
    fc.property(mangled(source), (text) => expectSense(readMoodleXml('a.xml', text))),
    runs,
  );
});

test('mangled QTI 2', () => {
  const pairs = item2(
    response(PAIRS, ['L0 R1', 'L1 R0']),
    matches(['信访', '复议'], ['十五日', '六十日']),
    template('match_correct'),
  );
  const source = fc.oneof(
    someQuestions.map(([question]) => (question ? itemXml(question) : '')),
    fc.constant(pairs),
  );
  fc.assert(
    fc.property(mangled(source), (text) => expectSense(readQtiXml('a.xml', text))),
    runs,
  );
});

test('mangled QTI 1.2', () => {
  const label = (ident: string) =>
    `<response_label ident="${ident}"><material><mattext texttype="text/html">&lt;b&gt;${ident}&lt;/b&gt;</mattext></material></response_label>`;
  const item = (cardinality: string) =>
    `<item ident="x"><itemmetadata><qtimetadata><qtimetadatafield><fieldlabel>question_type</fieldlabel><fieldentry>multiple_choice_question</fieldentry></qtimetadatafield></qtimetadata></itemmetadata><presentation><material><mattext>stem</mattext></material><response_lid ident="r" rcardinality="${cardinality}"><render_choice>${label('a')}${label('b')}${label('c')}</render_choice></response_lid><response_str ident="s"><render_fib fibtype="Decimal"/></response_str></presentation><resprocessing><respcondition continue="No"><conditionvar><or><varequal respident="r">a</varequal><and><vargte respident="s">1</vargte><varlte respident="s">1</varlte></and></or><not><varequal respident="r">b</varequal></not></conditionvar><setvar action="Set" varname="SCORE">100</setvar></respcondition></resprocessing><itemfeedback ident="general_fb"><material><mattext>why</mattext></material></itemfeedback></item>`;
  const source = fc
    .constantFrom('Single', 'Multiple', 'Ordered')
    .map((cardinality) => `<questestinterop>${item(cardinality)}</questestinterop>`);
  fc.assert(
    fc.property(mangled(source), (text) => expectSense(readQti12('a.xml', text))),
    { numRuns: 2000 },
  );
});

test('a mangled file of a bank', () => {
  const source = `format: 1
title: { zh-CN: 村务, en: Village }
area: law
source: 自编
groups:
  - id: road
    text: 修路
items:
  - { id: q1, kind: single, stem: 甲, options: [登记, 退回], answer: A, explanation: 略, difficulty: 1, group: road }
  - { id: q2, kind: fill_in, stem: 乙____, blanks: [[60, 六十]], explanation: 略, tags: [村务], points: 2 }
  - { id: q3, kind: matching, stem: 丙, pairs: [{ left: 甲, right: 乙 }], extra: [丙], statute: { statute: 条例, article: 第一条 } }
`;
  fc.assert(
    fc.property(mangled(fc.constant(source)), (text) => {
      const read = readBankText('a.yaml', text);
      if (!read.ok) expect(read.errors.length).toBeGreaterThan(0);
      else
        for (const { form, problems } of read.items)
          expect((form === undefined) === problems.length > 0).toBe(true);
    }),
    runs,
  );
});

test('rules made to take long are refused before they are tried out', () => {
  const started = performance.now();
  const many = (count: number, of: (at: number) => string) =>
    Array.from({ length: count }, (_, at) => of(at)).join('');
  const choice = (count: number) =>
    `<choiceInteraction responseIdentifier="RESPONSE" maxChoices="0">${many(count, (at) => `<simpleChoice identifier="C${at}">选${at}</simpleChoice>`)}</choiceInteraction>`;
  const mapping = `<mapping>${many(30_000, (at) => `<mapEntry mapKey="C${at}" mappedValue="1"/>`)}</mapping>`;
  const sums = `<responseProcessing><setOutcomeValue identifier="SCORE"><sum>${many(490, () => '<mapResponse identifier="RESPONSE"/>')}</sum></setOutcomeValue></responseProcessing>`;
  const multiple = 'cardinality="multiple" baseType="identifier"';
  const codes = [
    item2(response(multiple, ['C0', 'C1'], mapping), choice(8), sums),
    item2(response(multiple, ['C0', 'C1']), choice(20_000), template('match_correct')),
    item2(
      response(multiple, ['C0', 'C1']),
      choice(8),
      sums.replace('<sum>', `<sum>${many(5000, () => '<mapResponse identifier="RESPONSE"/>')}`),
    ),
  ].map((text) => {
    const read = readQtiXml('a.xml', text);
    return read.ok ? read.items[0]?.problems[0]?.code : null;
  });
  expect(codes).toEqual(['scoring-unknown', 'too-many', 'scoring-unknown']);
  expect(performance.now() - started).toBeLessThan(10_000);
});
