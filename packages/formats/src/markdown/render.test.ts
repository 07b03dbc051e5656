import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainText } from './plain-text.ts';
import { renderMarkdown } from './render.ts';

test('headings, tables and lists become HTML', () => {
  const html = renderMarkdown(
    '# 标题\n\n| 甲 | 乙 |\n| :-- | --: |\n| 1 | 2 |\n\n1. 一\n2. 二\n\n- [x] 做完\n',
  );
  expect(html).toContain('<h1 id="text-标题">标题</h1>');
  expect(html).toContain('<th align="left">甲</th>');
  expect(html).toContain('<td align="right">2</td>');
  expect(html).toContain('<ol>');
  expect(html).toContain('<input type="checkbox" checked disabled>');
});

test('bold text ends at Chinese punctuation as its author meant', () => {
  expect(renderMarkdown('**“重点”**在后面')).toBe('<p><strong>“重点”</strong>在后面</p>');
});

test('a quoted article becomes a statute quotation with its source', () => {
  const markdown = '> 应当**当场**登记。\n>\n> —— 《信访工作条例》第十七条第二款\n';
  const html = renderMarkdown(markdown).replaceAll('\n', '');
  expect(html).toBe(
    '<blockquote class="statute" data-statute="信访工作条例" data-article="第十七条">' +
      '<p>应当<strong>当场</strong>登记。</p>' +
      '<footer>—— 《信访工作条例》第十七条第二款</footer></blockquote>',
  );
});

test('the source may stand on the last line of the same paragraph', () => {
  for (const lineEnd of ['\n', '  \n', '\\\n']) {
    const html = renderMarkdown(`> 应当登记。${lineEnd}> —— 《甲法》第一条`).replaceAll('\n', '');
    expect(html).toContain('<p>应当登记。</p><footer>—— 《甲法》第一条</footer>');
  }
});

test('an ordinary quotation stays one', () => {
  expect(renderMarkdown('> 没有调查，没有发言权。\n>\n> —— 毛泽东')).not.toContain('statute');
});

test('headings can be linked to, also when two say the same', () => {
  const html = renderMarkdown('## 期限\n\n## 期限\n\n## 期限-2\n\n## !!!\n\n[去](#text-期限)', {
    idPrefix: 'text-',
  });
  expect(html.match(/id="[^"]*"/g)).toEqual([
    'id="text-期限"',
    'id="text-期限-2"',
    'id="text-期限-2-2"',
    'id="text-section"',
  ]);
});

test('a very long heading used twice still has two ids', () => {
  const heading = `# ${'长'.repeat(200)}\n\n`;
  const ids = renderMarkdown(heading.repeat(3)).match(/id="[^"]*"/g);
  expect(new Set(ids).size).toBe(3);
});

test('footnotes link to their notes and back', () => {
  const html = renderMarkdown('话[^1]\n\n[^1]: 注', { idPrefix: 'c1-' });
  const ids = [...html.matchAll(/ id="([^"]*)"/g)].map((match) => match[1]);
  const targets = [...html.matchAll(/ href="#([^"]*)"/g)].map((match) =>
    decodeURIComponent(match[1] ?? ''),
  );
  expect(targets).toHaveLength(2);
  expect(targets.every((target) => ids.includes(target))).toBe(true);
});

test('a link to the outside gives nothing away; a link within the site is plain', () => {
  expect(renderMarkdown('[甲](https://example.org/a)')).toContain('rel="noopener noreferrer"');
  expect(renderMarkdown('[甲](//example.org/a)')).toContain('rel="noopener noreferrer"');
  expect(renderMarkdown('<https://example.org>')).toContain('rel="noopener noreferrer"');
  expect(renderMarkdown('[甲](/courses)')).toBe('<p><a href="/courses">甲</a></p>');
  expect(renderMarkdown('[甲](#乙)')).not.toContain('rel=');
});

test('pictures are shown only from beside the text', () => {
  expect(renderMarkdown('![图](slides/01.webp "题")')).toBe(
    '<p><img src="slides/01.webp" alt="图" title="题" loading="lazy"></p>',
  );
  const refused = [
    'https://e.org/a.png',
    '//e.org/a.png',
    '/a.png',
    '../a.png',
    'a/%2e%2e/b.png',
    '%2Fa.png',
    'data:image/png;base64,AA',
    'a.svg?x',
    'C:a.png',
  ];
  for (const address of refused)
    expect(renderMarkdown(`![图](${address})`), address).toBe('<p></p>');
});

const attacks = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)>',
  '<svg><script>alert(1)</script></svg>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<iframe src="javascript:alert(1)"></iframe>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<object data="javascript:alert(1)"></object>',
  '<embed src="javascript:alert(1)">',
  '<form action="javascript:alert(1)"><button>x</button></form>',
  '<a href="javascript:alert(1)">x</a>',
  '<details open ontoggle=alert(1)>',
  '<video><source onerror=alert(1)></video>',
  '<body onload=alert(1)>',
  '<base href="//evil.example/">',
  '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">',
  '<link rel=stylesheet href="//evil.example">',
  '<style>*{background:url(//evil.example)}</style>',
  '<div style="background:url(javascript:alert(1))">x</div>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<template><script>alert(1)</script></template>',
  '<!--><img src=x onerror=alert(1)>-->',
  '<![CDATA[<script>alert(1)</script>]]>',
  '<?xml version="1.0"?><script>alert(1)</script>',
  '<script\n>alert(1)</script\n>',
  '<<script>alert(1)//<</script>',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](javascript&colon;alert(1))',
  '[x](javascript&#58;alert(1))',
  '[x](java&#x0A;script:alert(1))',
  '[x](java&Tab;script:alert(1))',
  '[x](&#1;javascript:alert(1))',
  '[x](<java\tscript:alert(1)>)',
  '[x](\u00A0javascript:alert(1))',
  '[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)',
  '[x](vbscript:msgbox(1))',
  '[x](file:///etc/passwd)',
  '[x](blob:https://example.org/1)',
  '[x]( javascript:alert(1) "title")',
  '[x][1]\n\n[1]: javascript:alert(1)',
  '<javascript:alert(1)>',
  '![x](javascript:alert(1))',
  '![x](x"onerror="alert(1))',
  '![x" onerror="alert(1)](a.png)',
  '![x](a.png "x\\" onerror=\\"alert(1)")',
  '[x](https://example.org "x\\" onclick=\\"alert(1)")',
  '[x](https://example.org/"onclick="alert(1))',
  '# <img src=x onerror=alert(1)>',
  '# x" onclick="alert(1)',
  '```x" onclick="alert(1)\n```',
  '```"><script>alert(1)</script>\n```',
  '`<script>alert(1)</script>`',
  '| <img src=x onerror=alert(1)> |\n| --- |\n| <script>alert(1)</script> |',
  '[^x" onclick="alert(1)]\n\n[^x" onclick="alert(1)]: y',
  '> x\n>\n> —— 《x" onclick="alert(1)》第一条',
  '> x\n>\n> —— 《<img src=x onerror=alert(1)>》第一条',
  'https://example.org/"onmouseover="alert(1)',
  'www.example.org/<script>alert(1)</script>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '\\<script>alert(1)\\</script>',
  '**<b onclick=alert(1)>x</b>**',
  '- [x] <input onfocus=alert(1) autofocus>',
  `${'>'.repeat(100)}<script>alert(1)</script>`,
  '<a id=location>x</a><form name=body></form>',
  'a\0<script>alert(1)</script>',
];

const allowedTags = new Set(
  'h1 h2 h3 h4 h5 h6 p br hr blockquote footer pre code em strong del sup a img ul ol li input section table thead tbody tr th td'.split(
    ' ',
  ),
);
const allowedAttributes = new Set(
  'href title rel id src alt loading class type disabled checked start align data-statute data-article data-footnotes data-footnote-ref data-footnote-backref aria-label'.split(
    ' ',
  ),
);

/** Reads the serialised tags as a browser would: quoted values first, so text cannot look like a tag. */
function expectHarmless(html: string): void {
  const tags = [...html.matchAll(/<(?:"[^"]*"|[^">])*>?/g)].map(([tag]) => tag);
  for (const tag of tags) {
    const [, name = '', rest = ''] =
      /^<\/?([a-z0-9]+)((?:\s+[a-z-]+(?:="[^"]*")?)*)>$/.exec(tag) ?? [];
    expect(allowedTags, tag).toContain(name);
    for (const [, attribute = '', value = ''] of rest.matchAll(/\s+([a-z-]+)(?:="([^"]*)")?/g)) {
      expect(allowedAttributes, tag).toContain(attribute);
      if (attribute === 'src') expect(value).not.toMatch(/:|^\/|\.\./);
      if (attribute === 'href') expect(value).toMatch(/^(https?:|mailto:|#|[^:]*$)/);
      if (attribute === 'id') expect(value).toMatch(/^text-/);
    }
  }
}

test.each(attacks)('nothing in %j runs', (attack) => {
  expectHarmless(renderMarkdown(attack));
  expectHarmless(renderMarkdown(`文字\n\n${attack}\n\n> ${attack}\n\n- ${attack}`));
});

test('the check of harmlessness itself finds harm', () => {
  for (const harm of [
    '<script>',
    '<p onclick="x">',
    '<a href="javascript:x">',
    '<p id="body">',
    '<img src="/x">',
    '<p',
  ]) {
    expect(() => expectHarmless(harm), harm).toThrow();
  }
});

test('no text whatever makes the rendering throw or let anything through', () => {
  const piece = fc.constantFrom(
    '<',
    '>',
    '"',
    "'",
    '&',
    '[',
    ']',
    '(',
    ')',
    '!',
    '`',
    '\n',
    '> ',
    '- ',
    '#',
    '|',
    ' ',
    'javascript:',
    'onerror=',
    'img',
    'script',
    '《甲》第一条',
    '—— ',
    '[^1]',
    ':',
    '*',
    '\\',
    '\0',
  );
  fc.assert(
    fc.property(fc.string({ unit: piece, maxLength: 60 }), (text) => {
      expectHarmless(renderMarkdown(text));
      expect(typeof plainText(text)).toBe('string');
    }),
    { numRuns: 1000 },
  );
}, 30_000);

test('quotes and lists nested beyond reason come back as plain text', () => {
  for (const bomb of [
    '>'.repeat(100_000),
    '> '.repeat(100_000),
    '- '.repeat(100_000),
    `${'1. '.repeat(50_000)}x`,
  ]) {
    expect(renderMarkdown(bomb)).toMatch(/^<p>/);
    expect(plainText(bomb)).toBe(bomb);
  }
});

test('one enormous paragraph does not hold the server up', () => {
  const html = renderMarkdown('*a **b '.repeat(20_000));
  expect(html.startsWith('<p>*a **b')).toBe(true);
});

test('plain text keeps the words and drops the marks', () => {
  const markdown =
    '# 题\n\n**重** [链](https://e.org) ![图](a.webp)<b>粗</b>\n\n| 甲 | 乙 |\n| - | - |\n| 丙 | 丁 |\n\n- 一\n- 二\n\n```\n码\n```\n';
  expect(plainText(markdown)).toBe('题\n重 链 图粗\n甲\t乙\n丙\t丁\n一\n二\n码');
});

test('cited articles become links where they can be read, except in links and code', () => {
  const articleUrl = ({
    statute,
    article,
    year,
  }: {
    statute: string;
    article: string;
    year: number | null;
  }) => (statute === '甲法' ? `/statutes/甲法?year=${year ?? ''}#${article}` : null);
  const html = renderMarkdown(
    '见《甲法》第三条、第五条和《乙法》第一条，`《甲法》第三条`，[《甲法》第三条](https://example.org)。\n\n> 便民。\n> —— 《甲法》（2017年）第一条',
    { articleUrl },
  );
  const links = [...html.matchAll(/<a href="([^"]*)"[^>]*>([^<]*)<\/a>/gu)].map((match) =>
    match.slice(1),
  );
  expect(links).toEqual([
    ['/statutes/甲法?year=#第三条', '《甲法》第三条'],
    ['/statutes/甲法?year=#第五条', '第五条'],
    ['https://example.org', '《甲法》第三条'],
    ['/statutes/甲法?year=2017#第一条', '《甲法》（2017年）第一条'],
  ]);
  expect(renderMarkdown('见《甲法》第三条')).not.toContain('<a');
});
