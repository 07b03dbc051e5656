import { expect, test } from 'vitest';
import {
  brokenCourse,
  errorsOf,
  expectOneError,
  folderOf,
  type Breakage,
} from './broken-course.fixture.ts';

const breakages: Breakage[] = [
  {
    promise: 'a case of two minutes is refused',
    find: 'minutes: 12',
    put: 'minutes: 2',
    code: 'number-too-small',
    at: 'minutes',
  },
  {
    promise: 'an option that leads nowhere is refused',
    find: 'judgement: arguable, next: second',
    put: 'judgement: arguable, next: third',
    code: 'next-unknown',
    at: 'next: third',
  },
  {
    promise: 'an ending nobody reaches is refused',
    find: 'next: again',
    put: 'next: settled',
    code: 'case-unreachable',
    at: 'id: again',
  },
  {
    promise: 'a path that comes back is refused',
    find: 'judgement: arguable, next: second',
    put: 'judgement: arguable, next: first',
    code: 'case-cycle',
    at: 'next: first',
  },
  {
    promise: 'two options with one id are refused',
    find: '{ id: b, text: 请派代表',
    put: '{ id: a, text: 请派代表',
    code: 'id-twice',
    at: '请派代表',
  },
  {
    promise: 'a judgement that does not exist is refused',
    find: 'judgement: poor',
    put: 'judgement: silly',
    code: 'not-allowed',
    at: 'silly',
  },
  {
    promise: 'one option is no choice',
    find: '      - { id: b, text: 请派代表, consequence: 也可以。, judgement: arguable, next: second }\n',
    put: '',
    code: 'too-few',
    at: '- { id: a, text: 请进来',
  },
  {
    promise: 'a missing article among the statutes is named',
    find: 'article: 第二条',
    put: 'article: 第二十条',
    code: 'article-unknown',
    at: '第二十条',
  },
  {
    promise: 'a wrong citation inside a block of text is found on its line',
    find: '  领头的说',
    put: '  《样例条例》第九条\n  领头的说',
    code: 'article-unknown',
    at: '第九条',
  },
  {
    promise: 'a start that is no node is refused',
    find: 'start: first',
    put: 'start: zeroth',
    code: 'start-unknown',
    at: 'start: zeroth',
  },
];

test.each(breakages)('$promise', (breakage) => expectOneError('case.yaml', breakage));

test('an ending cannot take the id of a node', async () => {
  const folder = await folderOf(
    brokenCourse('case.yaml', '{ id: again, title', '{ id: second, title'),
  );
  expect(await errorsOf(folder)).toEqual(['next-unknown case.yaml:27', 'id-twice case.yaml:30']);
});

test('a case from which no ending can be reached is refused', async () => {
  const circle = brokenCourse(
    'case.yaml',
    'judgement: sound, next: settled',
    'judgement: sound, next: first',
  );
  const text = String(circle['case.yaml']).replace('next: again', 'next: first');
  const codes = (await errorsOf(await folderOf({ ...circle, 'case.yaml': text }))).map(
    (error) => error.split(' ')[0],
  );
  expect(codes.filter((code) => code === 'case-dead-end')).toHaveLength(2);
  expect(codes.filter((code) => code === 'case-cycle')).toHaveLength(2);
});
