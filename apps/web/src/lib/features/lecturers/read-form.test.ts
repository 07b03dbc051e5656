import { expect, test } from 'vitest';
import { lecturerIn, topicsFit, topicsIn } from './read-form.ts';

test('fields of teaching are taken apart at spaces and commas', () => {
  expect(topicsIn(' 信访工作、群众工作, 依法行政 ')).toEqual(['信访工作', '群众工作', '依法行政']);
  expect(topicsFit(topicsIn('一 '.repeat(12)))).toBe(true);
  expect(topicsFit(topicsIn('一 '.repeat(13)))).toBe(false);
  expect(topicsFit(['长'.repeat(21)])).toBe(false);
});

test('what the form does not have is empty', () => {
  const fields: Record<string, string> = { name: '马兰', kind: 'professor', loginName: ' lifang ' };
  expect(lecturerIn((name) => fields[name] ?? '')).toMatchObject({
    name: '马兰',
    kind: 'leader',
    topics: [],
    loginName: 'lifang',
  });
});
