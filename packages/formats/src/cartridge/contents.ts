// What of a cartridge could become a lesson, in its order, and what could not.
import type { ErrorCode } from '../error-sentences.ts';
import { childOf, readXml, textIn } from '../xml/xml.ts';
import { partOf } from './addresses.ts';
import { kindOf, type ResourceKind } from './kinds.ts';
import { CARTRIDGE_LIMITS } from './limits.ts';
import type { CartridgeManifest, ListedItem, Resource } from './manifest.ts';
import { leave, shown, textOfPart, type CartridgeReading } from './reading.ts';

/** A page, a quiz or a bank of questions. */
export interface Entry {
  readonly kind: 'page' | 'assessment' | 'bank';
  readonly resource: Resource;
  /** As the table of contents has it; empty where it is not listed or has no title. */
  readonly title: string;
  readonly folders: readonly string[];
  readonly isListed: boolean;
  readonly line: number;
}

const LESSON_KINDS = new Set<ResourceKind>(['page', 'assessment', 'bank']);

const isLessonKind = (kind: ResourceKind): kind is Entry['kind'] => LESSON_KINDS.has(kind);

/** The kinds that have no like here, and what is said of each. */
const LEFT: Readonly<Record<Exclude<ResourceKind, Entry['kind'] | 'weblink'>, ErrorCode>> = {
  discussion: 'cartridge-left-discussion',
  tool: 'cartridge-left-tool',
  assignment: 'cartridge-left-assignment',
  settings: 'cartridge-left-settings',
  file: 'cartridge-left-file',
  unknown: 'cartridge-left-kind',
};

export interface Contents {
  /** Listed ones in the order of the table of contents, then the others in that of the manifest. */
  readonly entries: readonly Entry[];
  /** Files that are left out unless a page shows them as pictures. */
  readonly files: readonly Resource[];
}

/** Goes through table of contents and resources; notes, item by item, what is no lesson. */
export async function readContents(
  reading: CartridgeReading,
  manifest: CartridgeManifest,
): Promise<Contents> {
  const { items, resources } = manifest;
  const entries: Entry[] = [];
  const taken = new Set<Resource>();
  for (const item of items) {
    const resource = await listed(reading, resources, item);
    if (resource === null) continue;
    const kind = kindOf(resource);
    if (taken.has(resource)) {
      leave(reading, 'cartridge-left-twice', item.line, { title: item.title || titleOf(resource) });
    } else if (isLessonKind(kind)) {
      const { title, folders, line } = item;
      entries.push({ kind, resource, title, folders, line, isListed: true });
    } else await leaveResource(reading, resource, kind, item);
    taken.add(resource);
  }
  const files: Resource[] = [];
  for (const resource of unlisted(manifest, taken)) {
    const kind = kindOf(resource);
    const item = { title: titleOf(resource), line: resource.line };
    if (resource.isProtected) leave(reading, 'cartridge-left-protected', item.line, item);
    else if (isLessonKind(kind)) {
      entries.push({ kind, resource, ...item, title: '', folders: [], isListed: false });
    } else if (kind === 'file') files.push(resource);
    else await leaveResource(reading, resource, kind, item);
  }
  return { entries, files };
}

/** The file's name, or what else there is to tell a resource by. */
export const titleOf = ({ files, identifier }: Resource): string =>
  shown(files[0]?.split('/').at(-1) ?? '') || shown(identifier);

async function listed(
  reading: CartridgeReading,
  resources: CartridgeManifest['resources'],
  { reference, title, line }: ListedItem,
): Promise<Resource | null> {
  if (reference === null) {
    if (title !== '') leave(reading, 'cartridge-left-heading', line, { title });
    return null;
  }
  const resource = resources.get(reference);
  if (resource === undefined) {
    leave(reading, 'cartridge-left-missing', line, { title, name: shown(reference) });
    return null;
  }
  if (resource.isProtected) {
    leave(reading, 'cartridge-left-protected', line, { title });
    return null;
  }
  return preferred(resource, resources);
}

/** A resource or the form of it that is meant for whoever knows its kind; ours is the fallback else. */
function preferred(resource: Resource, resources: CartridgeManifest['resources']): Resource {
  const variants = resource.variants.flatMap((reference) => {
    const variant = resources.get(reference);
    return variant === undefined || variant.isProtected ? [] : [variant];
  });
  const best = variants.find((variant) => isLessonKind(kindOf(variant)));
  // The page that stands for an assignment is no reading: it asks for something that nobody hands in here.
  return best ?? variants.find((variant) => kindOf(variant) === 'assignment') ?? resource;
}

/** What is no part of something that has been dealt with, nor another form of something else. */
function unlisted(
  { items, resources }: CartridgeManifest,
  taken: ReadonlySet<Resource>,
): Resource[] {
  const all = [...resources.values()];
  const references = new Set(items.map(({ reference }) => reference));
  const belonging = new Set(all.flatMap(({ dependencies }) => dependencies));
  return all.filter((resource) => {
    if (taken.has(resource) || references.has(resource.identifier)) return false;
    if (resource.variants.some((reference) => resources.has(reference))) return false;
    // Settings of a quiz or a topic, with Canvas's own form of it.
    return !(belonging.has(resource.identifier) && kindOf(resource) === 'settings');
  });
}

async function leaveResource(
  reading: CartridgeReading,
  resource: Resource,
  kind: Exclude<ResourceKind, Entry['kind']>,
  { title, line }: { readonly title: string; readonly line: number },
): Promise<void> {
  if (kind === 'weblink') {
    const link = await readWebLink(reading, resource);
    const params = { title: title || link.title, address: link.address };
    return leave(reading, 'cartridge-left-weblink', line, params);
  }
  const name = titleOf(resource);
  if (kind === 'unknown') {
    return leave(reading, LEFT[kind], line, { title: title || name, type: shown(resource.type) });
  }
  leave(
    reading,
    LEFT[kind],
    line,
    kind === 'file' ? { title: title || name, name } : { title: title || name },
  );
}

/** What a web link says (IMS Web Link, `imswl`), as far as it can be read; nothing of it is followed. */
async function readWebLink(
  reading: CartridgeReading,
  { bases, files }: Resource,
): Promise<{ title: string; address: string }> {
  const part = partOf(reading, bases, files[0] ?? '');
  const text = part === null ? null : await textOfPart(reading, part, CARTRIDGE_LIMITS.linkBytes);
  const xml = part === null || text === null ? null : readXml(part, text);
  if (!xml?.ok) return { title: '', address: '' };
  return {
    title: shown(textIn(childOf(xml.root, 'title'))),
    address: shown(childOf(xml.root, 'url')?.attributes['href'] ?? ''),
  };
}
