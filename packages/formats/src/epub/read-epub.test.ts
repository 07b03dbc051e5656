// Books as they are sent, and as nobody should send them.
import fc from 'fast-check';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { roomForTest } from '../courseware/packages.fixture.ts';
import { renderMarkdown } from '../markdown/render.ts';
import {
  chapterFile,
  CONTAINER,
  navigation,
  packageDocument,
  soundBook,
  zippedBook,
  type EpubFiles,
} from './epubs.fixture.ts';
import { readEpub, type EpubBook } from './read-epub.ts';

async function read(files: EpubFiles | Uint8Array) {
  const room = await roomForTest();
  const path = join(room, 'book.epub');
  const folder = join(room, 'pictures');
  await mkdir(folder);
  await writeFile(path, files instanceof Uint8Array ? files : zippedBook(files));
  const outcome = await readEpub(path, folder);
  return { outcome, written: (await readdir(folder)).sort() };
}

async function bookOf(files: EpubFiles): Promise<EpubBook & { written: string[] }> {
  const { outcome, written } = await read(files);
  if (!outcome.ok) throw new Error(`refused: ${outcome.problem} ${JSON.stringify(outcome.errors)}`);
  return { ...outcome.book, written };
}

const oneChapter = (body: string, more: EpubFiles = {}): EpubFiles => ({
  'META-INF/container.xml': CONTAINER,
  'OEBPS/content.opf': packageDocument(['one.xhtml']),
  'OEBPS/one.xhtml': chapterFile(body),
  ...more,
});
const htmlOf = async (body: string, more: EpubFiles = {}) => {
  const { chapters } = await bookOf(oneChapter(body, more));
  return chapters.map(({ markdown }) => renderMarkdown(markdown)).join('');
};

test('chapters, their table of contents and their pictures are read', async () => {
  expect(await bookOf(soundBook())).toEqual({
    title: '信访工作读本',
    language: 'zh-CN',
    chapters: [
      {
        title: '第一章 接访',
        markdown:
          '先请人**坐下**，再听。\n\n![接访流程](p0001.png)\n\n期限见第二章（见“第二章 办理”）。\n',
        text: expect.stringContaining('先请人坐下'),
      },
      { title: '第二章 办理', markdown: '六十日内办结。\n', text: '六十日内办结。' },
    ],
    outline: [
      { title: '第一章 接访', level: 1, chapter: 1 },
      { title: '第二章 办理', level: 1, chapter: 2 },
    ],
    written: ['p0001.png'],
  });
});

test('EPUB 2 lists its contents in levels, with a document type of its own', async () => {
  const ncx = `<?xml version="1.0"?><!DOCTYPE ncx PUBLIC "-//NISO//DTD ncx 2005-1//EN" "http://www.daisy.org/z3986/2005/ncx-2005-1.dtd">
<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint id="a"><navLabel><text>上编</text></navLabel><content src="text/one.xhtml"/><navPoint id="b"><navLabel><text>第二节</text></navLabel><content src="text/two.xhtml#x"/></navPoint></navPoint></navMap></ncx>`;
  const files = { ...soundBook(), 'OEBPS/toc.ncx': ncx };
  const document = packageDocument(
    ['text/one.xhtml', 'text/two.xhtml'],
    '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>',
    'en-GB',
  ).replace(/<item id="nav"[^>]*>/, '');
  const book = await bookOf({ ...files, 'OEBPS/content.opf': document });
  expect(book.language).toBe('en');
  expect(book.outline).toEqual([
    { title: '上编', level: 1, chapter: 1 },
    { title: '第二节', level: 2, chapter: 2 },
  ]);
});

test('what acts stays behind: scripts, handlers, frames, forms, foreign pictures and styles', async () => {
  const html = await htmlOf(
    `<p onclick="alert(1)" style="background:url(http://a.cn/x)">文字</p><script src="x.js"/><script>alert(2)</script>
    <iframe src="http://a.cn/"></iframe><form action="http://a.cn/"><input name="a"/></form>
    <img src="http://a.cn/x.png" alt="外面的图"/><img src="data:image/png;base64,AAAA" alt="内嵌"/><svg onload="alert(3)"><script>alert(4)</script></svg>
    <a href="javascript:alert(5)">点</a><a href="https://www.gov.cn/">网站</a><object data="x.swf"></object><p>以后的文字</p>`,
  );
  expect(html).toContain('文字');
  expect(html).toContain('以后的文字');
  expect(html).not.toMatch(
    /alert|javascript|iframe|<form|<object|<svg|<script|onclick|style=|src=/i,
  );
  expect(html.match(/href="[^"]*"/g)).toEqual(['href="https://www.gov.cn/"']);
});

test('elements that XHTML closes at once do not swallow what follows', async () => {
  const html = await htmlOf(
    '<title/><script src="a.js"/><a id="p1"/><p>一<span/>二</p><div/><p>三</p>',
  );
  expect(html.replaceAll('\n', '')).toBe('<p>一二</p><p>三</p>');
});

test.each([
  '../../../etc/passwd.png',
  '/OEBPS/x.png',
  'file:///x.png',
  '%2e%2e/%2e%2e/x.png',
  'x.svg',
  'none.png',
])('a picture that is no picture of the book: %s', async (src) => {
  const { chapters, written } = await bookOf(
    oneChapter(`<p>文</p><img src="${src}" alt=""/>`, { 'OEBPS/x.svg': '<svg/>' }),
  );
  expect(chapters[0]?.markdown).toBe('文\n');
  expect(written).toEqual([]);
});

test('a book with copy protection is refused, one whose fonts alone are disguised is read', async () => {
  const encryption = (algorithm: string) =>
    `<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData><enc:EncryptionMethod Algorithm="${algorithm}"/></enc:EncryptedData></encryption>`;
  const withFile = async (name: string, content: string) =>
    (await read({ ...soundBook(), [`META-INF/${name}`]: content })).outcome;
  const locked = { ok: false, problem: 'epub-locked' };
  const aes = encryption('http://www.w3.org/2001/04/xmlenc#aes256-cbc');
  expect(await withFile('encryption.xml', aes)).toMatchObject(locked);
  expect(await withFile('encryption.xml', 'no XML')).toMatchObject(locked);
  expect(await withFile('rights.xml', '<rights/>')).toMatchObject(locked);
  expect(await withFile('license.lcpl', '{}')).toMatchObject(locked);
  const fonts = encryption('http://www.idpf.org/2008/embedding');
  expect(await withFile('encryption.xml', fonts)).toMatchObject({ ok: true });
});

test('hostile archives and hostile XML are refused whole', async () => {
  const codes = async (files: EpubFiles | Uint8Array) => {
    const { outcome, written } = await read(files);
    expect(written).toEqual([]);
    return outcome.ok ? 'read' : [outcome.problem, ...outcome.errors.map(({ code }) => code)];
  };
  const png = new Uint8Array([1, 2, 3]);
  const book = soundBook();
  expect(await codes({ ...book, '../../evil.png': png })).toEqual(['not-an-epub', 'archive-path']);
  const link = { os: 3, attrs: 0o120777 * 65_536 };
  expect(await codes({ ...book, 'OEBPS/l.png': [png, link] })).toEqual([
    'not-an-epub',
    'archive-link',
  ]);
  const bomb = new Uint8Array(16 * 1024 * 1024);
  expect(await codes({ ...book, 'OEBPS/b.png': bomb })).toEqual(['not-an-epub', 'archive-bomb']);
  const laughs = `<!DOCTYPE package [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>`;
  const opf = packageDocument(['text/one.xhtml']).replace('?>\n', `?>\n${laughs}\n`);
  expect(await codes({ ...book, 'OEBPS/content.opf': opf })).toEqual([
    'not-an-epub',
    'xml-doctype',
  ]);
  const outside = '<!DOCTYPE container SYSTEM "file:///etc/passwd"><container/>';
  expect(await codes({ ...book, 'META-INF/container.xml': outside })).toEqual([
    'not-an-epub',
    'archive-missing',
  ]);
  expect(await codes({ 'a.txt': 'x' })).toEqual(['not-an-epub', 'archive-missing']);
  expect(await codes(new Uint8Array([1, 2, 3]))).toEqual(['not-an-epub', 'archive-damaged']);
  expect(await codes(zippedBook(book).slice(0, 400))).toEqual(['not-an-epub', 'archive-damaged']);
});

test('entities of a chapter are not opened', async () => {
  const laughing = chapterFile('<p>先&a;后</p>').replace(
    '<!DOCTYPE html>',
    '<!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
  );
  const { chapters } = await bookOf(oneChapter('', { 'OEBPS/one.xhtml': laughing }));
  expect(chapters[0]?.text).toMatch(/先.*后/s);
  expect(chapters[0]?.text).not.toContain('root:');
});

test('a book without text is refused', async () => {
  const { outcome } = await read(oneChapter('<img src="none.png"/>'));
  expect(outcome).toMatchObject({ ok: false, problem: 'epub-empty' });
});

test('a long file becomes several chapters, and loses no word', async () => {
  const paragraphs = Array.from({ length: 6_000 }, (_, at) => `第${at}段，群众来访应当当面接谈。`);
  const body = `<section><h1>全书</h1>${paragraphs.map((text) => `<p>${text}</p>`).join('')}</section>`;
  const { chapters } = await bookOf(oneChapter(body));
  expect(chapters.length).toBeGreaterThan(1);
  expect(chapters[0]?.title).toBe(`全书 (1/${chapters.length})`);
  const all = chapters.map(({ text }) => text).join('\n');
  expect(paragraphs.filter((text) => !all.includes(text))).toEqual([]);
  const block = '长'.repeat(20_000);
  const { chapters: one } = await bookOf(oneChapter(`<p>${block}</p>`));
  expect(one.map(({ text }) => text.replaceAll('\n', '')).join('')).toBe(block);
});

test('nothing that a file of text says makes the reader fail or lets anything act', async () => {
  const piece = fc.constantFrom(
    ...[
      '<p>',
      '</p>',
      '<a id="x"/>',
      '<div/>',
      '<script>',
      '</script>',
      '<img src=x onerror=alert(1)>',
      '<![CDATA[',
      ']]>',
    ],
    ...[
      '<!--',
      '-->',
      '&nbsp;',
      '&#x3c;script&#x3e;',
      '<svg/onload=alert(1)>',
      '文',
      '[a](javascript:alert(1))',
      '`',
      '<table><tr><td>',
    ],
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 30 }), async (pieces) => {
      const { outcome } = await read(oneChapter(pieces.join(' ')));
      if (!outcome.ok) return;
      for (const { markdown } of outcome.book.chapters)
        expect(renderMarkdown(markdown)).not.toMatch(/<script|<svg|onerror=|href="javascript/i);
    }),
    { numRuns: 60 },
  );
});

test('a heading that a word processor wrote as a paragraph is not shown twice', async () => {
  const book = await bookOf({
    ...soundBook(),
    'OEBPS/text/two.xhtml': chapterFile('<p><span>第二章  办理</span></p><p>六十日内办结。</p>'),
    'OEBPS/text/one.xhtml': chapterFile('<p>第一章 接访</p>'),
  });
  expect(book.chapters.map(({ markdown }) => markdown)).toEqual([
    '第一章 接访\n',
    '六十日内办结。\n',
  ]);
});

test('a table of contents that leads elsewhere leads nowhere', async () => {
  const book = await bookOf({
    ...soundBook(),
    'OEBPS/nav.xhtml': navigation([
      ['https://a.cn/', '外面'],
      ['../../x.xhtml', '上面'],
      ['text/two.xhtml', '第二章'],
    ]),
  });
  expect(book.outline).toEqual([{ title: '第二章', level: 1, chapter: 2 }]);
  expect(book.chapters.map(({ title }) => title)).toEqual(['第一章 接访', '第二章']);
});
