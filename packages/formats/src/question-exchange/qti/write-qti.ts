import { setImmediate } from 'node:timers/promises';
import type { LocatedError } from '../../located-error.ts';
import type { Question } from '../question.ts';
import { pictureNotes } from '../written.ts';
import { escapeXml } from '../../xml/xml.ts';
import { identifierOf, itemXml } from './write-item.ts';

/** A file of a package, by its path in the archive. */
export interface PackageFile {
  readonly path: string;
  readonly text: string;
}

/**
 * Questions as the files of a QTI 2.1 content package, to be zipped as they are; `readQtiPackage`
 * reads them back the same. `pictures`: by their names those that are packed beside them, at
 * `PICTURE_FOLDER`; others stay behind. `notes` says what does, item by item.
 */
export function writeQti(
  questions: readonly Question[],
  pictures: ReadonlySet<string> = new Set(),
): {
  readonly files: readonly PackageFile[];
  readonly notes: readonly LocatedError[];
} {
  const pictureAt = pictureIn(pictures);
  const files = questions.map((question) => ({
    path: pathOf(question),
    text: itemXml(question, pictureAt),
  }));
  return {
    files: [{ path: 'imsmanifest.xml', text: manifestXml(questions, pictures) }, ...files],
    notes: questions.flatMap((question) => pictureNotes(pathOf(question), question, pictures)),
  };
}

/** Where pictures lie in a package. */
export const PICTURE_FOLDER = 'pictures/';

/** Written between two breaths of everybody else. */
const AT_ONCE = 4;

/** The same for many questions: the files alone, without keeping anybody waiting while they are written. */
export async function qtiFiles(
  questions: readonly Question[],
  pictures: ReadonlySet<string>,
): Promise<PackageFile[]> {
  const files = [{ path: 'imsmanifest.xml', text: manifestXml(questions, pictures) }];
  const pictureAt = pictureIn(pictures);
  for (const [at, question] of questions.entries()) {
    if (at % AT_ONCE === 0) await setImmediate();
    files.push({ path: pathOf(question), text: itemXml(question, pictureAt) });
  }
  return files;
}

const pictureIn = (pictures: ReadonlySet<string>) => (name: string) =>
  pictures.has(name) ? `../${PICTURE_FOLDER}${name}` : null;

const pathOf = (question: Question): string => `items/${identifierOf(question)}.xml`;

const LEVELS = { 1: 'easy', 2: 'medium', 3: 'difficult' } as const;

function manifestXml(questions: readonly Question[], pictures: ReadonlySet<string>): string {
  const resources = questions.map((question) => {
    const path = pathOf(question);
    return `<resource identifier="R-${identifierOf(question)}" type="imsqti_item_xmlv2p1" href="${path}">${metadataXml(question)}<file href="${path}"/></resource>`;
  });
  const shown = [...pictures].map((name, at) => {
    const path = `${PICTURE_FOLDER}${escapeXml(name)}`;
    return `<resource identifier="P-${at + 1}" type="webcontent" href="${path}"><file href="${path}"/></resource>`;
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" identifier="MANIFEST">',
    '<metadata><schema>QTIv2.1 Package</schema><schemaversion>1.0.0</schemaversion></metadata>',
    '<organizations/>',
    `<resources>${[...resources, ...shown].join('\n')}</resources>`,
    '</manifest>',
    '',
  ].join('\n');
}

function metadataXml({ tags, difficulty }: Question): string {
  if (tags.length === 0 && difficulty === null) return '';
  const keywords = tags
    .map((tag) => `<keyword><string language="zh-CN">${escapeXml(tag)}</string></keyword>`)
    .join('');
  const level =
    difficulty === null
      ? ''
      : `<educational><difficulty><source>LOMv1.0</source><value>${LEVELS[difficulty]}</value></difficulty></educational>`;
  return `<metadata><lom xmlns="http://ltsc.ieee.org/xsd/LOM"><general>${keywords}</general>${level}</lom></metadata>`;
}
