import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { archiveKind } from '../archive-kind.ts';
import { readPasted } from '../pasted/read-pasted.ts';
import { readDocx } from './read-docx.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const word = (tag: string, inner: string) =>
  `<w:${tag} xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">${inner}</w:${tag}>`;
const run = (text: string, properties = '') =>
  `<w:r><w:rPr>${properties}</w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`;
const paragraph = (text: string, properties = '') =>
  `<w:p><w:pPr>${properties}</w:pPr>${text.startsWith('<') ? text : run(text)}</w:p>`;
const numbered = (list: number, level = 0) =>
  `<w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="${list}"/></w:numPr>`;
const level = (at: number, format: string, text: string) =>
  `<w:lvl w:ilvl="${at}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${text}"/></w:lvl>`;

/** List 1: sections 一、 with questions 1. and options A. within; list 2: its own numbers. */
const NUMBERING = word(
  'numbering',
  `<w:abstractNum w:abstractNumId="7">${level(0, 'chineseCounting', '%1、')}${level(1, 'decimal', '%2.')}${level(2, 'upperLetter', '%3.')}</w:abstractNum>
   <w:abstractNum w:abstractNumId="8">${level(0, 'decimal', '%1．')}${level(1, 'bullet', '·')}</w:abstractNum>
   <w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>`,
);

const docx = (body: string, more: Record<string, string> = {}) =>
  zipSync(
    Object.fromEntries(
      Object.entries({
        'word/document.xml': word('document', `<w:body>${body}</w:body>`),
        'word/numbering.xml': NUMBERING,
        ...more,
      }).map(([name, text]) => [name, bytes(text)]),
    ),
  );

async function textOf(file: Uint8Array): Promise<string | string[]> {
  const read = await readDocx('试卷.docx', file);
  return read.ok ? read.text : read.errors.map(({ code }) => code);
}

test('numbers that Word counts by itself come with the text, and the paper is read', async () => {
  const file = docx(
    [
      paragraph('单项选择题', numbered(1)),
      paragraph('村规民约由谁表决通过？', numbered(1, 1)),
      paragraph('村委会', numbered(1, 2)),
      paragraph('村民会议', numbered(1, 2)),
      paragraph('答案：B'),
      paragraph('信访事项应当多少日内办结？', numbered(1, 1)),
      paragraph('六十日', numbered(1, 2)),
      paragraph('三十日', numbered(1, 2)),
      paragraph('答案：A'),
      paragraph('判断题', numbered(1)),
      paragraph('低保可以由村干部指定。', numbered(1, 1)),
      paragraph('答案：错'),
    ].join(''),
  );
  expect(await archiveKind('试卷.docx', file)).toBe('word');
  const text = await textOf(file);
  expect(String(text).split('\n').slice(0, 4)).toEqual([
    '一、 单项选择题',
    '1. 村规民约由谁表决通过？',
    'A. 村委会',
    'B. 村民会议',
  ]);
  const read = readPasted('试卷.docx', String(text));
  expect(read.ok && read.items.map(({ question, problems }) => [question?.kind, problems])).toEqual(
    [
      ['single', []],
      ['single', []],
      ['true_false', []],
    ],
  );
});

test('underlined gaps are blanks; tables, breaks and fields are read as people see them', async () => {
  const gap = run('      ', '<w:u w:val="single"/>');
  const file = docx(
    [
      paragraph(`${run('应当在')}${gap}${run('日内办结')}`, numbered(2)),
      `<w:tbl><w:tr><w:tc>${paragraph('左')}</w:tc><w:tc>${paragraph('右')}</w:tc></w:tr></w:tbl>`,
      '<w:p><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t></w:r></w:p>',
      '<w:p><w:del><w:r><w:delText>删</w:delText></w:r></w:del><w:ins><w:r><w:t>插入</w:t></w:r></w:ins><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>',
      paragraph('圆点', numbered(2, 1)),
      paragraph('第二题', numbered(2)),
    ].join(''),
  );
  expect(await textOf(file)).toBe(
    '1． 应当在____日内办结\n左\n右\n甲\t乙\n丙\n插入\n圆点\n2． 第二题',
  );
});

test('a list may come with a style, and pictures are told', async () => {
  const styles = word('styles', `<w:style w:styleId="Q"><w:pPr>${numbered(2)}</w:pPr></w:style>`);
  const body = `${paragraph('一题', '<w:pStyle w:val="Q"/>')}<w:p><w:r><w:drawing/></w:r></w:p>`;
  const read = await readDocx('a.docx', docx(body, { 'word/styles.xml': styles }));
  expect(read).toMatchObject({ ok: true, text: '1． 一题\n', notes: [{ code: 'left-image' }] });
});

test('what is no document, or would do harm, is refused', async () => {
  expect(await textOf(bytes('PK nothing'))).toEqual(['archive-damaged']);
  expect(await textOf(zipSync({ 'a.txt': bytes('a') }))).toEqual(['archive-missing']);
  const entity = '<!DOCTYPE d [<!ENTITY x "y">]><d/>';
  expect(await textOf(zipSync({ 'word/document.xml': bytes(entity) }))).toEqual(['xml-doctype']);
  expect(await textOf(zipSync({ '../word/document.xml': bytes('<d/>') }))).toEqual([
    'archive-path',
  ]);
  const bomb = docx(`<w:p>${' '.repeat(6_000_000)}</w:p>`);
  expect(await textOf(bomb)).toEqual(['archive-bomb']);
  expect(await archiveKind('a.doc', new Uint8Array([0xd0, 0xcf, 0x11, 0xe0]))).toBe('old-office');
  expect(await archiveKind('a.xml', bytes('<quiz/>'))).toBe('other');
});
