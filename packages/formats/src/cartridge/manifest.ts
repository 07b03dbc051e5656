import { childOf, childrenOf, textIn, type XmlMark } from '../xml/xml.ts';
import { oneLine, titleLine } from './facts.ts';

/** An entry of the table of contents that stands for something. */
export interface ListedItem {
  readonly title: string;
  /** The titles of the folders it lies in, the outermost first. */
  readonly folders: readonly string[];
  /** The resource that it shows; null for a line of text. */
  readonly reference: string | null;
  /** In the manifest, from 1. */
  readonly line: number;
}

export interface Resource {
  readonly identifier: string;
  readonly type: string;
  /** Every `xml:base` that its addresses are resolved against, the outermost first. */
  readonly bases: readonly string[];
  /** Addresses as they are written: the one to open first, where one is named, then its files. */
  readonly files: readonly string[];
  readonly dependencies: readonly string[];
  /** Resources that say the same in another form, for whom can use it (CC 1.2 and later). */
  readonly variants: readonly string[];
  readonly isProtected: boolean;
  readonly line: number;
}

export interface CartridgeManifest {
  readonly items: readonly ListedItem[];
  /** The first of each identifier, in the order of the manifest. */
  readonly resources: ReadonlyMap<string, Resource>;
}

/**
 * Whether a manifest is that of a Common Cartridge, 1.0 to 1.3 and thin ones, by its schema or, where a
 * tool wrote none, by its namespace (Common Cartridge Profile, "Package manifest").
 */
export function isCartridge(manifest: XmlMark): boolean {
  return (
    /^IMS (?:Thin )?Common Cartridge$/i.test(schemaOf(manifest)) ||
    /\/imscc(?:v\dp\d)?(?:\/|$)/.test(manifest.attributes['xmlns'] ?? '')
  );
}

/** What the manifest says it is; empty where it says nothing. */
export const schemaOf = (manifest: XmlMark): string =>
  oneLine(textIn(childOf(childOf(manifest, 'metadata'), 'schema')), 80);

/** Whether whoever imports it must ask for leave first (Common Cartridge Authorization). */
export const asksForLeave = (manifest: XmlMark): boolean =>
  [manifest, childOf(manifest, 'metadata')]
    .flatMap((mark) => childrenOf(mark, 'authorizations'))
    .some(({ attributes }) => attributes['import'] === 'true');

/** The table of contents and the resources of a manifest. */
export function readManifest(manifest: XmlMark): CartridgeManifest {
  const organizations = childrenOf(childOf(manifest, 'organizations'), 'organization');
  const list = childOf(manifest, 'resources');
  const outer = [manifest, list].map((mark) => mark?.attributes['base'] ?? '');
  const resources = new Map<string, Resource>();
  for (const mark of childrenOf(list, 'resource')) {
    const resource = resourceOf(mark, outer);
    if (!resources.has(resource.identifier)) resources.set(resource.identifier, resource);
  }
  return { items: organizations.flatMap((each) => itemsIn(topOf(each), [])), resources };
}

/** The entries at the top: the one item that holds all others is no folder of its own. */
function topOf(organization: XmlMark): XmlMark[] {
  const items = childrenOf(organization, 'item');
  const [root, ...more] = items;
  const isRoot = root !== undefined && more.length === 0 && referenceOf(root) === null;
  return isRoot ? childrenOf(root, 'item') : items;
}

const referenceOf = ({ attributes }: XmlMark): string | null =>
  attributes['identifierref']?.trim() || null;

function itemsIn(marks: readonly XmlMark[], folders: readonly string[]): ListedItem[] {
  return marks.flatMap((mark): ListedItem[] => {
    const title = titleLine(textIn(childOf(mark, 'title')));
    const reference = referenceOf(mark);
    const below = childrenOf(mark, 'item');
    const isEntry = reference !== null || below.length === 0;
    return [
      ...(isEntry ? [{ title, folders, reference, line: mark.line }] : []),
      ...itemsIn(below, title === '' ? folders : [...folders, title]),
    ];
  });
}

function resourceOf(mark: XmlMark, outer: readonly string[]): Resource {
  const { attributes, line } = mark;
  const named = (children: readonly XmlMark[], key: string) =>
    children.map((child) => child.attributes[key] ?? '').filter((value) => value !== '');
  const href = attributes['href'] ?? '';
  const files = named(childrenOf(mark, 'file'), 'href');
  return {
    identifier: attributes['identifier'] ?? '',
    type: (attributes['type'] ?? '').trim(),
    bases: [...outer, attributes['base'] ?? ''].filter((base) => base !== ''),
    files: [...new Set(href === '' ? files : [href, ...files])],
    dependencies: named(childrenOf(mark, 'dependency'), 'identifierref'),
    variants: named(childrenOf(mark, 'variant'), 'identifierref'),
    isProtected: attributes['protected'] === 'true',
    line,
  };
}
