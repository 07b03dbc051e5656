import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

const SYSTEM_BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** The browser that the npm registry carries: headless alone, which takes a third less time than a whole one. */
async function packagedChromium(): Promise<string | null> {
  const { default: packaged } = await import('@sparticuz/chromium');
  const path = await packaged.executablePath();
  // It takes some libraries from the system, which not every system has.
  const started = await promisify(execFile)(path, ['--version']).catch(() => null);
  return started && path;
}

/** CHROMIUM_PATH, then the one from the npm registry where it starts, then the system's Chromium. */
export async function findChromium(): Promise<string> {
  const named = process.env['CHROMIUM_PATH'];
  if (named) return named;
  const found = (await packagedChromium()) ?? SYSTEM_BROWSERS.find((path) => existsSync(path));
  if (found) return found;
  throw new Error('no browser starts here: name one by CHROMIUM_PATH, or install Chromium');
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
