// The PDF itself: what can be read out of it, which fonts are in it, what its QR code says.
import type { IssuedDocument } from '@xueshi/contracts';
import { codeInGroups } from '@xueshi/domain';
import { inflateSync } from 'node:zlib';
import { extractText, getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { creditDirectly, rename } from '../../../testing/credits.ts';
import { download } from '../../../testing/download.ts';
import { addLearner, type Learner } from '../../../testing/learners.ts';
import {
  openTestInstallation,
  ORIGIN,
  type TestInstallation,
} from '../../../testing/test-installation.ts';
import { FONT_FILES, typesetting } from './fonts.ts';

let here: TestInstallation;
let learner: Learner;

beforeAll(async () => {
  here = await openTestInstallation();
});
afterAll(() => here.close());
beforeEach(async () => {
  learner = await addLearner(here);
});

const post = async <T>(url: string, body?: unknown) =>
  (await learner.visitor.post<T>(url, body)).body;
const fetchPdf = (id: string, locale = 'zh-CN') =>
  download(here, learner.visitor, `/api/v1/me/documents/${id}/pdf`, locale);

async function certificate(name: string, title?: string) {
  await rename(here, learner.personId, name);
  const entry = await creditDirectly(here, learner.personId, title ? { title } : {});
  return post<IssuedDocument>(`/api/v1/me/credit-entries/${entry}/certificate`);
}

async function textOf(bytes: Uint8Array): Promise<string> {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(bytes)), {
    mergePages: true,
  });
  return text.replaceAll(/\s/g, '');
}

test('a certificate says in words what was signed, with hours in two decimals', async () => {
  const issued = await certificate('王秀兰');
  const answer = await fetchPdf(issued.id);
  expect(answer.type).toBe('application/pdf');
  expect(answer.disposition).toBe(`attachment; filename="xueshi-certificate-${issued.code}.pdf"`);
  const text = await textOf(answer.bytes);
  for (const words of [
    '结业证书',
    '王秀兰（清河镇）',
    '《信访工作条例》',
    '计2.50学时、0.5天',
    '计入2026年度',
    codeInGroups(issued.code),
    `${ORIGIN}/verify`,
    '云岭县',
  ])
    expect(text).toContain(words);
});

test('its fonts are embedded and cut down to what is used', async () => {
  const { bytes } = await fetchPdf((await certificate('王秀兰')).id);
  const raw = bytes.toString('latin1');
  const fonts = [...raw.matchAll(/\/BaseFont \/(\S+)/g)].map(([, name]) => name);
  expect(fonts.length).toBeGreaterThan(0);
  for (const font of fonts) expect(font).toMatch(/^[A-Z]{6}\+NotoSerifSC/);
  const files = raw.match(/\/FontFile[23]? /g) ?? [];
  expect(files.length).toBe(2);
  expect(bytes.length).toBeLessThan(150_000);
});

test('a character that no font has is marked and named, and is never an empty box', async () => {
  const text = await textOf((await fetchPdf((await certificate('𠮷䶮')).id)).bytes);
  expect(text).toContain('〓䶮（清河镇）');
  expect(text).toContain('U+20BB7');
  const plain = await textOf((await fetchPdf((await certificate('王兰')).id)).bytes);
  expect(plain).not.toContain('〓');
});

test('the table of standard characters for names is in the font, and so are rare ones in use', () => {
  const type = typesetting();
  const rare = '䶮㛃㮾㸆䏝䴙䲟𬱖𫍯𬤇𪟝𫖮𫓧𬭎𬸪';
  expect(type.set(rare)).toBe(rare);
  expect(type.set('买买提·吐尔逊')).toBe('买买提·吐尔逊');
  // A variation selector only asks for another form.
  expect(type.set('葛\u{E0100}')).toBe('葛');
  expect(type.missing()).toEqual([]);
  expect(Object.values(FONT_FILES)).toHaveLength(2);
});

test('the QR code leads to the page that verifies this very document', async () => {
  const issued = await certificate('王秀兰');
  const { bytes } = await fetchPdf(issued.id);
  const { default: decodeQR } = await import('qr/decode.js');
  const { modules, size } = qrModules(bytes);
  const scale = 8;
  const side = (size + 8) * scale;
  const data = new Uint8Array(side * side * 4).fill(255);
  for (const [row, column] of modules) {
    for (let y = 0; y < scale; y += 1) {
      const from = (((row + 4) * scale + y) * side + (column + 4) * scale) * 4;
      for (let x = 0; x < scale; x += 1) data.set([0, 0, 0, 255], from + x * 4);
    }
  }
  expect(decodeQR({ width: side, height: side, data })).toBe(`${ORIGIN}/verify/${issued.code}`);
});

/** The squares that were drawn, as rows and columns. */
function qrModules(pdf: Buffer): { modules: [number, number][]; size: number } {
  const drawing = contentOf(pdf);
  const squares = [...drawing.matchAll(/([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) re/g)]
    .map(([, ...numbers]) => numbers.map(Number))
    .filter(([, , width = 0, height = 0]) => width === height && width < 6);
  const left = Math.min(...squares.map(([x = 0]) => x));
  const top = Math.min(...squares.map(([, y = 0]) => y));
  const right = Math.max(...squares.map(([x = 0]) => x));
  const side = (squares[0]?.[2] ?? 0) - 0.05;
  const modules = squares.map(([x = 0, y = 0]): [number, number] => [
    Math.round((y - top) / side),
    Math.round((x - left) / side),
  ]);
  return { modules, size: Math.round((right - left) / side) + 1 };
}

/** The drawing commands of the first page that has any. */
function contentOf(pdf: Buffer): string {
  const raw = pdf.toString('latin1');
  for (const match of raw.matchAll(/stream\r?\n/g)) {
    const start = match.index + match[0].length;
    const end = raw.indexOf('endstream', start);
    try {
      const text = inflateSync(pdf.subarray(start, end)).toString('latin1');
      if (/ re\b/.test(text)) return text;
    } catch {
      continue; // Not a deflated stream.
    }
  }
  return '';
}

test('a year of many credits runs over pages, each numbered, none cut off', async () => {
  await rename(here, learner.personId, '王秀兰');
  for (let number = 1; number <= 60; number += 1)
    await creditDirectly(here, learner.personId, { title: `课程第${number}号`, halfDays: 0 });
  const issued = await post<IssuedDocument>('/api/v1/me/hours-statements', { year: 2026 });
  const { bytes } = await fetchPdf(issued.id);
  const pdf = await getDocumentProxy(new Uint8Array(bytes));
  expect(pdf.numPages).toBeGreaterThan(1);
  const text = await textOf(bytes);
  for (let number = 1; number <= 60; number += 1) expect(text).toContain(`课程第${number}号`);
  expect(text).toContain(`第${pdf.numPages}页，共${pdf.numPages}页`);
  expect(text).toContain('合计（60项）');
  expect(text).toContain('150.00');
});

test('in English the words change and what is stated does not', async () => {
  const issued = await certificate('王秀兰');
  const text = await textOf((await fetchPdf(issued.id, 'en')).bytes);
  expect(text).toContain('Certificateofcompletion');
  expect(text).toContain('2.50credithours');
  expect(text).toContain(codeInGroups(issued.code));
});

test('a revoked document says so across the top when it is downloaded again', async () => {
  const issued = await certificate('王秀兰');
  const before = await textOf((await fetchPdf(issued.id)).bytes);
  expect(before).not.toContain('已撤销：');
  const entry = `/api/v1/people/${learner.personId}/credit-entries/${issued.entryId}`;
  const township = await here.signIn('lifang');
  const answer = await township.post(`${entry}/reversal`, { reason: '经核实由他人代学' });
  expect(answer.status).toBe(204);
  expect(await textOf((await fetchPdf(issued.id)).bytes)).toContain('已撤销：');
});

test('whoever is not signed in gets no file', async () => {
  const issued = await certificate('王秀兰');
  const answer = await download(here, here.visitor(), `/api/v1/me/documents/${issued.id}/pdf`);
  expect(answer.status).toBe(401);
});
