// A package is found, told apart and read whatever tool packed it; what is hostile is refused whole.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import { describe as describeError } from '../located-error.ts';
import {
  FIRST_ITEM,
  goodPackage,
  item12,
  manifest12,
  package12,
  package2004,
  packageCmi5,
  packed,
  readPacked,
  resource12,
  roomForTest,
  told,
  unit,
  zipOf,
  type PackageFiles,
} from './packages.fixture.ts';
import { unpackCourseware } from './unpack-courseware.ts';

test('a package lists its files and unpacks to the byte', async () => {
  const files = { ...package12(), 'shared/a 空.js': 'x' };
  const read = await goodPackage(files);
  expect([...read.files].sort()).toEqual(Object.keys(files).sort());
  const room = await roomForTest();
  expect(await unpackCourseware(await packed(files), read.files, room)).toEqual([]);
  for (const [name, content] of Object.entries(files))
    expect(await readFile(join(room, name), 'utf8')).toBe(content);
});

test('where everything lies in one folder, what computers put beside it does not matter', async () => {
  const inside = Object.fromEntries(
    Object.entries(package12()).map(([name, content]) => [`安全/导出/${name}`, content]),
  );
  const { courseware } = await goodPackage({ ...inside, '__MACOSX/._x': '', '.DS_Store': '' });
  expect(courseware.units[0]?.file).toBe('安全/导出/index.html');
  expect(await told({ ...inside, 'readme.txt': 'x' })).toEqual(['courseware-manifest-deep']);
});

test('a zip with both manifests is read as cmi5', async () => {
  const { courseware } = await goodPackage({ ...package12(), ...packageCmi5(unit()) });
  expect(courseware.standard).toBe('cmi5');
});

test('a package in the larger form of zip is read, as the tests of cmi5 ask', async () => {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(packageCmi5(unit())))
    zip.addBuffer(Buffer.from(String(content)), name, { forceZip64Format: true });
  zip.end({ forceZip64Format: true, comment: '' });
  expect(await told(await buffer(zip.outputStream))).toEqual([]);
});

test('an archive of something else says what is missing', async () => {
  expect(await told({ 'index.html': 'x' })).toEqual(['courseware-manifest-missing']);
  expect(await told(new TextEncoder().encode('no zip'))).toEqual(['archive-damaged']);
  expect(await told({ 'imsmanifest.xml': '<course/>' })).toEqual(['xml-other 1']);
  expect(await told({ 'cmi5.xml': '<courseStructure/>' })).toEqual(['courseware-namespace 1']);
});

test('errors name the archive, the manifest in it and the line', async () => {
  const read = await readPacked(
    package12((text) => text.replace('>80<', '>much<')),
    'safety.zip',
  );
  if (read.ok) throw new Error('no such score');
  expect(read.errors.map((error) => describeError(error, 'zh-CN'))).toEqual([
    `safety.zip/imsmanifest.xml:${FIRST_ITEM} 通过分“much”应当是 0–100 之间的数；请改正。`,
  ]);
});

const MIB = 1024 * 1024;
const link: PackageFiles[string] = [
  new TextEncoder().encode('/etc/passwd'),
  { os: 3, attrs: 0o120777 << 16 },
];

const hostile: [promise: string, files: PackageFiles, code: string][] = [
  ['a path that leads out', { ...package12(), '../../etc/passwd': 'x' }, 'archive-path'],
  ['a path with backslashes that leads out', { ...package12(), '..\\..\\x': 'x' }, 'archive-path'],
  ['an absolute path', { ...package12(), '/etc/passwd': 'x' }, 'archive-path'],
  ['a link', { ...package12(), 'x.html': link }, 'archive-link'],
  ['a bomb', { ...package12(), 'film.mp4': new Uint8Array(32 * MIB) }, 'archive-bomb'],
  [
    'a file that is also a folder',
    { ...package12(), 'index.html/a': 'x' },
    'courseware-unstorable',
  ],
  [
    'a name that no disk takes',
    { ...package12(), [`${'安'.repeat(90)}.html`]: 'x' },
    'courseware-unstorable',
  ],
  [
    'a manifest whose attribute has 100 MB',
    package12((text) => text.replace('identifier="one"', `identifier="${'a'.repeat(100 * MIB)}"`)),
    'archive-bomb',
  ],
  [
    'a manifest of 9 MiB that was not packed down',
    {
      ...package12(),
      'imsmanifest.xml': [new Uint8Array(9 * MIB).fill(0x20), { level: 0 }],
    },
    'file-too-large',
  ],
  [
    'an external entity',
    package12((text) =>
      text.replace('<manifest', '<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]><manifest'),
    ),
    'xml-doctype',
  ],
  ['an unknown entity', package12((text) => text.replace('安全', '&lol;')), 'xml-syntax'],
  [
    'elements without end',
    package12((text) => text.replace('<resources>', '<a>'.repeat(300) + '<resources>')),
    'xml-syntax',
  ],
  [
    'elements nested too deep',
    package12((text) =>
      text.replace('<resources>', `${'<a>'.repeat(200)}${'</a>'.repeat(200)}<resources>`),
    ),
    'xml-too-deep',
  ],
  [
    'another encoding',
    { ...package12(), 'imsmanifest.xml': Uint8Array.of(0x3c, 0xb0, 0xb2) },
    'not-utf8',
  ],
  ['zero bytes', package12((text) => text.replace('安全', '\0')), 'bad-character'],
];
test.each(hostile)(
  '%s is refused whole',
  async (_, files, code) => {
    const read = await readPacked(files);
    expect(read.ok ? [] : read.errors.map((error) => error.code)).toEqual([code]);
  },
  60_000,
);

test('an archive that says less than it holds is stopped while it unpacks', async () => {
  const bytes = zipOf({ ...package12(), 'film.mp4': [new Uint8Array(8 * MIB), { level: 9 }] });
  // The size it claims, in the directory at the end and before the part itself.
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at + 4 <= bytes.length; at += 1)
    if (view.getUint32(at, true) === 8 * MIB) view.setUint32(at, 1000, true);
  const path = await packed(bytes);
  const read = await readPacked(bytes);
  if (!read.ok) throw new Error('nothing shows yet');
  const errors = await unpackCourseware(path, read.files, await roomForTest());
  expect(errors.map(({ code }) => code)).toEqual(['archive-damaged']);
});

test('names that an archive does not hold are not written anywhere', async () => {
  const room = await roomForTest();
  const errors = await unpackCourseware(await packed(package12()), ['../outside'], room);
  expect(errors.map(({ code }) => code)).toEqual(['archive-missing']);
});

test.each([
  '../../etc/passwd',
  '%2e%2e/%2E%2e/etc/passwd',
  '..\\..\\etc\\passwd',
  '..%5c..%5cetc%5cpasswd',
  'a%2f..%2f..%2f..%2fetc/passwd',
  'a/.%2e/../index.html/../../x',
  '/etc/passwd',
  '\\etc\\passwd',
])('an address that leads out of the package is refused: %s', async (href) => {
  const text = manifest12(item12('one', 'r1'), resource12('r1', href));
  expect(await told({ ...package12(() => text) })).toEqual([`courseware-outside ${FIRST_ITEM}`]);
  expect(await told(packageCmi5(unit({ url: href })))).toEqual(['courseware-outside 4']);
});

test.each([
  'https://example.cn/index.html',
  'HTTP:index.html',
  '//example.cn/index.html',
  '\\\\example.cn\\index.html',
  'javascript:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,x',
  'file:///etc/passwd',
  'C:\\index.html',
  'blob:https://example.cn/1',
])('nothing outside the package is played: %s', async (href) => {
  expect(await told(packageCmi5(unit({ url: href })))).toEqual([
    'courseware-no-unit',
    'courseware-elsewhere 4',
  ]);
  const both = [
    unit({ url: href }),
    unit({ id: 'https://example.cn/safety/2', attributes: ' moveOn="Passed"' }),
  ];
  const { courseware, notCarried } = await goodPackage(packageCmi5(both.join('\n')));
  expect(courseware.units.map(({ identifier }) => identifier)).toEqual([
    'https://example.cn/safety/2',
  ]);
  expect(notCarried.map(({ code, line }) => [code, line])).toEqual([['courseware-elsewhere', 4]]);
});

test('a unit whose file is missing is told of with its line, in every standard', async () => {
  const { 'index.html': _, ...manifest } = package12();
  expect(await told(manifest)).toEqual([`courseware-file-missing ${FIRST_ITEM}`]);
  const item = '<item identifier="one" identifierref="r1"><title>单元</title></item>';
  const { 'index.html': __, ...other } = package2004(item);
  expect(await told(other)).toEqual([`courseware-file-missing ${FIRST_ITEM}`]);
  expect(await told(packageCmi5(unit({ url: 'Index.html' })))).toEqual([
    'courseware-file-missing 4',
  ]);
});
