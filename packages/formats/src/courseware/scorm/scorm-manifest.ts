import type { Courseware, CoursewareStandard } from '@xueshi/domain';
import { childOf, childrenOf, findAll, textIn, type XmlMark } from '../../xml/xml.ts';
import { MANIFEST_LIMITS } from '../limits.ts';
import {
  boundedText,
  leave,
  refuse,
  shown,
  titleOf,
  type ManifestReading,
} from '../manifest-reading.ts';
import { readItems } from './items.ts';
import { resourcesIn } from './resources.ts';
import { noteSequencing, sequencingIn } from './sequencing.ts';

/**
 * Reads the `imsmanifest.xml` of SCORM 1.2 or SCORM 2004 (2nd to 4th edition): the items of its default
 * organisation, in their order. Null, and its errors noted, when it cannot be played at all.
 */
export function readScormManifest(reading: ManifestReading, root: XmlMark): Courseware | null {
  if (root.name !== 'manifest') {
    const params = { expected: '<manifest>', found: `<${shown(root.name)}>` };
    refuse(reading, 'xml-other', root, params);
    return null;
  }
  const standard = standardOf(root);
  if (standard === null) {
    const version = shown(versionOf(root));
    refuse(reading, 'courseware-standard', childOf(root, 'metadata') ?? root, { version });
    return null;
  }
  const organization = defaultOrganization(reading, root);
  if (organization === null) return null;
  noteAround(reading, root);
  const sequencing = sequencingIn(root);
  noteSequencing(reading, organization, sequencing);
  readItems(reading, organization, {
    standard,
    resources: resourcesIn(reading, root),
    submanifests: new Set(
      childrenOf(root, 'manifest').flatMap((one) => [
        one.attributes['identifier'] ?? '',
        ...findAll(one, 'resource').map((each) => each.attributes['identifier'] ?? ''),
      ]),
    ),
    sequencing,
  });
  const { identifier: given = '' } = organization.attributes;
  const limit = MANIFEST_LIMITS.identifier;
  const identifier = boundedText(reading, organization, 'identifier', given.trim(), limit);
  if (identifier === '') {
    refuse(reading, 'courseware-id-missing', organization, { name: 'identifier' });
  }
  if (identifier === null) return null;
  const title = titleOf(textIn(childOf(organization, 'title'))) || identifier;
  return { standard, identifier, title, units: reading.units };
}

const versionOf = (root: XmlMark): string =>
  textIn(childOf(childOf(root, 'metadata'), 'schemaversion')).trim();

/** By `schemaversion`; where it says nothing that is known, by the namespaces that belong to one of them only. */
function standardOf(root: XmlMark): CoursewareStandard | null {
  const version = versionOf(root);
  if (version === '1.2') return 'scorm_12';
  if (/^(?:SCORM )?2004\b|^(?:CAM )?1\.3\b/i.test(version)) return 'scorm_2004';
  const namespaces = Object.values(root.attributes).join(' ');
  if (/adlcp_rootv1p2|imscp_rootv1p1p2/.test(namespaces)) return 'scorm_12';
  return /adlcp_v1p3/.test(namespaces) ? 'scorm_2004' : null;
}

/** The one that is meant to be played; where none is, the first. */
function defaultOrganization(reading: ManifestReading, root: XmlMark): XmlMark | null {
  const list = childOf(root, 'organizations');
  const all = childrenOf(list, 'organization');
  const wanted = list?.attributes['default'];
  const chosen = all.find(({ attributes }) => attributes['identifier'] === wanted) ?? all[0];
  if (chosen === undefined) {
    refuse(reading, 'courseware-no-organization', list ?? root);
    return null;
  }
  for (const other of all) {
    if (other === chosen) continue;
    const name =
      titleOf(textIn(childOf(other, 'title'))) || shown(other.attributes['identifier'] ?? '');
    leave(reading, 'courseware-left-organization', other, { name });
  }
  return chosen;
}

/** What describes a package, or is a package within it. */
function noteAround(reading: ManifestReading, root: XmlMark): void {
  const described = findAll(root, 'metadata').find((metadata) =>
    metadata.children.some(
      (child) => typeof child !== 'string' && !/^schema(?:version)?$/.test(child.name),
    ),
  );
  if (described !== undefined) leave(reading, 'courseware-left-metadata', described);
  for (const within of childrenOf(root, 'manifest')) {
    const name = shown(within.attributes['identifier'] ?? '');
    leave(reading, 'courseware-left-submanifest', within, { name });
  }
}
