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
 * reads them back the same, without their pictures. `notes` says what stays behind, item by item.
 */
export function writeQti(questions: readonly Question[]): {
  readonly files: readonly PackageFile[];
  readonly notes: readonly LocatedError[];
} {
  const files = questions.map((question) => ({ path: pathOf(question), text: itemXml(question) }));
  return {
    files: [{ path: 'imsmanifest.xml', text: manifestXml(questions) }, ...files],
    notes: questions.flatMap((question) => pictureNotes(pathOf(question), question)),
  };
}

const pathOf = (question: Question): string => `items/${identifierOf(question)}.xml`;

const LEVELS = { 1: 'easy', 2: 'medium', 3: 'difficult' } as const;

function manifestXml(questions: readonly Question[]): string {
  const resources = questions.map((question) => {
    const path = pathOf(question);
    return `<resource identifier="R-${identifierOf(question)}" type="imsqti_item_xmlv2p1" href="${path}">${metadataXml(question)}<file href="${path}"/></resource>`;
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" identifier="MANIFEST">',
    '<metadata><schema>QTIv2.1 Package</schema><schemaversion>1.0.0</schemaversion></metadata>',
    '<organizations/>',
    `<resources>${resources.join('\n')}</resources>`,
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
