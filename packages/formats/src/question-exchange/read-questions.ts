import { openArchive } from '../archive/foreign-archive.ts';
import { decodeText } from '../folder.ts';
import { locatedError, WHOLE_FILE, type LocatedError } from '../located-error.ts';
import { bankFilesIn, isBankText, readBankFiles, readBankText } from './bank/read-bank-files.ts';
import { readGift } from './gift/read-gift.ts';
import type { QuestionsRead } from './item-reading.ts';
import { EXCHANGE_LIMITS } from './limits.ts';
import { PackagePictures } from './package-pictures.ts';
import { readMoodleXml } from './moodle/read-moodle-xml.ts';
import { readQti12 } from './qti12/read-qti12.ts';
import { readQtiPackage } from './qti/read-package.ts';
import { readQtiXml } from './qti/read-qti.ts';

/**
 * Reads questions of another system from a file of any form that is known: GIFT, Moodle XML, QTI 1.2,
 * an item of QTI 2 or 3, a package of such items (zip), or a bank's own file or files. The form is found by the content. Files
 * are bounded (`EXCHANGE_LIMITS`). Never throws; nothing is fetched or written. `withPictures`: what
 * the questions show of the file's own pictures comes along.
 */
export async function readQuestions(
  file: string,
  bytes: Uint8Array,
  options: { readonly withPictures?: boolean } = {},
): Promise<QuestionsRead> {
  if (isZip(bytes)) return readZip(file, bytes, options);
  const refuse = (error: LocatedError): QuestionsRead => ({ ok: false, errors: [error] });
  const { fileBytes } = EXCHANGE_LIMITS;
  if (bytes.length > fileBytes) {
    const params = { name: file, limitMiB: fileBytes / (1024 * 1024) };
    return refuse(locatedError('file-too-large', file, WHOLE_FILE, params));
  }
  const decoded = decodeText(bytes);
  if (!decoded.ok) {
    const place = { line: 'line' in decoded ? decoded.line : null, column: null };
    return refuse(
      decoded.problem === 'nul'
        ? locatedError('bad-character', file, place, { character: 'U+0000' })
        : locatedError('not-utf8', file, place),
    );
  }
  if (options.withPictures !== true) return readText(file, decoded.text);
  const pictures = new PackagePictures();
  const read = readText(file, decoded.text, pictures);
  return read.ok ? { ...read, pictures: await pictures.read() } : read;
}

async function readZip(
  file: string,
  bytes: Uint8Array,
  options: { readonly withPictures?: boolean },
): Promise<QuestionsRead> {
  const opened = await openArchive(file, bytes, EXCHANGE_LIMITS);
  if (!opened.ok) return opened;
  const { archive } = opened;
  const banks = bankFilesIn(archive);
  const isPackage = archive.names.some((name) => /(?:^|\/)imsmanifest\.xml$/i.test(name));
  return banks.length > 0 && !isPackage
    ? readBankFiles(archive, banks, options)
    : readQtiPackage(file, bytes, options);
}

const isZip = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5 || bytes[2] === 7);

/** The first element of an XML file, comments and instructions taken out. */
const ROOT = /<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)/;

function readText(file: string, text: string, pictures?: PackagePictures): QuestionsRead {
  if (isBankText(text)) return readBankText(file, text);
  if (!/^\s*</.test(text)) return readGift(file, text);
  const head = text.slice(0, 100_000).replaceAll(/<!--[^]*?-->|<\?[^]*?\?>/g, '');
  switch (ROOT.exec(head)?.[2]) {
    case 'quiz':
      return readMoodleXml(file, text, pictures);
    case 'questestinterop':
      return readQti12(file, text, pictures?.takerFor(file));
    case 'assessmentItem':
    case 'qti-assessment-item':
      return readQtiXml(file, text, pictures?.takerFor(file));
    default:
      return {
        ok: false,
        errors: [locatedError('questions-kind', file, WHOLE_FILE, { name: file.slice(0, 80) })],
      };
  }
}
