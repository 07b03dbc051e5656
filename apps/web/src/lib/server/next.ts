/** Where to sign in so that one comes back to this page. */
export function signInUrl(url: URL): string {
  const here = url.pathname + url.search;
  return here === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(here)}`;
}

const OWN = 'http://own.invalid';

/** Only a page of this site may be gone to after signing in; anything else is the home page. */
export function safeNext(next: string | null): string {
  if (!next?.startsWith('/')) return '/';
  // Browsers drop tabs and line ends from an address and read a backslash as a slash.
  const url = URL.canParse(next, OWN) ? new URL(next, OWN) : null;
  if (url?.origin !== OWN || url.pathname.startsWith('//')) return '/';
  return url.pathname.startsWith('/sign-in') ? '/' : url.pathname + url.search + url.hash;
}

const LISTS = [
  /^\/admin\/units\/[A-Za-z0-9_-]+\/[a-z-]+([?#]|$)/,
  /^\/admin\/units\/[A-Za-z0-9_-]+\/programmes\/above\/[A-Za-z0-9_-]+([?#]|$)/,
  /^\/admin\/programmes\/[A-Za-z0-9_-]+\/(members|report)([?#]|$)/,
];

/**
 * The list that one came from, of a unit or of a programme, with all that was chosen on it and the row
 * one was at; null for anything else.
 */
export function listPage(from: string | null): string | null {
  const page = from !== null && from.length <= 700 ? safeNext(from) : '/';
  return LISTS.some((list) => list.test(page)) ? page : null;
}
