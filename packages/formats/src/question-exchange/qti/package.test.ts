import fc from 'fast-check';
import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { describe as said } from '../../located-error.ts';
import { someQuestions } from '../questions.fixture.ts';
import { readQtiPackage } from './read-package.ts';
import { choices, item2, item3, response, SINGLE, template } from './qti-items.fixture.ts';
import { writeQti } from './write-qti.ts';

type Files = Parameters<typeof zipSync>[0];
const bytes = (text: string) => new TextEncoder().encode(text);
const good = item2(response(SINGLE, ['C0']), choices(1, '甲', '乙'), template('match_correct'));
const manifest = (...hrefs: string[]) =>
  `<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"><resources>${hrefs.map((href) => `<resource identifier="r" type="imsqti_item_xmlv2p1" href="${href}"/>`).join('')}</resources></manifest>`;

const read = (files: Files) => readQtiPackage('package.zip', zipSync(files));
async function codes(files: Files | Uint8Array): Promise<string[]> {
  const result = await (files instanceof Uint8Array
    ? readQtiPackage('package.zip', files)
    : read(files));
  return result.ok
    ? result.items.flatMap(({ problems }) => problems.map(({ code, file }) => `${file} ${code}`))
    : result.errors.map(({ code }) => code);
}

test('what goes out as QTI 2.1 comes back the same', async () => {
  await fc.assert(
    fc.asyncProperty(someQuestions, async (questions) => {
      const { files, notes } = writeQti(questions);
      expect(notes).toEqual([]);
      const result = await read(
        Object.fromEntries(files.map(({ path, text }) => [path, bytes(text)])),
      );
      const items = result.ok ? result.items : [];
      expect(items.flatMap(({ problems }) => problems.map((each) => said(each, 'en')))).toEqual([]);
      expect(items.map(({ question }) => question)).toEqual(questions);
      // What we wrote scores as we score, but for what is said of marks around a blank.
      const unlike = items.filter(({ scoresAlike }) => !scoresAlike);
      expect(
        unlike
          .flatMap(({ notes: all }) => all.map(({ code }) => code))
          .filter((code) => code !== 'score-marks'),
      ).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

test('a package of items of several versions comes in, each with its own reasons', async () => {
  const result = await read({
    'imsmanifest.xml': bytes(
      manifest('a.xml', 'b/broken.xml', 'gone.xml', 'c%20d.xml').replace(
        '</resources>',
        '<resource type="imsqti_test_xmlv2p1" href="t.xml"/></resources>',
      ),
    ),
    'a.xml': bytes(good),
    'b/broken.xml': bytes('<assessmentItem>\n<itemBody>'),
    'c d.xml': bytes(item3),
  });
  expect(result).toMatchObject({
    ok: true,
    notes: [{ code: 'left-part', params: { name: 'imsqti_test_xmlv2p1' } }],
  });
  const items = result.ok ? result.items : [];
  expect(
    items.map(
      ({ question, problems }) =>
        question?.kind ?? problems.map(({ code, line }) => `${code}:${line ?? ''}`).join(),
    ),
  ).toEqual(['single', 'xml-syntax:2', 'archive-missing:', 'multiple']);
});

test('a package of QTI 1.2, as Canvas and Common Cartridges have it, brings all items of its files', async () => {
  const item = (ident: string) =>
    `<item ident="${ident}"><presentation><material><mattext>题${ident}</mattext></material><response_str ident="r"><render_fib/></response_str></presentation><resprocessing><respcondition><conditionvar><varequal respident="r">甲</varequal></conditionvar><setvar>100</setvar></respcondition></resprocessing></item>`;
  const result = await read({
    'imsmanifest.xml': bytes(
      '<manifest><resources><resource type="imsqti_xmlv1p2" identifier="a"><file href="a/a.xml"/></resource><resource type="imsqti_xmlv1p2/imscc_xmlv1p1/assessment" href="b.xml"/></resources></manifest>',
    ),
    'a/a.xml': bytes(`<questestinterop>${item('x')}${item('y')}</questestinterop>`),
    'b.xml': bytes(`<questestinterop>${item('x')}</questestinterop>`),
  });
  const items = result.ok ? result.items : [];
  expect(items.map(({ question }) => question?.stem)).toEqual(['题x ____', '题y ____', '题x ____']);
  expect(items.map(({ question }) => question?.id)).toEqual(['x', 'y', 'x-2']);
});

test('a path that leads out, a link, a password or a name given twice: nothing is unpacked', async () => {
  const own = { 'imsmanifest.xml': bytes(manifest('a.xml')), 'a.xml': bytes(good) };
  expect(await codes({ ...own, '../evil.xml': bytes('x') })).toEqual(['archive-path']);
  expect(await codes({ ...own, '/etc/evil.xml': bytes('x') })).toEqual(['archive-path']);
  expect(await codes({ ...own, 'C:/evil.xml': bytes('x') })).toEqual(['archive-path']);
  expect(
    await codes({ ...own, 'link.xml': [bytes('/etc/passwd'), { os: 3, attrs: 0o120777 * 65536 }] }),
  ).toEqual(['archive-link']);
  expect(
    await codes({ ...own, 'imsmanifest.xml': bytes(manifest('../../../etc/passwd')) }),
  ).toEqual(['package.zip archive-missing']);
  const zip = zipSync({ ...own, 'b.xml': bytes(good) });
  const renamed = replaced(zip, 'b.xml', 'a.xml');
  expect(await codes(renamed)).toEqual(['archive-twice']);
  expect(await codes(locked(zipSync(own)))).toEqual(['archive-locked']);
  expect(await codes(bytes('PK this is no archive'))).toEqual(['archive-damaged']);
  expect(await codes({ 'a.xml': bytes(good) })).toEqual(['manifest-missing']);
});

/** Puts another name of the same length for each time it stands in an archive. */
function replaced(zip: Uint8Array, from: string, to: string): Uint8Array {
  return Buffer.from(Buffer.from(zip).toString('latin1').replaceAll(from, to), 'latin1');
}

/** Sets the bit that says "encrypted" of every entry of the directory. */
function locked(zip: Uint8Array): Uint8Array {
  const copy = Buffer.from(zip);
  for (let at = copy.indexOf('PK\x01\x02'); at >= 0; at = copy.indexOf('PK\x01\x02', at + 1)) {
    copy.writeUInt16LE(copy.readUInt16LE(at + 8) | 1, at + 8);
  }
  return copy;
}

test('a bomb is refused, by what it says and by what it does', async () => {
  const zeros = new Uint8Array(3 * 1024 * 1024);
  const own = { 'imsmanifest.xml': bytes(manifest('a.xml')), 'a.xml': zeros };
  expect(await codes(own)).toEqual(['archive-bomb']);
  const lying = Buffer.from(zipSync(own));
  for (const [mark, offset] of [
    ['PK\x01\x02', 24],
    ['PK\x03\x04', 22],
  ] as const) {
    for (let at = lying.indexOf(mark); at >= 0; at = lying.indexOf(mark, at + 1)) {
      if (lying.readUInt32LE(at + offset) === zeros.length) lying.writeUInt32LE(100, at + offset);
    }
  }
  expect(await codes(lying)).toEqual(['archive-damaged']);
  const noise = Buffer.from(
    Array.from({ length: 5 * 1024 * 1024 }, (_, at) => (at * 7919 + (at >> 8) * 31) % 251),
  );
  expect(await codes({ ...own, 'a.xml': [noise, { level: 0 }] })).toEqual(['archive-too-much']);
  const many = Object.fromEntries(
    Array.from({ length: 10_002 }, (_, at) => [`${at}.txt`, new Uint8Array()]),
  );
  expect(await codes(many)).toEqual(['archive-too-much']);
});

test('scripts in the body of an item are taken out and said', async () => {
  const hostile = item2(
    response(SINGLE, ['C0']),
    `<p onclick="x()">题<script>alert(1)</script><object data="a.png" type="image/png"/></p>${choices(1, '甲', '乙')}`,
    template('match_correct'),
  );
  const result = await read({
    'imsmanifest.xml': bytes(manifest('a.xml')),
    'a.xml': bytes(hostile),
  });
  const [item] = result.ok ? result.items : [];
  expect(item?.question?.stem).toBe('题\n\n由谁**表决**？');
  expect(item?.notes.map(({ code }) => code).sort()).toEqual([
    'left-active',
    'left-active',
    'left-image',
  ]);
});
