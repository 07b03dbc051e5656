// Programs in the place of LibreOffice that behave as it may: what is given to them, and how they are ended.
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { temporaryFolder } from '../testing/sample-video.ts';
import { convertPresentation, type ConversionLimits } from './convert-presentation.ts';
import { findOffice, whereOffice } from './find-office.ts';

let place: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  place = await temporaryFolder();
});
afterEach(() => place[Symbol.asyncDispose]());

/** A program of the shell that is called as LibreOffice is. */
async function office(script: string): Promise<string> {
  const folder = join(place.path, 'office', 'program');
  await mkdir(folder, { recursive: true });
  const path = join(folder, 'soffice');
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  return path;
}

async function convert(
  script: string,
  limits: Partial<ConversionLimits> = {},
  signal?: AbortSignal,
) {
  const path = await office(script);
  const folder = join(place.path, 'work');
  await mkdir(folder);
  await writeFile(join(folder, 'slides.pptx'), 'a presentation');
  return convertPresentation({
    office: { path, bubblewrap: null },
    folder,
    name: 'slides.pptx',
    limits,
    signal,
  });
}

const made = (name: string) => readFile(join(place.path, 'work', name), 'utf8');

test.skipIf(process.platform === 'win32')(
  'it gets a home of its own, no secret, and settings that a file cannot change',
  async () => {
    process.env['XUESHI_OFFICE_TEST_SECRET'] = 'secret';
    const converted = await convert(
      'env > told; echo "$@" >> told; printf %%PDF-1.7 > made/slides.pdf',
    );
    delete process.env['XUESHI_OFFICE_TEST_SECRET'];
    expect(converted).toMatchObject({ ok: true });
    const told = await made('told');
    expect(told).toMatch(/^HOME=.*\/work\/home$/m);
    expect(told).toMatch(/^TMPDIR=.*\/work\/temporary$/m);
    expect(told).toMatch(/-env:UserInstallation=file:\/\/\/.*\/work\/profile /);
    expect(told).not.toContain('secret');
    const settings = await made('profile/user/registrymodifications.xcu');
    expect(settings).toMatch(
      /"DisableMacrosExecution" oor:op="fuse" oor:finalized="true"><value>true</,
    );
    expect(settings).toMatch(/"BlockUntrustedRefererLinks"[^>]*><value>true</);
  },
);

const isThere = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** A program that was killed may still wait to be taken note of. */
async function isGone(pid: number): Promise<boolean> {
  for (let at = 0; at < 50 && isThere(pid); at += 1) {
    const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ') Z');
    if (/\) Z/.test(state)) return true;
    await sleep(20);
  }
  return !isThere(pid);
}

test.skipIf(process.platform !== 'linux')(
  'at the deadline it goes with all that it started',
  async () => {
    const converted = await convert('sleep 300 & echo $! > child; wait', { wallClockMs: 1_000 });
    expect(converted).toMatchObject({ ok: false, reason: 'too-slow' });
    expect(await isGone(Number(await made('child')))).toBe(true);
  },
);

test.skipIf(process.platform !== 'linux')(
  'what it leaves behind when it ends goes too',
  async () => {
    const converted = await convert('sleep 300 >/dev/null 2>&1 & echo $! > child');
    expect(converted).toMatchObject({ ok: false, reason: 'not-converted' });
    expect(await isGone(Number(await made('child')))).toBe(true);
  },
);

test.skipIf(process.platform !== 'linux')(
  'memory is measured over all that it started',
  { timeout: 20_000 },
  async () => {
    const eats = `"${process.execPath}" -e "globalThis.kept=Buffer.alloc(3e8,1);setTimeout(()=>{},60000)" & wait`;
    expect(await convert(eats, { memoryBytes: 2e8 })).toMatchObject({
      ok: false,
      reason: 'too-much-memory',
    });
  },
);

test.skipIf(process.platform === 'win32')(
  'too large, stopped, or without a PDF: nothing is said to be there',
  { timeout: 20_000 },
  async () => {
    const large = 'head -c 3000000 /dev/zero > made/slides.pdf; sleep 60';
    expect(await convert(large, { outputBytes: 1e6 })).toMatchObject({
      reason: 'output-too-large',
    });
    await place[Symbol.asyncDispose]();
    place = await temporaryFolder();
    expect(await convert('sleep 60', {}, AbortSignal.timeout(500))).toMatchObject({
      reason: 'aborted',
    });
    await place[Symbol.asyncDispose]();
    place = await temporaryFolder();
    expect(await convert('exit 0')).toMatchObject({ reason: 'not-converted' });
  },
);

test.skipIf(process.platform === 'win32')(
  'it is looked for on the path, unless one is named or none is wanted',
  async () => {
    const path = await office('exit 0');
    const searchPath = join(place.path, 'office', 'program');
    expect(await whereOffice({ searchPath })).toBe(path);
    expect(await whereOffice({ searchPath, officePath: null })).toBeNull();
    expect(await whereOffice({ searchPath, officePath: join(place.path, 'none') })).toBeNull();
    expect(await whereOffice({ searchPath: '', officePath: path })).toBe(path);
    expect(await findOffice({ searchPath })).toEqual({ path, bubblewrap: null });
  },
);
