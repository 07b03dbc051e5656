import type { LectureSource, SourceSlide } from './lecture-source.ts';

/** A picture of the lecture before it is drawn. */
export type Page =
  | { readonly kind: 'title'; readonly source: LectureSource }
  | {
      readonly kind: 'slide';
      readonly slide: SourceSlide;
      readonly courseTitle: string;
      readonly chapterTitle: string;
      readonly chapterNumber: number;
      readonly number: number;
      readonly total: number;
    };

export const PAGE_WIDTH = 1280;
export const PAGE_HEIGHT = 720;
const NUMERALS = '一二三四五六七八九十';

const STYLE = `
  :root { --paper: #fbf9f4; --ink: #211c19; --soft: #6d645b; --line: #ddd5c8; --red: #9b1c1c; --size: 1;
    --sans: 'Noto Sans CJK SC', sans-serif; --serif: 'Noto Serif CJK SC', serif; }
  * { box-sizing: border-box; margin: 0; padding: 0; }
  body { width: 1280px; height: 720px; overflow: hidden; background: var(--paper); color: var(--ink);
    font-family: var(--sans); line-break: strict; text-spacing-trim: trim-start; }
  .page { position: absolute; inset: 0; display: flex; flex-direction: column; padding: 56px 88px 0; }
  .edge { position: absolute; inset: 0 auto 0 0; width: 12px; background: var(--red); }
  h1 { font: 700 calc(56px * var(--title-size, 1))/1.3 var(--serif); letter-spacing: .01em; text-wrap: balance; }
  .rule { width: 72px; height: 5px; margin-top: 22px; background: var(--red); }
  main { flex: 1; min-height: 0; display: flex; flex-direction: column; justify-content: center;
    gap: calc(34px * var(--size)); padding: 32px 0 24px; }
  ul { list-style: none; display: flex; flex-direction: column; gap: calc(var(--gap) * var(--size)); }
  li { display: flex; gap: 26px; color: var(--ink); font-size: calc(var(--point) * var(--size)); line-height: 1.42; }
  li::before { content: ''; flex: none; width: 14px; height: 14px; margin-top: calc(.71em - 7px); background: var(--red); }
  .roomy { --point: 42px; --gap: 26px; }
  .full { --point: 40px; --gap: 15px; }
  body[data-telling] li { color: var(--soft); }
  body[data-telling] li::before { background: #d9b3ad; }
  body[data-telling] li.current { color: var(--ink); font-weight: 700; }
  body[data-telling] li.current::before { background: var(--red); }
  .hidden { visibility: hidden; }
  blockquote { padding: calc(20px * var(--size)) 32px calc(18px * var(--size)) 34px; border-left: 6px solid var(--red);
    background: #f3ede1; font: 400 calc(30px * var(--size))/1.55 var(--serif); }
  cite { display: block; margin-top: 6px; text-align: right; font: 400 calc(24px * var(--size))/1.4 var(--sans);
    color: var(--soft); }
  footer { flex: none; display: flex; align-items: center; gap: 22px; height: 58px; border-top: 2px solid var(--line);
    color: var(--soft); font-size: 21px; white-space: nowrap; }
  footer .chapter { color: var(--red); }
  footer .number { margin-left: auto; font-variant-numeric: tabular-nums; }
  .cover h1 { font-size: calc(80px * var(--title-size, 1)); line-height: 1.28; }
  .cover h2 { margin-top: 12px; font: 400 calc(46px * var(--title-size, 1))/1.4 var(--serif); }
  .cover .kind { color: var(--red); font-size: 26px; letter-spacing: .3em; margin-bottom: 26px; }
  .cover main { gap: 0; }
  .cover .rule { margin: 38px 0 34px; }
  .cover ol { list-style: none; display: flex; flex-wrap: wrap; gap: 12px 44px; font-size: 29px; }
  .cover li { font-size: inherit; gap: 16px; }
  .cover li::before { display: none; }
  .cover ol b { font: 700 1em var(--serif); color: var(--red); }
`;

/** The page as HTML with everything shown; `pictures.ts` hides what is not spoken about yet. */
export function pageHtml(page: Page): string {
  const body = page.kind === 'title' ? cover(page.source) : content(page);
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><style>${STYLE}</style><body>${body}</body></html>`;
}

function cover({ title, lecturer, chapters }: LectureSource): string {
  const [main = title, ...rest] = title.split('：');
  const subtitle = rest.length === 0 ? '' : `<h2>${escape(rest.join('：'))}</h2>`;
  const list = chapters.map(
    (chapter, at) => `<li><b>${NUMERALS[at] ?? at + 1}</b>${escape(chapter.title['zh-CN'])}</li>`,
  );
  return `<div class="edge"></div><div class="page cover"><main class="fitted">
    <p class="kind">视频讲座</p><h1>${escape(main)}</h1>${subtitle}<div class="rule"></div>
    <ol>${list.join('')}</ol></main>
    <footer><span>${escape(lecturer)}</span><span class="number">旁白为合成语音</span></footer></div>`;
}

function content(page: Page & { kind: 'slide' }): string {
  const { title, points, quote } = page.slide;
  const items = points.map((point) => `<li><span>${escape(point)}</span></li>`).join('');
  const quoted =
    quote === null
      ? ''
      : `<blockquote>${escape(quote.text)}<cite>—— ${escape(quote.cite)}</cite></blockquote>`;
  const density = quote === null && points.length <= 4 ? 'roomy' : 'full';
  const chapter = `${NUMERALS[page.chapterNumber - 1] ?? page.chapterNumber} · ${page.chapterTitle}`;
  return `<div class="page"><header><h1>${escape(title)}</h1><div class="rule"></div></header>
    <main class="fitted ${density}"><ul>${items}</ul>${quoted}</main>
    <footer><span>${escape(page.courseTitle)}</span><span class="chapter">${escape(chapter)}</span>
    <span class="number">${page.number} / ${page.total}</span></footer></div>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

const escape = (text: string): string =>
  text.replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
