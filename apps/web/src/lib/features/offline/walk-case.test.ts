import type { CaseScript } from '@xueshi/contracts';
import { expect, test } from 'vitest';
import { walkOf } from './walk-case.ts';

const option = (id: string, next: string) => ({
  id,
  next,
  text: `选项 ${id}`,
  consequenceHtml: `<p>结果 ${id}</p>`,
  judgement: 'sound' as const,
});
const script: CaseScript = {
  start: 'first',
  nodes: [
    {
      id: 'first',
      textHtml: '<p>一</p>',
      question: '先做什么？',
      options: [option('a', 'second'), option('b', 'end')],
    },
    { id: 'second', textHtml: '<p>二</p>', question: '接下来？', options: [option('a', 'end')] },
  ],
  endings: [{ id: 'end', title: '结局', textHtml: '' }],
  commentaryHtml: '',
  statutes: [],
  minimumSeconds: 20,
};

test('a case begins at its first decision, with nothing told', () => {
  const { steps, ending } = walkOf(script, []);
  expect(steps).toMatchObject([{ nodeId: 'first', chosen: null }]);
  expect(ending).toBeNull();
  expect(JSON.stringify(steps)).not.toMatch(/结果|sound/);
});

test('what a choice led to is told with it, and judgements at the end alone', () => {
  const midway = walkOf(script, [{ nodeId: 'first', optionId: 'a' }]);
  expect(midway.steps).toMatchObject([
    { chosen: { consequenceHtml: '<p>结果 a</p>', judgement: null } },
    { nodeId: 'second', chosen: null },
  ]);
  const ended = walkOf(script, [{ nodeId: 'first', optionId: 'b' }]);
  expect(ended.ending?.id).toBe('end');
  expect(ended.steps).toMatchObject([{ chosen: { judgement: 'sound' } }]);
});
