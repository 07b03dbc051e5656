import { dirname } from 'node:path/posix';
import { launchAddress } from '../courseware/launch-address.ts';
import { CARTRIDGE_LIMITS } from './limits.ts';

/** What addresses can lead to. */
export interface Parts {
  /** The folder in the archive that everything lies in, with its `/` at the end; empty for none. */
  readonly folder: string;
  /** The names of the parts of the archive. */
  readonly names: ReadonlySet<string>;
}

/** `$IMS-CC-FILEBASE$`, also encoded, and as some tools spell it. */
const FILE_BASE = /^(?:\$|%24)IMS[-_]CC[-_]FILEBASE(?:\$|%24)/i;
/** Where Canvas keeps the files that its pages show. */
const CANVAS_FILES = 'web_resources/';
/** An address of Canvas for something of the same course: its kind, then its identifier or name. */
const CANVAS_REFERENCE =
  /^(?:\$|%24)(?:WIKI|CANVAS_OBJECT|CANVAS_COURSE)_REFERENCE(?:\$|%24)\/(?:[\w-]+\/)*([^/?#]+)/i;

const asAddress = (name: string): string =>
  name.toWellFormed().split('/').map(encodeURIComponent).join('/');

/** The part that an address of the manifest names; null where there is none, or it leads out. */
export function partOf(parts: Parts, bases: readonly string[], href: string): string | null {
  if (href.length > CARTRIDGE_LIMITS.address) return null;
  // Exports write names as they are, though they should be encoded.
  const plain = parts.folder + href;
  if (bases.length === 0 && parts.names.has(plain)) return plain;
  const found = launchAddress(bases, href);
  return found.ok && parts.names.has(parts.folder + found.file) ? parts.folder + found.file : null;
}

/**
 * The part that an address on a page or in a question leads to; null for one that is elsewhere, leads out
 * of the cartridge or is not in it. What stands after `$IMS-CC-FILEBASE$` counts from the top of the
 * cartridge by the implementation guide, from its folder of files with Canvas, and from the page with
 * Moodle; the first that is there is meant.
 */
export function partBehind(parts: Parts, page: string, address: string): string | null {
  if (address.length > CARTRIDGE_LIMITS.address) return null;
  const within = dirname(page.slice(parts.folder.length));
  const here = within === '.' ? '' : `${asAddress(within)}/`;
  const rest = address.trim().replace(FILE_BASE, '');
  const bases = rest === address.trim() ? [here] : ['', CANVAS_FILES, here];
  const relative = rest === address.trim() ? rest : rest.replace(/^\/+/, '');
  for (const base of bases) {
    const part = partOf(parts, base === '' ? [] : [base], relative.replace(/[?#].*$/, ''));
    if (part !== null) return part;
  }
  return null;
}

/** The identifier or name that a link of Canvas within its course holds; null for any other link. */
export function canvasTarget(address: string): string | null {
  const given = CANVAS_REFERENCE.exec(address.trim())?.[1];
  if (given === undefined) return null;
  try {
    return decodeURIComponent(given);
  } catch {
    return given; // decodeURIComponent's only way to refuse a text.
  }
}
