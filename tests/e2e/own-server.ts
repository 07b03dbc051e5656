import { temporaryFolder } from '@xueshi/testkit';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, inject } from 'vitest';
import { launchBrowser, openContext, signIn, type VisitOptions } from './browser.ts';
import { startServer, type ServerProcess } from './server-process.ts';

export interface OwnServer {
  readonly browser: Browser;
  readonly url: string;
  readonly visit: (who: string, options?: VisitOptions) => Promise<Visit>;
}

export interface Visit {
  readonly context: BrowserContext;
  readonly page: Page;
}

/** Somebody of the sample county who has signed in, with a browser profile of their own. */
export async function visit(
  { browser, url }: Pick<OwnServer, 'browser' | 'url'>,
  who: string,
  options: VisitOptions = {},
): Promise<Visit> {
  const context = await openContext(browser, url, options);
  const page = await context.newPage();
  await signIn(page, who, inject('password'));
  return { context, page };
}

/**
 * For the top of a test file: a server with the sample county and a browser, until its end. It has the courses
 * that `write` puts into its folder, or none.
 */
export function ownServer(write?: (courses: string) => Promise<void>): OwnServer {
  let browser: Browser;
  let server: ServerProcess;
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  beforeAll(async () => {
    folder = await temporaryFolder();
    const courses = join(folder.path, 'courses');
    await mkdir(courses);
    await write?.(courses);
    server = await startServer({
      XUESHI_DATA: join(folder.path, 'data'),
      XUESHI_COURSES: courses,
      XUESHI_SAMPLE_PASSWORD: inject('password'),
    });
    browser = await launchBrowser(inject('chromium'));
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
    await folder.remove();
  });
  return {
    get browser() {
      return browser;
    },
    get url() {
      return server.url;
    },
    visit: (who, options) => visit({ browser, url: server.url }, who, options),
  };
}
