import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { chromium, type Browser, type CDPSession, type Page as Tab } from 'playwright-core';
import { EVERYTHING, type SlideState } from './reveal.ts';
import { PAGE_HEIGHT, PAGE_WIDTH, pageHtml, type Page } from './slide-page.ts';

/** Draws pages in a browser. */
export interface Studio {
  /** Opens a page; false when its text does not fit even in the smallest allowed size. */
  open(page: Page): Promise<boolean>;
  /** Saves the opened page as it is at one moment, as PNG. */
  saveState(state: SlideState, path: string): Promise<void>;
  /** Saves the whole opened page as WebP. */
  saveWhole(path: string): Promise<void>;
  close(): Promise<void>;
}

const WEBP_QUALITY = 66;
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--font-render-hinting=none',
  '--force-color-profile=srgb',
];

export async function openStudio(): Promise<Studio> {
  const browser = await chromium.launch({
    executablePath: await findChromium(),
    args: ARGUMENTS,
  });
  const tab = await browser.newPage({
    viewport: { width: PAGE_WIDTH, height: PAGE_HEIGHT },
    deviceScaleFactor: 1,
  });
  return studio(browser, tab, await tab.context().newCDPSession(tab));
}

async function findChromium(): Promise<string> {
  const chosen = process.env['CHROMIUM_PATH'];
  if (chosen !== undefined && chosen !== '') return chosen;
  const system = '/usr/bin/chromium';
  if (existsSync(system)) return system;
  const { default: unpacked } = await import('@sparticuz/chromium');
  return unpacked.executablePath();
}

function studio(browser: Browser, tab: Tab, devtools: CDPSession): Studio {
  return {
    async open(page) {
      await tab.setContent(pageHtml(page), { waitUntil: 'load' });
      return tab.evaluate(FIT);
    },
    async saveState(state, path) {
      await tab.evaluate(showing(state));
      await writeFile(path, await tab.screenshot({ type: 'png' }));
    },
    async saveWhole(path) {
      await tab.evaluate(showing(EVERYTHING));
      const { data } = await devtools.send('Page.captureScreenshot', {
        format: 'webp',
        quality: WEBP_QUALITY,
      });
      await writeFile(path, Buffer.from(data, 'base64'));
    },
    close: () => browser.close(),
  };
}

// These run in the browser, so they are text: the project's types know no document.

/** Makes long titles one or two lines, then shrinks the rest until it fits. */
const FIT = `(async () => {
  await document.fonts.ready;
  const root = document.documentElement.style;
  const title = document.querySelector('h1');
  const lines = () => Math.round(title.offsetHeight / parseFloat(getComputedStyle(title).lineHeight));
  for (let size = 1; size > 0.96 && lines() > 1; size -= 0.01) root.setProperty('--title-size', size);
  if (lines() > 1) root.setProperty('--title-size', 1);
  const box = document.querySelector('.fitted');
  const fits = () => box.scrollHeight <= box.clientHeight && box.scrollWidth <= box.clientWidth;
  for (let size = 1; size >= 0.85; size -= 0.02) {
    root.setProperty('--size', size);
    if (fits()) return document.querySelector('footer').scrollWidth <= 1280 - 176;
  }
  return false;
})()`;

function showing({ shownPoints, currentPoint, quoteShown }: SlideState): string {
  const shown = Number.isFinite(shownPoints) ? shownPoints : 1000;
  return `(() => {
    document.body.toggleAttribute('data-telling', ${currentPoint !== null});
    document.querySelectorAll('ul li').forEach((item, at) => {
      item.classList.toggle('hidden', at >= ${shown});
      item.classList.toggle('current', at === ${currentPoint});
    });
    document.querySelector('blockquote')?.classList.toggle('hidden', ${!quoteShown});
  })()`;
}
