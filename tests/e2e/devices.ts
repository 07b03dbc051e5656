// What people look at our pages with: a phone without scripts in Chinese, and a desktop with them in English.
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { seriousViolations } from './accessibility.ts';

export const PHONE = {
  locale: 'zh-CN',
  width: 360,
  height: 740,
  javaScriptEnabled: false,
} as const;
export const DESKTOP = { locale: 'en', width: 1280, height: 800, javaScriptEnabled: true } as const;
export type Device = typeof PHONE | typeof DESKTOP;

/** Everybody can use it, and it is no wider than the screen. */
export async function expectFit(page: Page, { javaScriptEnabled, width }: Device): Promise<void> {
  if (!javaScriptEnabled) {
    const body = await page.locator('main').boundingBox();
    expect(body?.width ?? 0).toBeLessThanOrEqual(width);
    return;
  }
  expect(await seriousViolations(page)).toEqual([]);
  const { height } = DESKTOP;
  for (const narrow of [PHONE.width, width]) {
    await page.setViewportSize({ width: narrow, height });
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect({ narrow, overflow }).toEqual({ narrow, overflow: 0 });
  }
}
