import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { openArchiveFile, type ForeignArchive } from '../archive/foreign-archive.ts';
import { decodeText } from '../folder.ts';
import { readXml } from '../xml/xml.ts';
import {
  marksIn,
  PRESENTATION_LIMITS,
  readTextPart,
  type PresentationKind,
} from './read-presentation.ts';

class Unfit extends Error {}

const ODP_TYPE = 'application/vnd.oasis.opendocument.presentation';

/**
 * Writes a presentation anew without anything that leads out of it: targets of relations that are not in the package
 * (ECMA-376-2, TargetMode `External`: linked pictures, films, sheets, pages of the web) become `about:blank`, `href`s
 * of OpenDocument other than to its own parts become empty, and so do drawings (SVG) that fetch something, PostScript,
 * which would be run as a program, and files within the file. All other parts come byte for byte. False where the file
 * cannot be read as `readPresentation` found it, or unpacks to more than allowed; throws where the disk fails.
 */
export async function writeWithoutLinks(
  source: string,
  kind: PresentationKind,
  target: string,
): Promise<boolean> {
  const opened = await openArchiveFile('', source, PRESENTATION_LIMITS);
  if (!opened.ok) return false;
  const { archive } = opened;
  const zip = new ZipFile();
  const given = new AbortController();
  try {
    // OpenDocument says what it is in its first part, as it is.
    if (kind === 'odp') zip.addBuffer(Buffer.from(ODP_TYPE), 'mimetype', { compress: false });
    for (const name of archive.names.filter((one) => one !== 'mimetype'))
      // Packed, if lightly: programs refuse parts that are neither packed nor told in advance how long they are.
      zip.addReadStreamLazy(name, { compressionLevel: 1 }, (give) => {
        partWithoutLinks(archive, kind, name).then(
          (bytes) => give(null, Readable.from([bytes], { objectMode: false })),
          (error: unknown) => given.abort(error),
        );
      });
    zip.end();
    const output = createWriteStream(target, { flags: 'wx' });
    await pipeline(zip.outputStream, output, { signal: given.signal });
    return true;
  } catch (error) {
    if (given.signal.reason instanceof Unfit) return false;
    throw given.signal.reason ?? error;
  } finally {
    archive.close();
  }
}

async function partWithoutLinks(
  archive: ForeignArchive,
  kind: PresentationKind,
  name: string,
): Promise<Buffer> {
  if (/\.rels$/i.test(name)) return Buffer.from(relationsWithoutLinks(await textOf(archive, name)));
  const bytes = await archive.read(name);
  if (!(bytes instanceof Uint8Array)) throw new Unfit();
  const part = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isDocument = /\.(?:xml|rdf)$/i.test(name);
  const documented =
    isDocument && kind === 'odp'
      ? Buffer.from(hrefsWithoutLinks(await textOf(archive, name)))
      : part;
  // By any name it may be shown as a picture.
  return isDocument && !/<svg|<!DOCTYPE/i.test(headOf(part))
    ? documented
    : pictureWithoutLinks(documented);
}

const headOf = (part: Buffer): string => part.toString('latin1', 0, 8192);

async function textOf(archive: ForeignArchive, name: string): Promise<string> {
  const text = await readTextPart(archive, name);
  if (text === null) throw new Unfit();
  return text;
}

const LEADS_OUT = /^(?:[a-z][a-z0-9+.-]*:|\/\/|\\)/i;

function relationsWithoutLinks(text: string): string {
  const read = readXml('', text);
  if (!read.ok) throw new Unfit();
  const relations = marksIn(read.root)
    .filter(({ name }) => name === 'Relationship')
    .map(({ attributes: { Id = '', Type = '', Target = '', TargetMode = '' } }) => {
      const isOut = TargetMode.toLowerCase() === 'external' || LEADS_OUT.test(Target.trim());
      const where = isOut
        ? 'Target="about:blank" TargetMode="External"'
        : `Target="${inXml(Target)}"`;
      return `<Relationship Id="${inXml(Id)}" Type="${inXml(Type)}" ${where}/>`;
    });
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${relations.join('')}</Relationships>`;
}

const MARKS: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};
const inXml = (text: string) => text.replaceAll(/[&<>"]/g, (mark) => MARKS[mark] ?? mark);

const HREF = /([^\s=<>"'/]*href\s*=\s*)(?:"([^"]*)"|'([^']*)')/gi;
/** What a reference within an OpenDocument package looks like; anything that could be an address is not among it. */
const WITHIN = /^(?:#[^&]*|(?:\.\/)?(?!\.)[\w -]+(?:\/(?!\.)[\w. -]+)*)$/u;

/** In another encoding, or with names of its own for characters, it would be read differently from how it is here. */
function demandPlainXml(text: string): void {
  const [, encoding = 'utf-8'] =
    /^\ufeff?\s*<\?xml[^>]*?encoding\s*=\s*["']([^"']*)/i.exec(text) ?? [];
  if (encoding.toLowerCase() !== 'utf-8' || /<!(?:ENTITY|ATTLIST)/i.test(text)) throw new Unfit();
}

function hrefsWithoutLinks(text: string): string {
  demandPlainXml(text);
  return text.replaceAll(HREF, (whole, before: string, first?: string, second?: string) =>
    WITHIN.test(first ?? second ?? '') ? whole : `${before}""`,
  );
}

const NOTHING = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>');
const GZIP = Buffer.from([0x1f, 0x8b]);
/** PostScript, and files within the file: zips and OLE compound files, of which a picture is shown anyway. */
const LEFT_OUT = [
  ...[Buffer.from('%!PS'), Buffer.from([0xc5, 0xd0, 0xd3, 0xc6])],
  ...[Buffer.from('PK\x03\x04'), Buffer.from([0xd0, 0xcf, 0x11, 0xe0])],
];

/** By its bytes, whatever it is called: programs look at these too. */
function pictureWithoutLinks(part: Buffer): Buffer {
  const begins = (mark: Buffer) => part.subarray(0, mark.length).equals(mark);
  if (LEFT_OUT.some(begins)) return Buffer.alloc(0);
  if (begins(GZIP)) return NOTHING;
  const head = headOf(part);
  if (!/<svg|^(?:ï»¿)?\s*<|^(?:ÿþ|þÿ)/.test(head)) return part;
  const decoded = decodeText(part);
  return decoded.ok && fetchesNothing(decoded.text) ? part : NOTHING;
}

function fetchesNothing(svg: string): boolean {
  try {
    demandPlainXml(svg);
  } catch {
    return false;
  }
  const hrefs = [...svg.matchAll(HREF)].map(([, , first, second]) =>
    (first ?? second ?? '').trim(),
  );
  const urls = [...svg.matchAll(/url\(\s*(?:["']|&quot;|&apos;)?\s*(.)/gi)].map(([, sign]) => sign);
  return (
    hrefs.every((href) => /^(?:#|data:image\/)/.test(href)) &&
    urls.every((sign) => sign === '#') &&
    !/@import|<!DOCTYPE[^>]*\[|<\?xml-stylesheet/i.test(svg)
  );
}
