// PDFs as people send them, and as nobody should: what comes out, or the reason why nothing does.
import fc from 'fast-check';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { temporaryFolder } from '../testing/sample-video.ts';
import { chinesePage, rawPdf, stream, written } from '../testing/raw-pdf.ts';
import { pageWords, TEXT_LENGTH, TITLE_LENGTH } from './page-words.ts';
import { renderPages, type RenderLimits } from './render-pages.ts';

let place: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  place = await temporaryFolder();
});
afterEach(() => place[Symbol.asyncDispose]());

/** Machines without a Chinese font of their own are the rule, so the one that the server ships draws here too. */
const font = fileURLToPath(
  import.meta.resolve('@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf'),
);

async function render(bytes: Buffer, limits: Partial<RenderLimits> = {}, signal?: AbortSignal) {
  const source = join(place.path, 'sent');
  const folder = join(place.path, 'pages');
  await writeFile(source, bytes);
  await mkdir(folder);
  return renderPages({ source, folder, font, limits, ...(signal && { signal }) });
}

const PAGE = written('接访从听开始', 48, 300) + written('先听，再问。', 20, 200);

test('Chinese in a font that the file leaves out is read and drawn', async () => {
  const rendered = await render(rawPdf(chinesePage(PAGE)));
  expect(rendered).toEqual({
    ok: true,
    pages: [
      {
        ...{ name: '0001.webp', width: 1600, height: 900 },
        ...{ title: '接访从听开始', text: '接访从听开始\n先听，再问。' },
      },
    ],
    outline: [],
  });
  const blank = rawPdf(chinesePage(''));
  const picture = await readFile(join(place.path, 'pages', '0001.webp'));
  expect(picture.toString('latin1', 8, 12)).toBe('WEBP');
  await rm(join(place.path, 'pages'), { recursive: true });
  await render(blank);
  const empty = await readFile(join(place.path, 'pages', '0001.webp'));
  expect(picture.length).toBeGreaterThan(empty.length * 2);
});

const FORM = '<</S/JavaScript/JS(app.alert\\(1\\))>>';
/** A drawing that calls itself twice, forty deep. */
const ENDLESS = [
  '<</Type/Catalog/Pages 2 0 R>>',
  '<</Type/Pages/Kids[3 0 R]/Count 1>>',
  '<</Type/Page/Parent 2 0 R/MediaBox[0 0 960 540]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>',
  stream('/X Do /X Do'),
  ...Array.from({ length: 40 }, (_, at) =>
    stream(at === 39 ? '0 0 9 9 re f' : '/X Do /X Do').replace(
      '<<',
      `<</Type/XObject/Subtype/Form/BBox[0 0 960 540]${at === 39 ? '' : `/Resources<</XObject<</X ${at + 6} 0 R>>>>`}`,
    ),
  ),
];

test.each<[string, Buffer, string, Partial<RenderLimits>]>([
  ['a playlist by the name of a PDF', Buffer.from('#EXTM3U\nfile:///etc/passwd'), 'not-a-pdf', {}],
  ['nothing behind the first line', Buffer.from('%PDF-1.7\n'), 'not-a-pdf', {}],
  [
    'a file cut in the middle of nothing',
    Buffer.from(`%PDF-1.4\n${'x'.repeat(9_000)}`),
    'not-a-pdf',
    {},
  ],
  ['a script', rawPdf(chinesePage(PAGE, `/OpenAction${FORM}`)), 'has-script', {}],
  [
    'a password',
    rawPdf(
      chinesePage(PAGE),
      `/ID[<${'00'.repeat(16)}><${'00'.repeat(16)}>]/Encrypt<</Filter/Standard/V 1/R 2/O<${'11'.repeat(32)}>/U<${'22'.repeat(32)}>/P -4>>`,
    ),
    'has-password',
    {},
  ],
  [
    'the encryption of a shop',
    rawPdf(
      chinesePage(PAGE),
      `/ID[<${'00'.repeat(16)}><${'00'.repeat(16)}>]/Encrypt<</Filter/EBX_HANDLER/V 4>>`,
    ),
    'has-password',
    {},
  ],
  ['a drawing without end', rawPdf(ENDLESS), 'too-slow', { wallClockMs: 4_000 }],
  ['more pages than allowed', rawPdf(chinesePage(PAGE)), 'too-many-pages', { pages: 0 }],
])('refuses %s', { timeout: 30_000 }, async (_what, bytes, reason, limits) => {
  expect(await render(bytes, limits)).toMatchObject({ ok: false, reason });
});

test('the file’s own list of headings is told, without what leads nowhere', async () => {
  const outlined = [
    ...chinesePage(PAGE, '/Outlines 8 0 R'),
    '<</First 9 0 R/Last 11 0 R/Count 3>>',
    '<</Title(Chapter one)/Parent 8 0 R/Next 11 0 R/First 10 0 R/Last 10 0 R/Count 1/Dest[3 0 R/Fit]>>',
    '<</Title<FEFF63A58BBF>/Parent 9 0 R/Dest[3 0 R/XYZ 0 0 0]>>',
    '<</Title(Elsewhere)/Parent 8 0 R/Prev 9 0 R/A<</S/URI/URI(http://a.cn/)>>>>',
  ];
  const rendered = await render(rawPdf(outlined));
  expect(rendered).toMatchObject({
    ok: true,
    outline: [
      { title: 'Chapter one', level: 1, page: 1 },
      { title: '接访', level: 2, page: 1 },
    ],
  });
});

test('a page of the size of a field is drawn no larger than others', async () => {
  const vast = chinesePage(PAGE).map((object) => object.replace('960 540', '14400 9999999'));
  const rendered = await render(rawPdf(vast));
  if (!rendered.ok) return expect.unreachable();
  expect(rendered.pages[0]?.height).toBeLessThanOrEqual(2_400);
});

test('asked to stop, it leaves no report', async () => {
  const rendered = await render(rawPdf(ENDLESS), {}, AbortSignal.timeout(1_500));
  expect(rendered).toMatchObject({ ok: false, reason: 'aborted' });
  expect(await readdir(join(place.path, 'pages'))).toEqual([]);
});

test('headings and texts fit whatever a page says, and begin no line with nothing', () => {
  const line = fc.record({
    text: fc.string({ unit: 'binary', maxLength: 3_000 }),
    size: fc.nat(99),
  });
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
      const { title, text } = pageWords(lines);
      expect(title.length).toBeLessThanOrEqual(TITLE_LENGTH);
      expect(text.length).toBeLessThanOrEqual(TEXT_LENGTH);
      expect(`${title}${text}`.isWellFormed()).toBe(true);
      expect(title).not.toMatch(/[\n\r]|^\s|\s$/);
      if (text !== '') expect(text.split('\n').every((one) => one.trim() !== '')).toBe(true);
    }),
  );
});

test('the heading is the largest line, but not the number of the page', () => {
  const lines = [
    { text: '信访局培训', size: 12 },
    { text: '先听后问', size: 40 },
    { text: '再记', size: 40 },
    { text: '12 / 20', size: 60 },
  ];
  expect(pageWords(lines).title).toBe('先听后问');
  expect(pageWords([]).title).toBe('');
});
