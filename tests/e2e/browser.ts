import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

const SYSTEM_BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** CHROMIUM_PATH, then the system's Chromium, then the one that the npm registry carries. */
export async function findChromium(): Promise<string> {
  const named = process.env['CHROMIUM_PATH'];
  if (named) return named;
  const system = SYSTEM_BROWSERS.find((path) => existsSync(path));
  if (system) return system;
  const { default: packaged } = await import('@sparticuz/chromium');
  return packaged.executablePath();
}

export async function launchBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    // Without a language it cannot open files with Chinese names.
    env: { ...process.env, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' },
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--autoplay-policy=no-user-gesture-required',
    ],
  });
}

export interface VisitOptions {
  readonly width?: number;
  readonly height?: number;
  readonly locale?: 'zh-CN' | 'en';
  readonly theme?: 'light' | 'dark';
  readonly javaScriptEnabled?: boolean;
  /** Lets a test bring scripts that our pages would not load. */
  readonly bypassCSP?: boolean;
}

/** A fresh browser profile with the language and theme a person has chosen. */
export async function openContext(
  browser: Browser,
  baseURL: string,
  options: VisitOptions = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL,
    viewport: { width: options.width ?? 1280, height: options.height ?? 800 },
    locale: 'zh-CN',
    javaScriptEnabled: options.javaScriptEnabled ?? true,
    bypassCSP: options.bypassCSP ?? false,
  });
  await context.addCookies([
    { name: 'xueshi-locale', value: options.locale ?? 'zh-CN', url: baseURL },
    { name: 'xueshi-theme', value: options.theme ?? 'light', url: baseURL },
  ]);
  return context;
}

/** Signs somebody in by the form, as people do; lands on the page after it. */
export async function signInByForm(page: Page, loginName: string, password: string): Promise<void> {
  await page.goto('/sign-in');
  await page.locator('input[name="loginName"]').fill(loginName);
  await page.locator('input[name="password"]').fill(password);
  await page.locator('form:has(input[name="password"]) button[type="submit"]').click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  // Signing in loads no scripts: the page after it is the first that does.
  await page.waitForLoadState('networkidle');
}

/** Signs somebody in and opens no page: most journeys begin behind that, and go to theirs next. */
export async function signIn(page: Page, loginName: string, password: string): Promise<void> {
  const answer = await page.request.post('/api/v1/session', {
    data: { loginName, password },
    headers: { 'sec-fetch-site': 'same-origin' },
  });
  if (!answer.ok()) throw new Error(`${loginName} could not sign in: ${await answer.text()}`);
}
