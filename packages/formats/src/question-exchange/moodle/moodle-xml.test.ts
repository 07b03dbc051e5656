import fc from 'fast-check';
import { expect, test } from 'vitest';
import { describe as said } from '../../located-error.ts';
import type { ItemRead } from '../item-reading.ts';
import { someQuestions } from '../questions.fixture.ts';
import { readMoodleXml } from './read-moodle-xml.ts';
import { writeMoodleXml } from './write-moodle-xml.ts';

const quiz = (...questions: string[]) =>
  `<?xml version="1.0"?>\n<quiz>\n${questions.join('\n')}\n</quiz>`;
const question = (type: string, body: string) =>
  `<question type="${type}"><name><text>题</text></name><questiontext format="html"><text><![CDATA[<p>题干</p>]]></text></questiontext>${body}</question>`;
const answer = (fraction: string, words: string, more = '') =>
  `<answer fraction="${fraction}" format="html"><text><![CDATA[${words}]]></text>${more}</answer>`;

function itemsOf(source: string): readonly ItemRead[] {
  const read = readMoodleXml('bank.xml', source);
  return read.ok ? read.items : [];
}
const first = (type: string, body: string) => itemsOf(quiz(question(type, body)))[0];
const codeOf = (source: string) => {
  const read = readMoodleXml('bank.xml', source);
  return read.ok ? null : read.errors.map(({ code, line }) => `${code}:${line ?? ''}`).join();
};

test('what goes out as Moodle XML comes back the same', () => {
  fc.assert(
    fc.property(someQuestions, (questions) => {
      const { text } = writeMoodleXml('out.xml', questions);
      const items = itemsOf(text);
      expect(items.flatMap(({ problems }) => problems.map((each) => said(each, 'en')))).toEqual([]);
      expect(items.map((item) => item.question)).toEqual(questions);
    }),
    { numRuns: 300 },
  );
});

test('what Moodle will score otherwise is said', () => {
  const base = { stem: '题', explanation: null, difficulty: null, points: 1, tags: [] };
  const { notes } = writeMoodleXml('out.xml', [
    { ...base, id: 'a', kind: 'multiple', options: ['甲', '乙'], answer: ['A', 'B'] },
    { ...base, id: 'b', kind: 'ordering', steps: ['甲', '乙', '丙'] },
    { ...base, id: 'c', stem: '看 ![图](map.webp)', kind: 'true_false', answer: true },
  ]);
  expect(notes.map(({ code, params }) => `${params['item'] ?? ''} ${code}`)).toEqual([
    'a out-partial',
    'b out-ordering',
    'c left-image',
  ]);
});

test('each type becomes its own', () => {
  const single = first(
    'multichoice',
    `<single>true</single><generalfeedback format="html"><text>&lt;p&gt;依据&lt;b&gt;第十条&lt;/b&gt;&lt;/p&gt;</text></generalfeedback>${answer('100', '<p>甲</p>')}${answer('0', '<p>乙</p>')}<tags><tag><text>难度：2</text></tag></tags><defaultgrade>2.0000000</defaultgrade>`,
  );
  expect(single?.question).toMatchObject({
    kind: 'single',
    stem: '题干',
    options: ['甲', '乙'],
    answer: 'A',
    explanation: '依据**第十条**',
    difficulty: 2,
    points: 2,
  });
  expect(single?.scoresAlike).toBe(true);
  expect(
    first('multichoiceset', answer('100', '甲') + answer('100', '乙') + answer('0', '丙')),
  ).toMatchObject({
    question: { kind: 'multiple', answer: ['A', 'B'] },
    scoresAlike: true,
  });
  expect(
    first('multichoice', `<single>false</single>${answer('50', '甲')}${answer('50', '乙')}`),
  ).toMatchObject({
    question: { kind: 'multiple', answer: ['A', 'B'] },
    scoresAlike: false,
    notes: [{ code: 'score-whole' }],
  });
  expect(first('truefalse', answer('0', 'true') + answer('100', 'false'))?.question).toMatchObject({
    answer: false,
  });
  expect(
    first('numerical', answer('100', '30', '<tolerance>0</tolerance>'))?.question,
  ).toMatchObject({
    stem: '题干 ____',
    blanks: [['30']],
  });
  const cloze = itemsOf(
    quiz(
      '<question type="cloze"><name><text>空</text></name><questiontext format="html"><text>&lt;p&gt;{1:SHORTANSWER:=六十日~=60日~%50%两月#差不多} 和 {1:NUMERICAL:=3:0}&lt;/p&gt;</text></questiontext></question>',
    ),
  )[0];
  expect(cloze?.question).toMatchObject({
    stem: '____ 和 ____',
    blanks: [['六十日', '60日'], ['3']],
  });
  expect(cloze?.notes.map(({ code }) => code)).toEqual([
    'left-feedback',
    'score-partial',
    'number-as-text',
  ]);
});

test('what cannot come in says why, with its line', () => {
  const items = itemsOf(
    quiz(
      question('description', ''),
      question('calculated', ''),
      question('ddimageortext', ''),
      question('numerical', answer('100', '3.14', '<tolerance>0.01</tolerance>')),
      question('multichoice', `<single>true</single>${answer('x', '甲')}${answer('0', '乙')}`),
      question(
        'multichoice',
        `<single>true</single>${answer('100', '<img src="a.png">')}${answer('0', '乙')}`,
      ),
    ),
  );
  expect(
    items.map(({ problems, question: none }) => [problems[0]?.code, problems[0]?.line, none]),
  ).toEqual([
    ['question-not', 3, null],
    ['number-formula', 4, null],
    ['question-type', 5, null],
    ['number-range', 6, null],
    ['moodle-weight', 7, null],
    ['blank-text', 8, null],
  ]);
});

test('hostile XML is refused as a whole and read no further', () => {
  const bomb = `<!DOCTYPE quiz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>\n<quiz>&b;</quiz>`;
  expect(codeOf(bomb)).toMatch(/^xml-(?:doctype|syntax):/);
  expect(codeOf('<!DOCTYPE quiz SYSTEM "file:///etc/passwd">\n<quiz/>')).toBe('xml-doctype:1');
  expect(
    codeOf('<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<quiz>&x;</quiz>'),
  ).toMatch(/^xml-/);
  expect(codeOf('<quiz>\n<question>\n</quiz>')).toBe('xml-syntax:3');
  expect(codeOf(`<quiz>${'<a>'.repeat(50_000)}${'</a>'.repeat(50_000)}</quiz>`)).toMatch(
    /^xml-too-deep/,
  );
  expect(codeOf(`<quiz>${'<a/>'.repeat(1_000_000)}</quiz>`)).toBe('xml-too-much:');
  expect(codeOf('<html/>')).toBe('xml-other:1');
  expect(codeOf('<quiz/>')).toBe('questions-none:');
  expect(codeOf('')).toMatch(/^xml-syntax/);
});

test('scripts in the HTML of a question are taken out and said', () => {
  const item = first(
    'truefalse',
    answer('100', 'true') +
      answer('0', 'false') +
      '<generalfeedback format="html"><text><![CDATA[<img src=x onerror=alert(1)><svg onload=alert(2)></svg><script>alert(3)</script>好]]></text></generalfeedback>',
  );
  expect(item?.question?.explanation).toBe('好');
  expect(item?.notes.map(({ code }) => code)).toContain('left-active');
});
