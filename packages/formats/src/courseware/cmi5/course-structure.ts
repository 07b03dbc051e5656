import type { Courseware } from '@xueshi/domain';
import { childOf, childrenOf, isMark, type XmlMark } from '../../xml/xml.ts';
import { leave, refuse, shown, type ManifestReading } from '../manifest-reading.ts';
import { readAssignableUnit } from './assignable-unit.ts';
import { checkLangStrings, checkIri, inReadersLanguage } from './texts.ts';

const NAMESPACE = 'https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd';

/**
 * Reads a `cmi5.xml` (cmi5 specification, section 13, and its schema): the assignable units of the course
 * and of all its blocks, in their order. Null, and its errors noted, when it cannot be played at all.
 */
export function readCourseStructure(reading: ManifestReading, root: XmlMark): Courseware | null {
  if (root.name !== 'courseStructure') {
    const params = { expected: '<courseStructure>', found: `<${shown(root.name)}>` };
    refuse(reading, 'xml-other', root, params);
    return null;
  }
  if (!Object.values(root.attributes).includes(NAMESPACE)) {
    refuse(reading, 'courseware-namespace', root, { namespace: NAMESPACE });
    return null;
  }
  const course = childOf(root, 'course');
  if (course === undefined) {
    refuse(reading, 'courseware-element-missing', root, { name: '<course>' });
    return null;
  }
  const ids = new Set<string>();
  const identifier = checkIri(reading, course, ids);
  checkLangStrings(reading, course);
  noteOthers(reading, course, ['title', 'description']);
  readObjectives(reading, root);
  noteOthers(reading, root, ['course', 'objectives', 'au', 'block']);
  readBlock(reading, root, ids);
  if (identifier === null) return null;
  const title = inReadersLanguage(childOf(course, 'title')) || identifier;
  return { standard: 'cmi5', identifier, title, units: reading.units };
}

/** The units and blocks of a block, or of the course. */
function readBlock(reading: ManifestReading, block: XmlMark, ids: Set<string>): void {
  const parts = childrenOf(block, 'au', 'block');
  if (parts.length === 0) refuse(reading, 'courseware-element-missing', block, { name: '<au>' });
  for (const part of parts) {
    const id = checkIri(reading, part, ids);
    checkLangStrings(reading, part);
    const objectives = childOf(part, 'objectives');
    if (objectives !== undefined) noteObjectives(reading, objectives);
    if (part.name === 'au') {
      noteOthers(reading, part, PARTS_OF_UNIT);
      if (id !== null) readAssignableUnit(reading, part, id);
    } else {
      noteOthers(reading, part, ['title', 'description', 'objectives', 'au', 'block']);
      readBlock(reading, part, ids);
    }
  }
}

const PARTS_OF_UNIT = [
  'title',
  'description',
  'objectives',
  'url',
  'launchParameters',
  'entitlementKey',
];

/** Objectives are not kept, but must be as the specification says (13.1.2): its own tests look for it. */
function readObjectives(reading: ManifestReading, root: XmlMark): void {
  const list = childOf(root, 'objectives');
  if (list === undefined) return;
  const ids = new Set<string>();
  for (const objective of childrenOf(list, 'objective')) checkIri(reading, objective, ids);
  noteObjectives(reading, list);
}

const noteObjectives = (reading: ManifestReading, mark: XmlMark): void =>
  leave(reading, 'courseware-left-objectives', mark);

/** Extensions are allowed anywhere; the first of each name is told of. */
function noteOthers(reading: ManifestReading, mark: XmlMark, known: readonly string[]): void {
  const told = new Set(known);
  for (const child of mark.children.filter(isMark)) {
    if (told.has(child.name)) continue;
    told.add(child.name);
    leave(reading, 'courseware-left-element', child, { name: `<${shown(child.name)}>` });
  }
}
