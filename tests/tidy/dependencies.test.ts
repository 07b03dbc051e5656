// What comes from others and goes out with the product: under which licences, what runs when it is installed, and
// that one engine of the database is there.
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { readText, root } from './sources.ts';

/** Licences that ask for their text and a name, and no more. */
const PERMITTED = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  'MIT-0',
  'OFL-1.1',
];

/** What is used although its licence asks for more, or is not told; looked at on the day that is named. */
const WAIVED: Readonly<Record<string, string>> = {
  '@ffmpeg-installer/linux-x64':
    'GPLv3: a program of its own that is started as one and never linked; whoever hands it on hands on its source with it, or takes their own by FFMPEG_PATH. 2026-11-29',
  mediabunny:
    'MPL-2.0: used as it is published, and its own files stay under it; a change to them would have to be published. 2026-11-29',
  'combine-errors':
    'None told in what is published; some thirty lines that tus-js-client (MIT) depends on. 2026-11-29',
};

interface Manifest {
  readonly name: string;
  readonly license?: unknown;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
}

interface Package {
  readonly folder: string;
  readonly manifest: Manifest;
}

const manifestIn = (folder: string) =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;

/** Where the dependencies of an installed package lie: beside it, and those of ours within. */
const placeBeside = (name: string, folder: string) =>
  name.startsWith('@xueshi/')
    ? join(folder, 'node_modules')
    : dirname(name.startsWith('@') ? dirname(folder) : folder);

/** Everything that the product needs while it runs, with what that needs. */
function productionPackages(): readonly Package[] {
  const found = new Map<string, Package>();
  const follow = (manifest: Manifest, place: string) => {
    for (const name of Object.keys({
      ...manifest.dependencies,
      ...manifest.optionalDependencies,
    })) {
      const link = join(place, name);
      // Optional ones for other machines are not installed on this one.
      if (!existsSync(link)) continue;
      const folder = realpathSync(link);
      if (found.has(folder)) continue;
      const own = manifestIn(folder);
      found.set(folder, { folder, manifest: own });
      follow(own, placeBeside(name, folder));
    }
  };
  for (const app of ['apps/server', 'apps/web'])
    follow(manifestIn(join(root, app)), join(root, app, 'node_modules'));
  return [...found.values()];
}

const packages = productionPackages();

/** As the manifest tells it; where it does not, by the title of the text that lies beside. */
function licencesOf({ folder, manifest }: Package): readonly string[] {
  if (typeof manifest.license === 'string')
    return manifest.license.replaceAll(/[()]/g, '').split(/ (?:AND|OR) /);
  const text = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  const [title = ''] = text ? readFileSync(join(folder, text), 'utf8').trimStart().split('\n') : [];
  return [title.replace(/ License$/, '').trim()];
}

test('what the product runs on may be handed on under licences that are known, or the reason stands here', () => {
  expect(packages.length).toBeGreaterThan(100);
  const others = packages.filter(
    (one) => !licencesOf(one).every((name) => PERMITTED.includes(name)),
  );
  const names = [...new Set(others.map(({ manifest }) => manifest.name))].sort();
  expect(names).toEqual(Object.keys(WAIVED).sort());
});

test('only what is allowed to runs a program of its own when it is installed', () => {
  const allowed =
    /^allowBuilds:\n((?: {2}.*\n?)+)/m.exec(readText('pnpm-workspace.yaml'))?.[1] ?? '';
  const running = packages.filter(
    ({ manifest: { scripts = {} } }) =>
      scripts['preinstall'] ?? scripts['install'] ?? scripts['postinstall'],
  );
  for (const { manifest } of running) expect(allowed).toContain(manifest.name);
});

test('the product holds one engine of SQLite: two in a process would break each other’s locks', () => {
  const engines = packages.filter(({ manifest }) =>
    /^(?:@libsql\/(?:linux|darwin|win32)-|better-sqlite3$|sqlite3$|node-sqlite)/.test(
      manifest.name,
    ),
  );
  expect(
    new Set(engines.map(({ manifest }) => manifest.name.replace(/-(?:gnu|musl)$/, ''))).size,
  ).toBe(1);
});
