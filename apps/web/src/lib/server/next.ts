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
