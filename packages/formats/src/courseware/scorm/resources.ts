import { childOf, childrenOf, type XmlMark } from '../../xml/xml.ts';
import { MANIFEST_LIMITS } from '../limits.ts';
import { boundedText, refuse, shown, type ManifestReading } from '../manifest-reading.ts';

/** What an item launches. */
export interface Resource {
  /** `xml:base` of manifest, resources and resource, in this order. */
  readonly bases: readonly string[];
  /** Null: it cannot be used, which was said at its place. */
  readonly href: string | null;
  /** A SCO speaks with whoever plays it, an asset does not; null: neither is said. */
  readonly type: 'sco' | 'asset' | null;
}

/** The resources of a manifest by their identifiers; an error for one that is given twice. */
export function resourcesIn(
  reading: ManifestReading,
  root: XmlMark,
): ReadonlyMap<string, Resource> {
  const list = childOf(root, 'resources');
  const found = new Map<string, Resource>();
  for (const mark of childrenOf(list, 'resource')) {
    const href = addressIn(reading, mark, 'href');
    const identifier = (mark.attributes['identifier'] ?? '').trim();
    if (found.has(identifier))
      refuse(reading, 'courseware-id-twice', mark, { id: shown(identifier) });
    const bases = [root, list, mark].map((each) => addressIn(reading, each, 'base') ?? '');
    found.set(identifier, { bases, href, type: typeOf(mark) });
  }
  return found;
}

function addressIn(
  reading: ManifestReading,
  mark: XmlMark | undefined,
  name: 'href' | 'base',
): string | null {
  const address = mark?.attributes[name];
  if (mark === undefined || address === undefined) return '';
  return boundedText(reading, mark, name, address, MANIFEST_LIMITS.address);
}

/** `adlcp:scormtype` in SCORM 1.2, `adlcp:scormType` in 2004; tools mix them up. */
function typeOf({ attributes }: XmlMark): Resource['type'] {
  const type = (attributes['scormtype'] ?? attributes['scormType'])?.trim().toLowerCase();
  return type === 'sco' || type === 'asset' ? type : null;
}
