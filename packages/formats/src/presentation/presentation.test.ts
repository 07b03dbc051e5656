// Presentations as PowerPoint and LibreOffice write them, and as nobody should: what is said of them, and what is left
// in them before another program sees them.
import { strFromU8, unzipSync } from 'fflate';
import fc from 'fast-check';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  compoundFile,
  openDocument,
  powerPoint,
  zipped,
  type PresentationFiles,
} from './presentations.fixture.ts';
import { readPresentation, type PresentationKind } from './read-presentation.ts';
import { writeWithoutLinks } from './without-links.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xueshi-presentation-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(bytes: Uint8Array) {
  const path = join(folder, 'sent');
  await writeFile(path, bytes);
  return readPresentation(path);
}

/** The parts of what is written, by name; null where nothing can be. */
async function rewritten(kind: PresentationKind, files: PresentationFiles) {
  const [source, target] = [join(folder, 'source'), join(folder, 'target')];
  await rm(target, { force: true });
  await writeFile(source, zipped(files));
  if (!(await writeWithoutLinks(source, kind, target))) return null;
  return unzipSync(await readFile(target));
}

test('both formats tell their slides', async () => {
  expect(await read(zipped(powerPoint({ slides: 7 })))).toEqual({
    ok: true,
    kind: 'pptx',
    slides: 7,
  });
  expect(await read(zipped(openDocument()))).toEqual({ ok: true, kind: 'odp', slides: 2 });
});

const without = (files: PresentationFiles, name: string): PresentationFiles =>
  Object.fromEntries(Object.entries(files).filter(([one]) => one !== name));
const macroType = (files: PresentationFiles): PresentationFiles => ({
  ...files,
  '[Content_Types].xml': String(files['[Content_Types].xml']).replace(
    'vnd.openxmlformats-officedocument.presentationml.presentation.main',
    'vnd.ms-powerpoint.presentation.macroEnabled.main',
  ),
});

const deck = powerPoint();
const odp = openDocument();
test.each<[string, Buffer, string, string?]>([
  ['a text', Buffer.from('PK\u0003\u0004 and nothing else'), 'not-a-presentation'],
  ['nothing', Buffer.alloc(0), 'not-a-presentation'],
  ['a zip of something else', zipped({ 'a.txt': 'a' }), 'not-a-presentation'],
  ['no list of kinds', zipped(without(deck, '[Content_Types].xml')), 'not-a-presentation'],
  ['no slides', zipped(powerPoint({ slides: 0 })), 'not-a-presentation'],
  [
    'XML with a type',
    zipped({ ...deck, 'ppt/presentation.xml': '<!DOCTYPE a [<!ENTITY b "c">]><a/>' }),
    'not-a-presentation',
  ],
  [
    'the format of before 2007',
    compoundFile('Root Entry', 'PowerPoint Document'),
    'not-a-presentation',
  ],
  [
    'a password',
    compoundFile('Root Entry', 'EncryptionInfo', 'EncryptedPackage'),
    'presentation-locked',
  ],
  [
    'a password of OpenDocument',
    zipped({
      ...odp,
      'META-INF/manifest.xml':
        '<manifest><file-entry full-path="content.xml"><encryption-data/></file-entry></manifest>',
      'content.xml': new Uint8Array([1, 2, 3]),
    }),
    'presentation-locked',
  ],
  ['macros', zipped({ ...deck, 'ppt/vbaProject.bin': 'x' }), 'has-macros'],
  ['macros by another name', zipped(macroType(deck)), 'has-macros'],
  [
    'scripts of OpenDocument',
    zipped({ ...odp, 'Basic/Standard/Module1.xml': '<a/>' }),
    'has-macros',
  ],
  [
    'a way out of the zip',
    zipped({ ...deck, '../../etc/cron.d/x': 'x' }),
    'not-a-presentation',
    'archive-path',
  ],
  [
    'a bomb',
    zipped({ ...deck, 'ppt/media/image1.png': new Uint8Array(30_000_000) }),
    'not-a-presentation',
    'archive-bomb',
  ],
  [
    'too many parts',
    zipped({
      ...deck,
      ...Object.fromEntries(Array.from({ length: 10_001 }, (_, at) => [`ppt/media/${at}`, ''])),
    }),
    'not-a-presentation',
    'archive-too-much',
  ],
])('refuses %s', async (_what, bytes, problem, code) => {
  const refused = await read(bytes);
  expect(refused).toMatchObject({ ok: false, problem });
  if (!refused.ok) expect(refused.errors.map((error) => error.code)).toEqual(code ? [code] : []);
});

test('lists of libraries that LibreOffice writes by itself are no scripts', async () => {
  const files = { ...odp, 'Basic/script-lc.xml': '<a/>', 'Basic/Standard/script-lb.xml': '<a/>' };
  expect(await read(zipped(files))).toMatchObject({ ok: true });
});

test('whatever is sent is told, and nothing is thrown', async () => {
  const whole = zipped(deck);
  await fc.assert(
    fc.asyncProperty(
      fc.nat(whole.length - 1),
      fc.uint8Array({ maxLength: 40 }),
      async (at, noise) => {
        const bytes = Buffer.from(whole);
        bytes.set(noise.subarray(0, bytes.length - at), at);
        expect(typeof (await read(bytes)).ok).toBe('boolean');
        expect(
          typeof (await read(Buffer.concat([compoundFile('a').subarray(0, at % 600), noise]))).ok,
        ).toBe('boolean');
      },
    ),
    { numRuns: 60 },
  );
});

test('what is linked is left out of PowerPoint, and the rest stays as it is', async () => {
  const linked = 'file:///etc/passwd';
  const picture = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 9, 8, 7]);
  const files = { ...powerPoint({ linked, shown: 'image1.png' }), 'ppt/media/image1.png': picture };
  const parts = await rewritten('pptx', files);
  if (!parts) return expect.unreachable();
  expect(Object.keys(parts).sort()).toEqual(Object.keys(files).sort());
  const relations = strFromU8(parts['ppt/slides/_rels/slide1.xml.rels'] ?? new Uint8Array());
  expect(relations).toContain('Id="rId2"');
  expect(relations).toContain('Target="about:blank" TargetMode="External"');
  expect(relations).toContain('Target="../media/image1.png"');
  expect(parts['ppt/media/image1.png']).toEqual(picture);
  for (const part of Object.values(parts)) expect(strFromU8(part)).not.toContain(linked);
});

test.each([
  'http://a.example/x.png',
  'HTTP://a.example/',
  '//host/share/x.png',
  String.raw`\\host\x.png`,
  'file:///etc/x',
  ' http://a.example/',
])('a relation to %s leads out, also where it does not say so', async (target) => {
  const files = {
    ...deck,
    'ppt/_rels/x.rels': `<Relationships><Relationship Id="a" Type="t" Target="${target}"/></Relationships>`,
  };
  const parts = await rewritten('pptx', files);
  expect(strFromU8(parts?.['ppt/_rels/x.rels'] ?? new Uint8Array())).toContain(
    'Target="about:blank"',
  );
});

test.each([
  ['http://a.example/x.png', ''],
  ['../../etc/passwd', ''],
  ['/etc/passwd', ''],
  ['Pictures/../../x.png', ''],
  ['&#x66;ile:///etc/passwd', ''],
  ['Pictures/1000.png', 'Pictures/1000.png'],
  ['./Object 1', './Object 1'],
  ['#page2', '#page2'],
])('of OpenDocument the reference %j becomes %j', async (linked, left) => {
  const parts = await rewritten('odp', openDocument({ linked }));
  const content = strFromU8(parts?.['content.xml'] ?? new Uint8Array());
  expect(/xlink:href="([^"]*)"/.exec(content)?.[1]).toBe(left);
});

test('OpenDocument that would be read differently by others is not written', async () => {
  const entity = `<!DOCTYPE a [<!ENTITY out "http://a.example/">]>${String(odp['content.xml'])}`;
  expect(await rewritten('odp', { ...odp, 'content.xml': entity })).toBeNull();
  const declared = String(odp['content.xml']).replace('UTF-8', 'UTF-7');
  expect(await rewritten('odp', { ...odp, 'content.xml': declared })).toBeNull();
  const wide = Buffer.from(String(odp['content.xml']), 'utf16le');
  expect(await rewritten('odp', { ...odp, 'content.xml': wide })).toBeNull();
});

const svg = (inside: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink">${inside}</svg>`;
test.each([
  ['a drawing', svg('<use x:href="#a"/><rect fill="url(#b)"/>'), true],
  ['a drawing with a picture of its own', svg('<image href="data:image/png;base64,AAAA"/>'), true],
  ['a drawing of a file', svg('<image x:href="file:///etc/passwd"/>'), false],
  ['a drawing with a style of elsewhere', svg('<style>@import "http://a.example/"</style>'), false],
  ['a drawing filled from elsewhere', svg('<rect fill="url(http://a.example/#a)"/>'), false],
  ['a drawing with names of its own', `<!DOCTYPE svg [<!ENTITY a "file:///">]>${svg('')}`, false],
  ['a presentation within', 'PK\u0003\u0004 with links of its own', false],
  ['PostScript', '%!PS-Adobe-3.0 EPSF-3.0\n(/etc/passwd) (r) file', false],
])(
  '%s by the name of a picture is kept only where it fetches nothing',
  async (_what, content, isKept) => {
    const parts = await rewritten('pptx', { ...deck, 'ppt/media/image1.png': content });
    expect(strFromU8(parts?.['ppt/media/image1.png'] ?? new Uint8Array()) === content).toBe(isKept);
  },
);

test('a drawing by the name of a document is looked into as well', async () => {
  const drawing = svg('<image x:href="file:///etc/passwd"/>');
  for (const [kind, files] of [
    ['pptx', deck],
    ['odp', odp],
  ] as const) {
    const parts = await rewritten(kind, { ...files, 'media/image1.xml': drawing });
    expect(strFromU8(parts?.['media/image1.xml'] ?? new Uint8Array())).not.toContain('passwd');
  }
});
