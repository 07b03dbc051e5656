import type { DraftLesson } from '@xueshi/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arrangedLessons, kindField, ORDER, titleField } from './arranged.ts';
import { factsIn, sourceRows, tagsFit, tagsIn } from './read-facts.ts';

const lessons: DraftLesson[] = ['reading', 'quiz', 'case'].map((id) => ({
  id,
  kind: 'reading',
  title: { 'zh-CN': id, en: '' },
  required: true,
}));
const formOf = (fields: Record<string, string>) => (name: string) => fields[name] ?? '';
const ids = (order: string) =>
  arrangedLessons(lessons, formOf({ [ORDER]: order })).map(({ id }) => id);

test('lessons are moved and taken out, and stay where there is no further', () => {
  expect(ids('up.quiz')).toEqual(['quiz', 'reading', 'case']);
  expect(ids('down.quiz')).toEqual(['reading', 'case', 'quiz']);
  expect(ids('out.quiz')).toEqual(['reading', 'case']);
  for (const order of ['up.reading', 'down.case', 'up.unknown', '']) {
    expect(ids(order)).toEqual(['reading', 'quiz', 'case']);
  }
});

test('a lesson that is dragged stands where it was let go, and the others keep their order', () => {
  expect(ids('to-0.case')).toEqual(['case', 'reading', 'quiz']);
  expect(ids('to-1.reading')).toEqual(['quiz', 'reading', 'case']);
  expect(ids('to-2.reading')).toEqual(['quiz', 'case', 'reading']);
  expect(ids('to-9.reading')).toEqual(['quiz', 'case', 'reading']);
  for (const order of ['to-1.quiz', 'to-1.unknown', 'to-.quiz', 'to--1.quiz'])
    expect(ids(order)).toEqual(['reading', 'quiz', 'case']);
});

test('what was typed is kept with every button', () => {
  const form = formOf({
    [titleField('quiz', 'zh')]: '测验',
    [titleField('quiz', 'en')]: 'Quiz',
    [kindField('quiz')]: 'optional',
    [ORDER]: 'up.quiz',
  });
  expect(arrangedLessons(lessons, form)[0]).toEqual({
    id: 'quiz',
    kind: 'reading',
    title: { 'zh-CN': '测验', en: 'Quiz' },
    required: false,
  });
});

test('tags are taken apart at spaces and at Chinese and Latin commas', () => {
  const word = fc.stringMatching(/^[\p{Script=Han}a-z]{1,12}$/u);
  const tags = fc.array(word, { minLength: 1, maxLength: 8 });
  const between = fc.constantFrom(' ', '　', '、', '，', ', ');
  fc.assert(
    fc.property(tags, between, (words, mark) => {
      expect(tagsIn(words.join(mark))).toEqual(words);
      expect(tagsFit(words)).toBe(true);
    }),
  );
  expect(tagsIn(' 、 ')).toEqual([]);
  expect(tagsFit(Array.from({ length: 9 }, () => '村'))).toBe(false);
  expect(tagsFit(['村'.repeat(13)])).toBe(false);
});

test('sources come back as they were typed, without the empty rows', () => {
  const source = { title: '信访工作条例', issuer: '国务院', date: '2022-02-25' };
  expect(sourceRows([source])).toHaveLength(4);
  expect(sourceRows(Array.from({ length: 50 }, () => source))).toHaveLength(50);
  const form = formOf({ 'source.2.title': '信访工作条例', 'source.2.issuer': '国务院' });
  expect(factsIn(form).sources).toEqual([{ ...source, date: '' }]);
});

test('further settings are read where they differ from what holds by itself', () => {
  const plain = factsIn(formOf({ seeking: 'free', maxRate: '1', valuation: 'linear', hours: '2' }));
  expect(plain).not.toHaveProperty('seeking');
  expect(plain).not.toHaveProperty('maxRate');
  expect(plain).not.toHaveProperty('valuation');
  expect(plain).not.toHaveProperty('equivalence');
  const typed = { seeking: 'watched', maxRate: '1.5', valuation: 'authored', hours: '0.75' };
  expect(factsIn(formOf({ ...typed, equivalence: ' petition-work ' }))).toMatchObject({
    seeking: 'watched',
    maxRate: 1.5,
    valuation: { kind: 'authored', hundredths: 75 },
    equivalence: 'petition-work',
  });
  // No number, or none that any course has: the check says so at its field.
  const hoursOf = (hours: string) => factsIn(formOf({ valuation: 'authored', hours })).valuation;
  expect(hoursOf('一')).toEqual({ kind: 'authored', hundredths: 0 });
  expect(hoursOf('-1')).toEqual({ kind: 'authored', hundredths: 0 });
  expect(hoursOf('1e9')).toEqual({ kind: 'authored', hundredths: 1_000_000 });
});
