// Nothing in a cartridge leads out of it, runs, or takes the reader down.
import { writeFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { roomForTest } from '../courseware/packages.fixture.ts';
import { sentenceOf } from '../located-error.ts';
import { parseMarkdown, visitMarkdown } from '../markdown/parse.ts';
import {
  ASSESSMENT,
  assessment,
  canvasCourse,
  codesOf,
  goodCartridge,
  item,
  manifest,
  pageAlone,
  PNG,
  readFiles,
  resource,
  webPage,
  zipOfFiles,
} from './cartridges.fixture.ts';
import { readCartridge } from './read-cartridge.ts';
import { writeCartridgeCourse } from './write-cartridge-course.ts';

const page = { 'p.html': webPage('<p>文</p>') };

test.each([
  '../../etc/passwd',
  '/etc/passwd.html',
  '%2e%2e/%2e%2e/etc/passwd.html',
  '..%2fp.html',
  '..\\p.html',
  'file:///etc/passwd.html',
  'https://a.cn/p.html',
  '//a.cn/p.html',
  'x/../../p.html',
])('an address that leads out: %s', async (href) => {
  const { course, notCarried } = await goodCartridge({
    'imsmanifest.xml': manifest(
      item('p', '好') + item('bad', '坏'),
      resource('p', 'webcontent', 'p.html') + resource('bad', ASSESSMENT, href),
    ),
    ...page,
  });
  expect(course.lessons).toHaveLength(1);
  expect(notCarried.map(({ code }) => code)).toEqual(['cartridge-left-missing']);
});

test.each([
  '$IMS-CC-FILEBASE$/../../x.png',
  '$IMS-CC-FILEBASE$../../../x.png',
  '%24IMS-CC-FILEBASE%24/%2e%2e/%2e%2e/x.png',
  '../../x.png',
  '/x.png',
  'file:///x.png',
  'http://a.cn/x.png',
  'javascript:alert(1).png',
  '$IMS-CC-FILEBASE$/..\\..\\x.png',
])('a picture that leads out: %s', async (src) => {
  const { markdown, notes } = await pageAlone(`<p>文</p><img src="${src}"/>`, { 'y.png': PNG });
  expect(markdown).toBe('# Title\n\n文\n');
  expect(notes.map(({ code }) => code)).toEqual(['cartridge-left-picture']);
});

test('hostile archives are refused whole', async () => {
  const good = {
    'imsmanifest.xml': manifest(item('p', '一'), resource('p', 'webcontent', 'p.html')),
  };
  const codes = async (files: Parameters<typeof readFiles>[0]) => {
    const read = await readFiles(files);
    return read.ok ? [] : read.errors.map(({ code }) => code);
  };
  expect(await codes({ ...good, ...page })).toEqual([]);
  expect(await codes({ ...good, ...page, '../x.png': PNG })).toEqual(['archive-path']);
  const bomb = new Uint8Array(16 * 1024 * 1024);
  expect(await codes({ ...good, ...page, 'web_resources/x.png': bomb })).toEqual(['archive-bomb']);
  const link = { os: 3, attrs: 0o120777 * 65_536 };
  expect(await codes({ ...good, ...page, 'x.png': [PNG, link] })).toEqual(['archive-link']);
  const whole = zipOfFiles({ ...good, ...page });
  expect(await codes(whole.slice(0, whole.length - 30))).toEqual(['archive-damaged']);
  expect(await codes(new Uint8Array())).toEqual(['archive-damaged']);
  // The part itself, not the list of parts: seen only when it is unpacked.
  const broken = Uint8Array.from(whole);
  broken.fill(0xff, 60, 120);
  expect(await codes(broken)).toEqual(['archive-damaged']);
});

test('a document type is refused in the manifest, and entities anywhere', async () => {
  const laughs = '<!DOCTYPE manifest [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>';
  const xml = manifest(item('q', '测'), resource('q', ASSESSMENT, 'q.xml'));
  const typed = xml.replace('?>\n', `?>\n${laughs}\n`);
  const refused = await readFiles({ 'imsmanifest.xml': typed, ...page });
  expect(refused.ok ? [] : codesOf(refused.errors)).toEqual(['xml-doctype 2']);
  const quiz = assessment('测', '').replace(
    '?>',
    `?>${laughs.replace('manifest', 'questestinterop')}`,
  );
  const left = await readFiles({ 'imsmanifest.xml': xml, 'q.xml': quiz });
  expect(left.ok ? [] : left.errors.map(({ code }) => code)).toEqual([
    'cartridge-no-lesson',
    'xml-doctype',
    'cartridge-left-quiz',
  ]);
});

const HOSTILE = [
  '<script>alert(1)</script>',
  '<SCRIPT SRC=//a.cn/x.js></SCRIPT>',
  '<p onclick="alert(1)">words</p>',
  '<img src=x onerror=alert(1)>',
  '<a href="javascript:alert(1)">words</a>',
  '<a href=" java\tscript:alert(1)">words</a>',
  '<a href="data:text/html,<script>alert(1)</script>">words</a>',
  '<iframe src="https://a.cn/alert(1)"></iframe>',
  '<object data="alert(1).swf"><embed src="alert(1)"></object>',
  '<svg onload=alert(1)><script>alert(1)</script></svg>',
  '<style>@import "alert(1)"</style>',
  '<base href="javascript:alert(1)//">',
  '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">',
  '<form action="javascript:alert(1)"><button formaction="javascript:alert(1)">words</button></form>',
  '<table><tr><td><a href="javascript:alert(1)">words</a></td></tr></table>',
  '<math><a xlink:href="javascript:alert(1)">x</a></math>',
  '<!-- alert(1) -->',
  '<noscript><img src="alert(1)"></noscript>',
  '<template><img src="alert(1)"></template>',
];

test.each(HOSTILE)('%s leaves no trace', async (html) => {
  for (const body of [`<p>文</p>${html}`, `<div>文${html}</div>`, `<ul><li>文${html}</li></ul>`]) {
    const { markdown } = await pageAlone(body);
    expect(markdown).toContain('文');
    expect(markdown).not.toMatch(/script|alert|onclick|onerror|iframe|import|</i);
  }
});

test('words that look like marks stay words', async () => {
  const body =
    '<p>&lt;script&gt;alert(1)&lt;/script&gt; [a](javascript:alert(1)) ![b](../c.png) &amp;lt; \ue0000\ue001 &#xe000;0&#xe001;</p><p>&#1;文</p>';
  const { markdown } = await pageAlone(body);
  visitMarkdown(parseMarkdown(markdown ?? ''), ({ type }) => {
    expect(['root', 'heading', 'paragraph', 'text']).toContain(type);
  });
  expect(markdown).toContain('文');
});

const pieces = [
  '../',
  '%2e%2e/',
  '\\',
  '"',
  '<',
  '&#0;',
  '&amp;',
  '<item identifierref="page">',
  '</item>',
  ' xml:base="//x/"',
  '__proto__',
  'identifierref="quiz"',
  'imsqti_xmlv1p2/imscc_xmlv1p3/assessment',
  'webcontent',
  '<cpx:variant identifierref="page"/>',
  'wiki_content/jie-fang.html',
  '$IMS-CC-FILEBASE$',
];
const spliced = (source: string) =>
  fc
    .array(
      fc.record({
        at: fc.nat(),
        length: fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: 40 })),
        put: fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary', maxLength: 5 })),
      }),
      { minLength: 1, maxLength: 3 },
    )
    .map((changes) =>
      changes.reduce((text, { at, length, put }) => {
        const from = at % (text.length + 1);
        return text.slice(0, from) + put + text.slice(from + length);
      }, source),
    );

/** Puts values of attributes in the place of others: names, types, addresses. */
const swapped = (source: string) =>
  fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 6 }).map((swaps) => {
    const parts = source.split(/("[^"]*")/);
    const places = parts.flatMap((_, at) => (at % 2 === 1 ? [at] : []));
    for (const [from, to] of swaps) {
      const [origin = 0, target = 0] = [places[from % places.length], places[to % places.length]];
      parts[target] = parts[origin] ?? '';
    }
    return parts.join('');
  });
const mangled = (source: string) => fc.oneof(spliced(source), swapped(source));

test('pages made to take long are refused before they are read', async () => {
  const started = performance.now();
  for (const piece of ['<div>', '<ul><li>x', '<table><td>', '<b><p>']) {
    const { notes } = await pageAlone(piece.repeat(90_000));
    expect(notes.map(({ code }) => code)).toContain('cartridge-left-deep');
  }
  expect(performance.now() - started).toBeLessThan(10_000);
});

test.each(['imsmanifest.xml', 'wiki_content/jie-fang.html', 'non_cc_assessments/quiz.xml.qti'])(
  'a mangled %s never throws, and what comes in can be written',
  async (name) => {
    const files = canvasCourse();
    const room = await roomForTest();
    const path = join(room, 'a.imscc');
    let count = 0;
    await fc.assert(
      fc.asyncProperty(mangled(String(files[name])), async (text) => {
        await writeFile(path, zipOfFiles({ ...files, [name]: text }));
        const read = await readCartridge('a.imscc', path);
        for (const error of read.ok ? read.notCarried : read.errors) {
          expect(sentenceOf(error, 'en')).not.toMatch(/^\[|\{\w+\}/);
        }
        if (!read.ok) {
          expect(read.errors.length).toBeGreaterThan(0);
          return;
        }
        expect(read.course.lessons.length).toBeGreaterThan(0);
        count += 1;
        const written = await writeCartridgeCourse(read.course, path, room, {
          slug: `c${count}`,
          area: null,
        });
        expect(written.ok).toBe(true);
        const there = await readdir(join(room, `c${count}`));
        if (written.ok) expect(there.sort()).toEqual([...written.files].sort());
      }),
      { numRuns: 100 },
    );
    expect(count).toBeGreaterThan(10);
    expect((await readdir(room)).filter((each) => !/^(?:a\.imscc|c\d+)$/.test(each))).toEqual([]);
  },
);
