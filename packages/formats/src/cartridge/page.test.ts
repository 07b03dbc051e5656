// What a page of another system reads as here.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseMarkdown, textOf, visitMarkdown } from '../markdown/parse.ts';
import { renderMarkdown } from '../markdown/render.ts';
import { pageAlone, PNG, webPage } from './cartridges.fixture.ts';
import { openPage, readPage } from './page.ts';

const NOWHERE = { picture: () => null, lesson: () => null };

/** The body of a page as Markdown, without its title, and the codes of what stays behind. */
function read(body: string): [string, string[]] {
  const { markdown, notes } = readPage(openPage(webPage(body)), 'Title', NOWHERE);
  return [(markdown ?? '').replace('# Title\n\n', '').trimEnd(), notes.map(({ code }) => code)];
}

test.each([
  ['<p>one</p><p>two <b>bold</b> <em>it</em></p>', 'one\n\ntwo **bold** *it*'],
  ['<h1>Other</h1><h2>Sub</h2><p>x</p>', '## Other\n\n### Sub\n\nx'],
  ['<div><h2> Title </h2><h3>Sub</h3><p>x</p></div>', '### Sub\n\nx'],
  ['<h2>Sub</h2><h4>Low</h4>', '## Sub\n\n#### Low'],
  ['<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>', '- a\n  \n  - b\n- c'],
  ['<ul><li>a</li><ul><li>b</li></ul>tail</ul>', '- a\n  \n  - b\n  \n  tail'],
  ['<ol><li>a</li></ol>', '1. a'],
  ['<p><a href="https://a.cn/?x=1&amp;y">web</a></p>', '[web](<https://a.cn/?x=1&y>)'],
  ['<a href="https://a.cn/"><p>block</p></a>', 'block\n\n[https://a.cn/](<https://a.cn/>)'],
  ['<strong><p>one</p><p>two</p></strong>', 'one\n\ntwo'],
  ['<nav>go</nav><p>x</p>', 'go\n\nx'],
  ['<p>名字：________</p>', '名字：\\_\\_\\_\\_\\_\\_\\_\\_'],
  ['<pre>a ____\n  b</pre>', '```\na ____\n  b\n```'],
  ['<p># no * _mark_ | &lt;b&gt;</p>', '\\# no \\* \\_mark\\_ \\| \\<b\\>'],
])('%s', (html, markdown) => {
  expect(read(html)).toEqual([markdown, []]);
});

test('tables keep their captions, links and pictures', async () => {
  const { markdown, notes } = await pageAlone(
    '<table><caption>表一</caption><thead><tr><th>甲</th><th>乙</th></tr></thead><tr><td><a href="https://a.cn/|">网</a></td><td><img src="../1.png" alt="a|b"/></td></tr></table>',
    { '1.png': PNG },
  );
  expect(markdown).toBe(
    '# Title\n\n表一\n\n| 甲 | 乙 |\n| --- | --- |\n| [网](<https://a.cn/%7C>) | ![a\\|b](picture-1.png) |\n',
  );
  expect(notes.map(({ code }) => code)).toEqual(['cartridge-left-formatting']);
  expect(renderMarkdown(markdown ?? '')).toContain('<td><img src="picture-1.png" alt="a|b"');
});

test('pictures that cannot be shown leave their description, and are named', async () => {
  const { markdown, notes } = await pageAlone(
    '<p>文<img src="../1.svg" alt="甲"/><img src="https://a.cn/2.png" alt="乙"/><img src="none.png"/><img src="data:image/png;base64,x"/><img src="../empty.png"/></p>',
    { '1.svg': '<svg/>', 'empty.png': '' },
  );
  expect(markdown).toBe('# Title\n\n文（图：甲）（图：乙）\n');
  expect(notes.map(({ code, params }) => [code, params['name']])).toEqual([
    ['cartridge-left-picture', '1.svg'],
    ['cartridge-left-picture', '2.png'],
    ['cartridge-left-picture', 'none.png'],
    ['cartridge-left-picture', 'data:'],
    ['cartridge-left-picture', 'empty.png'],
  ]);
});

test('films, frames, forms and formulas are named', () => {
  expect(
    read(
      '<p>x</p><iframe src="https://v.cn/1">no</iframe><video><source src="a.mp4"/></video><form><button>go</button></form><p>y <math alttext="x^2"><mi>x</mi></math> <math><mi>z</mi></math></p><a href="#part">part</a>',
    ),
  ).toEqual([
    'x\n\ngo\n\ny `x^2` （公式）\n\npart',
    [
      'cartridge-left-embedded',
      'cartridge-left-embedded',
      'cartridge-left-active',
      'cartridge-left-active',
      'cartridge-left-link',
      'cartridge-left-formula',
    ],
  ]);
});

test('pages that cannot be readings do not come in by half', async () => {
  const why = async (body: string) => {
    const { markdown, notes } = await pageAlone(body);
    expect(markdown).toBeNull();
    return notes.map(({ code }) => code).filter((code) => code !== 'cartridge-no-lesson');
  };
  expect(await why('')).toEqual(['cartridge-left-empty']);
  expect(await why('<h1>Title</h1>')).toEqual(['cartridge-left-empty']);
  expect(await why(`<p>${'长'.repeat(9000)}</p>`)).toEqual(['cartridge-left-burden']);
  expect(await why('<div>'.repeat(60) + 'x')).toEqual(['cartridge-left-deep']);
  expect(await why(`<p>${'长'.repeat(1000)}</p>`.repeat(100))).toEqual(['cartridge-left-long']);
  expect(await why('x'.repeat(1024 * 1024))).toEqual(['file-too-large']);
});

test('a link to another lesson becomes its name, unless it is called so', () => {
  const surroundings = {
    ...NOWHERE,
    lesson: (address: string) => (address.includes('other') ? '第二课' : null),
  };
  const page = openPage(
    webPage(
      '<p><a href="other.html">这里</a>，<a href="other.html#x">第 二 课</a>，<a href="none.html">没有</a></p>',
    ),
  );
  const { markdown, notes } = readPage(page, 'Title', surroundings);
  expect(markdown).toBe('# Title\n\n这里（见“第二课”），第 二 课，没有\n');
  expect(notes).toEqual([
    { code: 'cartridge-left-link', params: { title: 'Title', name: 'none.html' } },
  ]);
});

const text = fc.string({
  unit: fc.constantFrom('学', 'a', ' ', '#', '*', '-', '1.', '<', '&', '_', '|', '`', '['),
  minLength: 1,
  maxLength: 8,
});
const escaped = text.map((words) => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;'));
const { tree } = fc.letrec<{ tree: string }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    escaped,
    fc
      .tuple(
        fc.constantFrom(
          'p',
          'div',
          'b',
          'em',
          'span',
          'h1',
          'h2',
          'h3',
          'blockquote',
          'section',
          'font',
          'a',
          'code',
          'nav',
          'dl',
        ),
        fc.array(tie('tree'), { maxLength: 3 }),
      )
      .map(([name, inside]) => `<${name}>${inside.join('')}</${name}>`),
    fc
      .tuple(fc.constantFrom('ul', 'ol'), fc.array(tie('tree'), { minLength: 1, maxLength: 3 }))
      .map(
        ([name, items]) =>
          `<${name}>${items.map((each) => `<li>${each}</li>`).join('')}${name === 'ul' ? '<ul><li>x</li></ul>' : ''}</${name}>`,
      ),
    fc
      .array(fc.tuple(tie('tree'), tie('tree')), { minLength: 1, maxLength: 3 })
      .map(
        (rows) =>
          `<table><caption>c</caption>${rows.map(([one, two]) => `<tr><td>${one}</td><td>${two}</td></tr>`).join('')}</table>`,
      ),
  ),
}));

const wordsOnly = (words: string) => words.replaceAll(/[\s￼]/gu, '');
const htmlWords = (html: string) =>
  wordsOnly(
    html
      .replaceAll(/<[^>]*>/g, '')
      .replaceAll('&lt;', '<')
      .replaceAll('&amp;', '&'),
  );

test('no word of a page is lost, and none is added', () => {
  fc.assert(
    fc.property(fc.array(tree, { minLength: 1, maxLength: 3 }), (parts) => {
      const html = `<p>begin</p>${parts.join('')}`;
      const { markdown, notes } = readPage(openPage(webPage(html)), 'Title', NOWHERE);
      expect(notes.filter(({ code }) => code !== 'cartridge-left-formatting')).toEqual([]);
      expect(wordsOnly(textOf(parseMarkdown(markdown ?? '')))).toBe(`Title${htmlWords(html)}`);
      visitMarkdown(parseMarkdown(markdown ?? ''), (node) => {
        expect(node.type).not.toBe('html');
        if (node.type === 'heading' && node.depth === 1) expect(textOf(node)).toBe('Title');
      });
    }),
    { numRuns: 400 },
  );
});
