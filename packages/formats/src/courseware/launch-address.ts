import { staysInside } from '../folder.ts';

export type LaunchAddress =
  | {
      readonly ok: true;
      /** With forward slashes and nothing encoded, from where the package's manifest lies. */
      readonly file: string;
      /** With its `?` or `#`; empty for nothing. */
      readonly query: string;
    }
  | { readonly ok: false; readonly problem: 'elsewhere' | 'outside' };

const SCHEME = /^[a-z][a-z\d+.-]*:/i;
/** A package as if it were on the web: what resolves to another place has left it. */
const HOST = 'https://package.invalid';
const FOLDER = '/package/';

/** What browsers leave out of an address before they read it (WHATWG URL Standard, basic URL parser). */
const asBrowsersRead = (address: string): string =>
  address.replaceAll(/[\t\n\r]/g, '').replaceAll(/^[\0-\x20]+|[\0-\x20]+$/g, '');

/**
 * Where an address of a manifest leads, by the same rules as in a browser (WHATWG URL Standard, after
 * RFC 3986), so that what is checked is what is launched: each base is resolved against the one before,
 * backslashes and encoded dots are read as what they mean. Other schemes and hosts are elsewhere; what
 * climbs out of the package or begins at the root is outside.
 */
export function launchAddress(bases: readonly string[], href: string): LaunchAddress {
  let url = new URL(HOST + FOLDER);
  for (const given of [...bases, href]) {
    const address = asBrowsersRead(given);
    if (SCHEME.test(address) || !URL.canParse(address, url)) return refused('elsewhere');
    url = new URL(address, url);
    if (url.origin !== HOST) return refused('elsewhere');
  }
  if (!url.pathname.startsWith(FOLDER)) return refused('outside');
  const file = url.pathname.slice(FOLDER.length).split('/').map(decoded).join('/');
  // An encoded slash is no step for browsers, but it would be one for whoever opens the file.
  if (file !== '' && !staysInside(file.replace(/\/$/, ''))) return refused('outside');
  return { ok: true, file, query: url.search + url.hash };
}

const refused = (problem: 'elsewhere' | 'outside') => ({ ok: false, problem }) as const;

/** A step as the file is called; one with a malformed % is called what it says. */
function decoded(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step; // decodeURIComponent's only way to refuse a text.
  }
}

/**
 * An address with an item's parameters, joined by the procedure of the SCORM 2004 Content Aggregation
 * Model (`parameters` of an item), which players of SCORM 1.2 follow, too.
 */
export function withParameters(href: string, parameters: string): string {
  const more = parameters.trim().replace(/^[?&]+/, '');
  if (more === '') return href;
  if (more.startsWith('#')) return href.includes('#') ? href : href + more;
  return `${href}${href.includes('?') ? '&' : '?'}${more}`;
}
