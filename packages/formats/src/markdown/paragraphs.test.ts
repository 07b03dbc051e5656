import fc from 'fast-check';
import { expect, test } from 'vitest';
import { numberParagraphs } from './paragraphs.ts';
import { renderMarkdown } from './render.ts';

const numbered = (markdown: string) => numberParagraphs(renderMarkdown(markdown));

test('paragraphs, points of lists and quotations are numbered in their order', () => {
  const { html, paragraphs } = numbered(
    '# 题目\n\n先请人**坐下**。\n\n- 登记\n- 告知\n\n> 群众来访，\n> 应当接待。\n\n1 < 2 & 3',
  );
  expect(paragraphs).toEqual([
    '先请人坐下。',
    '登记',
    '告知',
    '群众来访， 应当接待。',
    '1 < 2 & 3',
  ]);
  expect(html).toContain('<p id="paragraph-1">先请人<strong>坐下</strong>。</p>');
  expect(html).toContain('<li id="paragraph-3">告知</li>');
});

test('a point that holds a list or paragraphs is counted once', () => {
  expect(numbered('- 一\n  - 一之一\n- 二').paragraphs).toEqual(['一', '一之一', '二']);
  expect(numbered('- 一\n\n  续\n\n- 二').paragraphs).toEqual(['一', '续', '二']);
});

test('numbering adds ids and changes nothing else, whatever the text', () => {
  const piece = fc.constantFrom(
    '文字',
    '**粗**',
    '\n\n',
    '- ',
    '> ',
    '1. ',
    '<p>',
    '`码`',
    '#',
    '|',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const plain = renderMarkdown(pieces.join(''));
      const { html, paragraphs } = numberParagraphs(plain);
      expect(html.replaceAll(/ id="paragraph-\d+"/g, '')).toBe(plain);
      expect(html.match(/id="paragraph-\d+"/g) ?? []).toHaveLength(paragraphs.length);
    }),
  );
});
