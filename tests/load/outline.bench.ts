import { findChromium, launchBrowser, openContext, signIn } from '../e2e/browser.ts';
import { benchFolder } from './bench-folder.ts';
import { median, report } from './report.ts';

const MODULES = 200;
const ROUNDS = 5;
const STEPS = 240;

/** Frames a second while a row of an outline of 200 modules is dragged down and up again, in Chromium. */
export async function outline(): Promise<void> {
  const folder = await benchFolder();
  const server = await folder.start();
  const browser = await launchBrowser(await findChromium());
  const context = await openContext(browser, server.url, { width: 1280, height: 900 });
  const page = await context.newPage();
  await signIn(page, 'zhoumin', 'Qinghe-2026-ok');
  const post = async (path: string, data: object) => {
    const headers = { origin: server.url };
    const answer = await page.request.post(`${server.url}/api/v1/drafts${path}`, { headers, data });
    if (!answer.ok()) throw new Error(`${path} answered ${answer.status()}`);
    return (await answer.json()) as { id: string };
  };
  const { id } = await post('', { title: '两百个单元', area: 'law' });
  for (let number = 1; number <= MODULES; number += 1)
    await post(`/${id}/lessons`, { kind: 'reading', title: `第${number}节` });
  const opened: number[] = [];
  const rates: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const began = performance.now();
    await page.goto(`/studio/drafts/${id}`);
    await page.locator('[data-grip]').last().waitFor();
    opened.push(performance.now() - began);
    await page.waitForLoadState('networkidle');
    const first = page.locator('[data-grip]').first();
    await first.evaluate((element) => element.scrollIntoView({ block: 'center' }));
    const grip = await first.boundingBox();
    if (!grip) throw new Error('there is no grip');
    const [x, y] = [grip.x + grip.width / 2, grip.y + grip.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.locator('ol[data-dragging]').waitFor();
    await page.evaluate(() => {
      const counted = { frames: 0, began: performance.now() };
      Object.assign(globalThis, { counted });
      const count = () => {
        counted.frames += 1;
        requestAnimationFrame(count);
      };
      requestAnimationFrame(count);
    });
    for (let step = 0; step < STEPS; step += 1)
      await page.mouse.move(x, y + 300 * Math.sin((Math.PI * step) / STEPS));
    const rate = await page.evaluate(() => {
      const { counted } = globalThis as unknown as { counted: { frames: number; began: number } };
      return counted.frames / ((performance.now() - counted.began) / 1000);
    });
    rates.push(rate);
    await page.keyboard.press('Escape');
    await page.mouse.up();
  }
  await browser.close();
  await server.stop();
  await folder.remove();
  report({ name: 'outline-open', figure: median(opened), unit: 'ms' });
  report({ name: 'outline-drag', figure: median(rates), unit: 'frames/s' });
}
