// Textbooks as units send them, made on the spot. Used by tests only.
import type { TextbookEntry, TextbookForm } from '@xueshi/contracts';
import { ONE_POINT_PNG } from '@xueshi/testkit';
import { strToU8, zipSync } from 'fflate';
import { fileURLToPath } from 'node:url';
import PDFDocument from 'pdfkit';
import { ORIGIN, type TestInstallation, type Visitor } from './test-installation.ts';

const page = (body: string, title: string) =>
  `<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>${title}</title></head><body>${body}</body></html>`;

/** A book of as many chapters as there are bodies, with a table of contents and one picture. */
export function makeEpub(
  chapters: readonly { readonly title: string; readonly body: string }[],
  more: Readonly<Record<string, Uint8Array | string>> = {},
): Buffer {
  const files = chapters.map((_, at) => `c${at + 1}.xhtml`);
  const texts = {
    mimetype: 'application/epub+zip',
    'META-INF/container.xml':
      '<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
    'book.opf': `<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>读本</dc:title><dc:language>zh</dc:language></metadata><manifest>${files.map((file, at) => `<item id="i${at}" href="${file}" media-type="application/xhtml+xml"/>`).join('')}<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/></manifest><spine>${files.map((_, at) => `<itemref idref="i${at}"/>`).join('')}</spine></package>`,
    'nav.xhtml': page(
      `<nav epub:type="toc"><ol>${chapters.map(({ title }, at) => `<li><a href="${files[at]}">${title}</a></li>`).join('')}</ol></nav>`,
      '目录',
    ),
    ...Object.fromEntries(
      chapters.map(({ title, body }, at) => [files[at], page(`<h1>${title}</h1>${body}`, title)]),
    ),
  };
  const all: Record<string, string | Uint8Array> = { ...texts, 'map.png': ONE_POINT_PNG, ...more };
  const parts: Record<string, Uint8Array> = {};
  for (const [name, content] of Object.entries(all))
    parts[name] = typeof content === 'string' ? strToU8(content) : content;
  return Buffer.from(zipSync(parts));
}

const FONT = fileURLToPath(
  import.meta.resolve('@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf'),
);

/** Pages in A4 with a heading each, which the file lists too. */
export async function makeBookPdf(
  headings: readonly string[],
  line: string,
  userPassword?: string,
): Promise<Buffer> {
  const pdf = new PDFDocument({
    size: 'A4',
    autoFirstPage: false,
    ...(userPassword !== undefined && { userPassword }),
  });
  const pieces: Buffer[] = [];
  pdf.on('data', (piece: Buffer) => pieces.push(piece));
  const ended = new Promise((resolve) => pdf.on('end', resolve));
  for (const heading of headings) {
    pdf.addPage();
    pdf.outline.addItem(heading);
    pdf.font(FONT).fontSize(24).text(heading).fontSize(12).text(line);
  }
  pdf.end();
  await ended;
  return Buffer.concat(pieces);
}

export const TEXTBOOK: TextbookForm = {
  title: '信访工作读本',
  authors: '县委党校教研室',
  publisher: '云岭县委党校',
  edition: '2026',
  isbn: '978-7-301-04815-3',
  rights: '编者同意在本平台供学员阅读。',
};

/** Adds a textbook at a unit; gives its code. */
export async function addTextbook(
  who: Visitor,
  unitId: string,
  form: Partial<TextbookForm> = {},
): Promise<string> {
  const body = { unitId, form: { ...TEXTBOOK, ...form } };
  const added = await who.post<{ code: string }>('/api/v1/textbooks', body);
  if (added.status !== 201) throw new Error(JSON.stringify(added.body));
  return added.body.code;
}

/** Sends a file and lets it be prepared. */
export async function sendTextbook(
  here: TestInstallation,
  who: Visitor,
  code: string,
  bytes: Uint8Array,
  name = 'book',
) {
  const answer = await here.app.inject({
    method: 'POST',
    url: `/api/v1/textbooks/${code}/file?name=${encodeURIComponent(name)}`,
    headers: { cookie: who.cookie(), origin: ORIGIN, 'content-type': 'application/octet-stream' },
    payload: Buffer.from(bytes),
  });
  await here.jobs.idle();
  const problem = answer.statusCode === 204 ? null : answer.json<{ code: string }>().code;
  return { status: answer.statusCode, problem };
}

export const entryOf = async (who: Visitor, code: string): Promise<TextbookEntry> =>
  (await who.get<TextbookEntry>(`/api/v1/textbooks/${code}/entry`)).body;
