// Packages of courseware as authoring tools write them, small but playable: a page that says where its learner
// left off (`#state`), and buttons that go half way and to the end. Used by tests only.
import type { MoveOnRule } from '@xueshi/domain';
import { strToU8, zipSync } from 'fflate';
import { pageOf, SCRIPT_12, SCRIPT_2004, SCRIPT_CMI5 } from './courseware-units.ts';

interface PackageWish {
  readonly title?: string;
  /** Further files, or others in the place of those that are written here, as `unit-1.html` is. */
  readonly files?: Readonly<Record<string, string>>;
}

export interface ScormWish extends PackageWish {
  readonly edition?: '1.2' | '2004';
  /** A SCO for each of these titles. */
  readonly units?: readonly string[];
  /** Whole per cent from which a unit is passed; null: none is given. */
  readonly masteryPercent?: number | null;
  /** Within the first item of the manifest, as in `<adlcp:timelimitaction>…`. */
  readonly inItem?: string;
}

export interface Cmi5Unit {
  readonly title: string;
  readonly moveOn?: MoveOnRule;
  /** Of 0 to 1. */
  readonly masteryScore?: number;
}

export interface Cmi5Wish extends PackageWish {
  readonly units?: readonly (string | Cmi5Unit)[];
  /** What its pages run before the script, such as a client of others. */
  readonly library?: string;
  /** What its pages run in the place of the script that is written here. */
  readonly script?: string;
}

export const zipOf = (files: Readonly<Record<string, string>>): Buffer<ArrayBuffer> =>
  Buffer.from(
    zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)]))),
  );

const filesOfUnits = (titles: readonly string[], scripts: Readonly<Record<string, string>>) => ({
  ...Object.fromEntries(
    titles.map((title, at) => [`unit-${at + 1}.html`, pageOf(title, Object.keys(scripts))]),
  ),
  ...scripts,
});

/** A package of SCORM 1.2, or of 2004 (4th edition), with a SCO for each unit. */
export function makeScormPackage(wish: ScormWish = {}): Buffer<ArrayBuffer> {
  const { edition = '1.2', title = '安全生产', units = ['第一单元'], files = {} } = wish;
  const manifest = edition === '1.2' ? manifest12(wish, units) : manifest2004(wish, units);
  return zipOf({
    'imsmanifest.xml': manifest.replaceAll('{title}', title),
    ...filesOfUnits(units, { 'shared/unit.js': edition === '1.2' ? SCRIPT_12 : SCRIPT_2004 }),
    ...files,
  });
}

const resources = (units: readonly string[], type: 'scormtype' | 'scormType'): string =>
  units
    .map((_, at) => {
      const href = `unit-${at + 1}.html`;
      return `    <resource identifier="r${at + 1}" type="webcontent" adlcp:${type}="sco" href="${href}"><file href="${href}"/><file href="shared/unit.js"/></resource>`;
    })
    .join('\n');

const items = (units: readonly string[], inItem: string, ofEach: string): string =>
  units
    .map(
      (unit, at) =>
        `      <item identifier="item-${at + 1}" identifierref="r${at + 1}"><title>${unit}</title>${at === 0 ? inItem : ''}${ofEach}</item>`,
    )
    .join('\n');

function manifest12(
  { inItem = '', masteryPercent = null }: ScormWish,
  units: readonly string[],
): string {
  const mastery =
    masteryPercent === null ? '' : `<adlcp:masteryscore>${masteryPercent}</adlcp:masteryscore>`;
  return `<?xml version="1.0" encoding="utf-8"?>
<manifest identifier="safety" version="1.0" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="whole">
    <organization identifier="whole">
      <title>{title}</title>
${items(units, inItem, mastery)}
    </organization>
  </organizations>
  <resources>
${resources(units, 'scormtype')}
  </resources>
</manifest>
`;
}

function manifest2004(
  { inItem = '', masteryPercent = null }: ScormWish,
  units: readonly string[],
): string {
  const mastery =
    masteryPercent === null
      ? ''
      : `<imsss:sequencing><imsss:objectives><imsss:primaryObjective objectiveID="main" satisfiedByMeasure="true"><imsss:minNormalizedMeasure>${masteryPercent / 100}</imsss:minNormalizedMeasure></imsss:primaryObjective></imsss:objectives></imsss:sequencing>`;
  return `<?xml version="1.0" encoding="utf-8"?>
<manifest identifier="safety" version="1" xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3" xmlns:imsss="http://www.imsglobal.org/xsd/imsss">
  <metadata><schema>ADL SCORM</schema><schemaversion>2004 4th Edition</schemaversion></metadata>
  <organizations default="whole">
    <organization identifier="whole">
      <title>{title}</title>
${items(units, inItem, mastery)}
    </organization>
  </organizations>
  <resources>
${resources(units, 'scormType')}
  </resources>
</manifest>
`;
}

/** A package of cmi5 with an assignable unit for each title. */
export function makeCmi5Package(wish: Cmi5Wish = {}): Buffer<ArrayBuffer> {
  const { title = '安全生产', library, script = SCRIPT_CMI5, files = {} } = wish;
  const units = (wish.units ?? ['第一单元']).map((unit): Cmi5Unit =>
    typeof unit === 'string' ? { title: unit } : unit,
  );
  const structure = `<?xml version="1.0" encoding="utf-8"?>
<courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd">
  <course id="https://courseware.example/safety">${describedAs(title)}</course>
${units.map(assignableUnit).join('\n')}
</courseStructure>
`;
  const scripts = {
    ...(library === undefined ? {} : { 'shared/library.js': library }),
    'shared/unit.js': script,
  };
  return zipOf({
    'cmi5.xml': structure,
    ...filesOfUnits(
      units.map((unit) => unit.title),
      scripts,
    ),
    ...files,
  });
}

function assignableUnit(
  { title, moveOn = 'CompletedAndPassed', masteryScore }: Cmi5Unit,
  at: number,
): string {
  const mastery = masteryScore === undefined ? '' : ` masteryScore="${masteryScore}"`;
  const number = at + 1;
  return `  <au id="https://courseware.example/safety/${number}" moveOn="${moveOn}"${mastery}>${describedAs(title)}<url>unit-${number}.html</url></au>`;
}

const describedAs = (text: string): string => {
  const inChinese = `<langstring lang="zh-CN">${text}</langstring>`;
  return `<title>${inChinese}</title><description>${inChinese}</description>`;
};
