// Works where there is no network: the built files of the app, its offline page, and what a learner
// kept. It never keeps an answer of the API or a page of anybody: those always come from the network.
import { version } from '$app/env';
import { assets, immutable } from '$app/manifest';
import { self } from '$app/service-worker';
import { isFull, NO_ROOM } from '../lib/features/offline/no-room.ts';

const SHELL_PREFIX = 'xueshi-shell-';
const SHELL = SHELL_PREFIX + version;
const OFFLINE_PAGE = '/offline';
/** What a person kept lies in a cache of their own and is asked for below an address of its own. */
const KEPT = '/offline/kept/';
const keptCacheOf = (personId: string) => `xueshi-kept-${personId}`;

const rooted = (path: string) => `/${path.replace(/^\.?\//, '')}`;
const FILES = new Set([...immutable, ...assets].map(({ path }) => rooted(path)));

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(takeOver()));
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith(KEPT)) event.respondWith(kept(url));
  else if (request.mode === 'navigate') event.respondWith(navigate(request, url));
  else if (FILES.has(url.pathname)) event.respondWith(file(request, url));
});

async function install(): Promise<void> {
  try {
    await prepare();
  } catch (error) {
    if (!self.registration.active) await caches.delete(SHELL);
    if (isFull(error)) await tellPages(NO_ROOM);
    throw error;
  }
}

async function tellPages(message: string): Promise<void> {
  for (const page of await self.clients.matchAll({ includeUncontrolled: true }))
    page.postMessage(message);
}

async function prepare(): Promise<void> {
  const shell = await caches.open(SHELL);
  await shell.addAll([...FILES]);
  // Asked for without a session: the page is nobody's, and so is its copy.
  const page = await fetch(OFFLINE_PAGE, { credentials: 'omit', cache: 'no-store' });
  if (!page.ok || page.redirected) throw new Error('the offline page is not to be had');
  await shell.put(OFFLINE_PAGE, page);
}

/** Old versions go when no page of theirs is open any more. */
async function takeOver(): Promise<void> {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(SHELL_PREFIX) && name !== SHELL);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function kept(url: URL): Promise<Response> {
  const [personId = ''] = url.pathname.slice(KEPT.length).split('/');
  const cache = await caches.open(keptCacheOf(personId));
  return (
    (await cache.match(url.pathname, { ignoreVary: true })) ?? new Response(null, { status: 404 })
  );
}

async function navigate(request: Request, url: URL): Promise<Response> {
  try {
    return await fetch(request);
  } catch {
    if (url.pathname !== OFFLINE_PAGE) return Response.redirect(`${OFFLINE_PAGE}?without=1`);
    const shell = await caches.open(SHELL);
    return (await shell.match(OFFLINE_PAGE, { ignoreVary: true })) ?? Response.error();
  }
}

async function file(request: Request, url: URL): Promise<Response> {
  const shell = await caches.open(SHELL);
  return (await shell.match(url.pathname, { ignoreVary: true })) ?? fetch(request);
}
