import { temporaryFolder } from '@xueshi/testkit';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, inject } from 'vitest';
import { launchBrowser } from './browser.ts';
import { startServer, type ServerProcess } from './server-process.ts';

export interface OwnServer {
  readonly browser: Browser;
  readonly url: string;
}

/** For the top of a test file: a server with the sample county and no courses, and a browser, until its end. */
export function ownServer(): OwnServer {
  let browser: Browser;
  let server: ServerProcess;
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  beforeAll(async () => {
    folder = await temporaryFolder();
    const courses = join(folder.path, 'courses');
    await mkdir(courses);
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
  };
}
