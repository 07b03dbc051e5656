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

/** The page below a unit that one came from, with all that was chosen on it; null for anything else. */
export function pageOfUnit(from: string | null): string | null {
  const page = from !== null && from.length <= 500 ? safeNext(from) : '/';
  return /^\/admin\/units\/[A-Za-z0-9_-]+\/[a-z-]+(\?|$)/.test(page) ? page : null;
}
