// `xueshi course`: what goes out comes in again and changes nothing, with the server running or not.
import { temporaryFolder } from '@xueshi/testkit';
import { appendFile, cp, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root, startServer } from '../e2e/server-process.ts';
import { xueshi } from '../faults/xueshi-command.ts';

const SLUG = 'village-self-governance';
const SOURCE = `${root}/content/courses/${SLUG}`;

let folder: { path: string; remove(): Promise<void> };
let env: Record<string, string>;
const at = (...steps: string[]) => join(folder.path, ...steps);
const course = (...words: string[]) => xueshi(['course', ...words], env);

beforeAll(async () => {
  folder = await temporaryFolder();
  env = {
    XUESHI_DATA: at('data'),
    XUESHI_COURSES: at('courses'),
    // Packaging is none of this test's business.
    FFMPEG_PATH: '/bin/false',
  };
  await mkdir(at('courses'));
});
afterAll(() => folder.remove());

/** All files below a folder with their bytes. */
async function contentOf(path: string): Promise<Map<string, string>> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const pairs = files.map(async (entry) => {
    const file = join(entry.parentPath, entry.name);
    return [file.slice(path.length), await readFile(file, 'base64')] as const;
  });
  return new Map((await Promise.all(pairs)).sort(([one], [other]) => (one < other ? -1 : 1)));
}

test('without a server: in, out as a folder and as a package, and in again', async () => {
  expect(await course('import', SOURCE)).toEqual({
    code: 0,
    said: `${SLUG}: published as version 1\n`,
  });
  expect(await course('export', SLUG, at('out'))).toMatchObject({ code: 0 });
  expect(await contentOf(at('out', SLUG))).toEqual(await contentOf(SOURCE));
  expect(await course('export', SLUG, at('course.zip'))).toMatchObject({ code: 0 });
  for (const source of [at('out', SLUG), at('course.zip')])
    expect((await course('import', source)).said).toBe(`${SLUG}: unchanged, version 1\n`);
  const again = await course('export', SLUG, at('course.zip'));
  expect(again).toMatchObject({ code: 1 });
  expect(again.said).toContain('is there already');
});

test('with a server running, the commands go through it', async () => {
  const server = await startServer(env, ['--empty']);
  try {
    await cp(at('out', SLUG), at('changed', SLUG), { recursive: true });
    await appendFile(at('changed', SLUG, 'reading.md'), '\n再补充一句。\n');
    expect((await course('import', at('changed', SLUG))).said).toBe(
      `${SLUG}: published as version 2\n`,
    );
    expect(await course('export', SLUG, at('first'), '--revision', '1')).toMatchObject({ code: 0 });
    expect(await contentOf(at('first', SLUG))).toEqual(await contentOf(SOURCE));
    expect(await course('export', SLUG, at('second'))).toMatchObject({ code: 0 });
    expect(await contentOf(at('second', SLUG))).toEqual(await contentOf(at('changed', SLUG)));
    expect((await course('export', 'no-such-course', at('none'))).said).toContain(
      'no such version',
    );
  } finally {
    await server.stop();
  }
});

test('a course with a fault is refused with file and line, and nothing is published', async () => {
  await cp(SOURCE, at('broken', SLUG), { recursive: true });
  await appendFile(at('broken', SLUG, 'course.yaml'), 'surprise: 1\n');
  const refused = await course('import', at('broken', SLUG));
  expect(refused.code).toBe(1);
  expect(refused.said).toMatch(/course\.yaml:\d+:1 .*surprise/);
  expect((await course('export', at('broken', SLUG), at('broken.zip'))).said).toContain('faults');
  expect((await course('import', at('out', SLUG))).said).toContain('published as version');
});

test('a course is read as a page without a server', async () => {
  expect(await course('render', SOURCE, at('page'))).toMatchObject({ code: 0 });
  const page = await readFile(at('page', 'index.html'), 'utf8');
  const named = [...page.matchAll(/(?:src)="([^"]+)"/g)].map(([, name = '']) => decodeURI(name));
  expect(named.length).toBeGreaterThan(5);
  const there = await contentOf(at('page'));
  for (const name of named) expect(there.has(`/${name}`), name).toBe(true);
  expect((await course('render', SOURCE, at('page'))).said).toContain('not empty');
});
