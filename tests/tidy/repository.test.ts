import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { files, readText, root } from './sources.ts';

const BINARY = /\.(?:mp4|m4s|webp|png|jpg|ico|woff2?)$/;
const texts = files.filter((file) => !BINARY.test(file));
const MEBIBYTE = 1024 * 1024;

function filesWith(pattern: RegExp, among: readonly string[]): string[] {
  return among.flatMap((file) => {
    const found = pattern.exec(readText(file));
    return found ? [`${file}: ${found[0]}`] : [];
  });
}

test('no file names a place on somebody’s own machine', () => {
  const places = ['work', 'root', 'tmp/xs', 'home/[a-z]+', 'Users/[A-Za-z]+'].join('|');
  expect(filesWith(new RegExp(`(?<![\\w.*-])/(?:${places})/[\\w.]`), texts)).toEqual([]);
});

test('no file ties the project to one package registry', () => {
  const hosts = ['registry\\.[a-z]', 'npm' + 'mirror', 'verdaccio', 'localhost:4873'].join('|');
  expect(filesWith(new RegExp(`https?://[^\\s"']*(?:${hosts})`), texts)).toEqual([]);
  expect(files.filter((file) => /(?:^|\/)\.npmrc$/.test(file))).toEqual([]);
});

test('the project stays small enough to fetch over a village line', () => {
  const bytes = files.reduce((sum, file) => sum + statSync(join(root, file)).size, 0);
  expect(bytes).toBeLessThan(60 * MEBIBYTE);
  expect(files.filter((file) => statSync(join(root, file)).size > 12 * MEBIBYTE)).toEqual([]);
});

test('every text is UTF-8 with Unix line ends', () => {
  const isBroken = (file: string) => /\r|\uFFFD|^\uFEFF/.test(readText(file));
  expect(texts.filter(isBroken)).toEqual([]);
});
