// Packages of courseware in the form that real tools write them, for tests to break.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync, type Zippable } from 'fflate';
import { onTestFinished } from 'vitest';
import { sentenceOf } from '../located-error.ts';
import { readCourseware, type CoursewareRead } from './read-courseware.ts';

/** File names to contents; with what the zip says of the file, as in fflate. */
export type PackageFiles = Record<string, string | Uint8Array | Zippable[string]>;

export const zipOf = (files: PackageFiles): Uint8Array =>
  zipSync(
    Object.fromEntries(
      Object.entries(files).map(([name, content]) => [
        name,
        typeof content === 'string' ? strToU8(content) : content,
      ]),
    ),
  );

/** A folder that lasts as long as the running test. */
export async function roomForTest(): Promise<string> {
  const room = await mkdtemp(join(tmpdir(), 'courseware-'));
  onTestFinished(() => rm(room, { recursive: true, force: true }));
  return room;
}

/** A zip on the disk that lasts as long as the running test. */
export async function packed(content: PackageFiles | Uint8Array): Promise<string> {
  const path = join(await roomForTest(), 'package.zip');
  await writeFile(path, content instanceof Uint8Array ? content : zipOf(content));
  return path;
}

export const readPacked = async (
  content: PackageFiles | Uint8Array,
  name = '',
): Promise<CoursewareRead> => readCourseware(name, await packed(content));

export async function goodPackage(
  content: PackageFiles,
): Promise<Extract<CoursewareRead, { ok: true }>> {
  const read = await readPacked(content);
  if (read.ok) return read;
  throw new Error(read.errors.map((error) => sentenceOf(error, 'en')).join('\n'));
}

/** The errors of a package as `code line`; its notes as the same. */
export async function told(content: PackageFiles | Uint8Array): Promise<string[]> {
  const read = await readPacked(content);
  return (read.ok ? read.notCarried : read.errors).map(({ code, line }) =>
    line === null ? code : `${code} ${line}`,
  );
}

/** A manifest of SCORM 1.2 as authoring tools write it, around items and resources. */
export const manifest12 = (items: string, resources: string, more = ''): string =>
  `<?xml version="1.0" encoding="utf-8" standalone="no"?>
<manifest identifier="safety" version="1" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.imsproject.org/xsd/imscp_rootv1p1p2 imscp_rootv1p1p2.xsd http://www.adlnet.org/xsd/adlcp_rootv1p2 adlcp_rootv1p2.xsd">
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="county">
    <organization identifier="county">
      <title>安全生产</title>
${items}
    </organization>
  </organizations>
  <resources>
${resources}
  </resources>${more}
</manifest>
`;

/** The line of the first item of `manifest12`. */
export const FIRST_ITEM = 7;

export const item12 = (id: string, resource: string, inside = '', attributes = ''): string =>
  `      <item identifier="${id}" identifierref="${resource}"${attributes}><title>单元 ${id}</title>${inside}</item>`;

export const resource12 = (id: string, href: string, attributes = ''): string =>
  `    <resource identifier="${id}" type="webcontent" href="${href}" adlcp:scormtype="sco"${attributes}><file href="${href}" /></resource>`;

/** A SCORM 1.2 package of one SCO, whose manifest can be changed. */
export const package12 = (change: (manifest: string) => string = (same) => same): PackageFiles => ({
  'imsmanifest.xml': change(
    manifest12(
      item12('one', 'r1', '<adlcp:masteryscore>80</adlcp:masteryscore>'),
      resource12('r1', 'index.html'),
    ),
  ),
  'index.html': '<p>安全生产</p>',
});

/** A manifest of SCORM 2004 as authoring tools write it. */
export const manifest2004 = (edition: string, items: string, more = ''): string =>
  `<?xml version="1.0" encoding="utf-8" standalone="no"?>
<manifest identifier="safety" version="1" xmlns:adlnav="http://www.adlnet.org/xsd/adlnav_v1p3" xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" xmlns:adlseq="http://www.adlnet.org/xsd/adlseq_v1p3" xmlns:imsss="http://www.imsglobal.org/xsd/imsss" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3">
  <metadata><schema>ADL SCORM</schema><schemaversion>${edition}</schemaversion></metadata>
  <organizations default="county">
    <organization identifier="county">
      <title>安全生产</title>
${items}
      <imsss:sequencing><imsss:controlMode choice="true" flow="true"/></imsss:sequencing>
    </organization>
  </organizations>
  <resources>
    <resource identifier="r1" type="webcontent" href="index.html" adlcp:scormType="sco"><file href="index.html"/></resource>
    <resource identifier="r2" type="webcontent" href="read.pdf" adlcp:scormType="asset"><file href="read.pdf"/></resource>
  </resources>${more}
</manifest>
`;

/** An item of SCORM 2004 that is satisfied from a measure, in the form of authoring tools. */
export const measured = (measure: string, satisfiedByMeasure = 'true'): string =>
  `      <item identifier="one" identifierref="r1"><title>单元</title>
        <imsss:sequencing>
          <imsss:objectives>
            <imsss:primaryObjective objectiveID="PRIMARYOBJ" satisfiedByMeasure="${satisfiedByMeasure}">
              ${measure}
            </imsss:primaryObjective>
          </imsss:objectives>
          <imsss:deliveryControls completionSetByContent="true" objectiveSetByContent="true"/>
        </imsss:sequencing>
      </item>`;

export const package2004 = (
  items: string,
  { edition = '2004 4th Edition', more = '' } = {},
): PackageFiles => ({
  'imsmanifest.xml': manifest2004(edition, items, more),
  'index.html': '<p>安全生产</p>',
  'read.pdf': '%PDF',
});

const words = (title: string): string =>
  `<title><langstring lang="en-US">${title}</langstring></title><description><langstring lang="en-US">About ${title}</langstring></description>`;

export interface UnitText {
  readonly id?: string;
  readonly attributes?: string;
  readonly url?: string;
  readonly title?: string;
  readonly after?: string;
}

/** An assignable unit of cmi5 on one line. */
export const unit = ({
  id = 'https://example.cn/safety/1',
  attributes = '',
  url = 'index.html',
  title = words('Safety'),
  after = '',
}: UnitText = {}): string => `<au id="${id}"${attributes}>${title}<url>${url}</url>${after}</au>`;

/** A block of cmi5 around its parts. */
export const block = (id: string, parts: string): string =>
  `<block id="https://example.cn/safety/${id}">${words(id)}\n${parts}\n</block>`;

/** A course of cmi5 around its parts; the first of them is on line 4. */
export const structure = (parts: string, between = ''): string =>
  `<?xml version="1.0" encoding="utf-8"?>
<courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd">
<course id="https://example.cn/safety">${words('Work safety')}</course>${between}
${parts}
</courseStructure>
`;

export const packageCmi5 = (parts: string, between = ''): PackageFiles => ({
  'cmi5.xml': structure(parts, between),
  'index.html': '<p>Safety</p>',
});
