// Course structures of others, each packed with the files that it launches.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { foreignSet, whyNot } from '../question-exchange/foreign-sets.fixture.ts';
import type { LocatedError } from '../located-error.ts';
import { readPacked, type PackageFiles } from './packages.fixture.ts';

const folder = foreignSet('cmi5');
const reason = folder === null ? whyNot('cmi5') : '';

const structuresIn = (path: string) =>
  [path, join(path, 'xsd')].flatMap((each) =>
    readdirSync(each)
      .filter((name) => name.endsWith('.xml'))
      .map((name) => ({ name, text: readFileSync(join(each, name), 'utf8') })),
  );

/** The structure in a zip, with a page for each address that is no other site's. */
function packageAround(text: string): PackageFiles {
  const addresses = [...text.matchAll(/<url>\s*([^<]*?)\s*<\/url>/g)].map(([, url = '']) => url);
  const pages = addresses
    .filter((url) => !url.includes('://'))
    .map((url) => [url.replace(/[?#].*$/, ''), '<p>page</p>']);
  return { 'cmi5.xml': text, ...Object.fromEntries(pages) };
}

const codesOf = (told: readonly LocatedError[]) =>
  [...new Set(told.map(({ code }) => code))].join(', ') || '–';

/** Those that launch pages of other sites: nothing of them lies in the package. */
const ELSEWHERE = ['complex-cmi5.xml', 'extended-cmi5.xml', 'simple-cmi5.xml'];

test.skipIf(folder === null)(
  `real course structures are read with all their units, unless they are elsewhere${reason}`,
  async () => {
    const rows = [];
    for (const { name, text } of structuresIn(folder ?? '')) {
      const read = await readPacked(packageAround(text));
      const units = text.match(/<au[\s>]/g)?.length;
      rows.push(
        read.ok
          ? `${name} | ${read.courseware.standard} | ${read.courseware.units.length} | accepted | ${codesOf(read.notCarried)}`
          : `${name} | – | ${units} | refused | ${codesOf(read.errors)}`,
      );
      expect(read.ok, name).toBe(!ELSEWHERE.includes(name));
      if (read.ok) expect(read.courseware.units.length, name).toBe(units);
      else expect(read.errors.map(({ code }) => code)).toContain('courseware-elsewhere');
    }
    process.stdout.write(
      `\ncmi5: package | standard | units | outcome | why, or what is not followed\n${rows.join('\n')}\n`,
    );
    expect(rows).toHaveLength(9);
  },
);
