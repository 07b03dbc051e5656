// The files of what is kept: a cache for each person, below an address that only the service worker
// answers, so that nothing kept ever stands in for what is fetched online.
import { allKept, type KeptLesson } from './kept-store.ts';
import { isFull } from './no-room.ts';

const CACHE = 'xueshi-kept-';
const cacheOf = (personId: string) => `${CACHE}${personId}`;

/** Pictures, segments and subtitles, wherever a lesson names them. */
const MEDIA = /\/media\/(?=[0-9a-f]{40}\/|pictures\/)/g;

export const keptUrl = (personId: string, url: string) =>
  url.replace(/^\/media\//, `/offline/kept/${personId}/`);

/** Anything that names media, with the addresses that work offline. */
export function withKeptUrls<T>(personId: string, value: T): T {
  return JSON.parse(JSON.stringify(value).replace(MEDIA, `/offline/kept/${personId}/`)) as T;
}

export type FetchEnd = 'done' | 'stopped' | 'broken' | 'full' | 'refused';

export interface FetchFiles {
  readonly personId: string;
  readonly permission: Pick<KeptLesson['permission'], 'bytes' | 'files' | 'playlist'>;
  readonly signal: AbortSignal;
  /** Bytes that are there. */
  progressed(bytes: number): void;
}

const AT_ONCE = 3;
const TRIES = 4;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Fetches what is not there yet: after a break it goes on where it stopped. */
export async function fetchFiles(work: FetchFiles): Promise<FetchEnd> {
  const { personId, permission, signal } = work;
  const cache = await caches.open(cacheOf(personId));
  const waiting = [...permission.files];
  let done = permission.bytes - permission.files.reduce((sum, { bytes }) => sum + bytes, 0);
  let end: FetchEnd = 'done';

  async function fetchOne({ url, bytes }: { url: string; bytes: number }): Promise<void> {
    const key = keptUrl(personId, url);
    if (!(await cache.match(key))) {
      const got = await fetchFile(url, signal);
      if (got instanceof Response) await cache.put(key, got);
      else {
        end = got;
        return;
      }
    }
    done += bytes;
    work.progressed(done);
  }

  async function fetchOn(): Promise<void> {
    try {
      for (let next = waiting.shift(); next && end === 'done'; next = waiting.shift())
        await fetchOne(next);
    } catch (error) {
      // The others end with the file that they have at hand.
      waiting.length = 0;
      throw error;
    }
  }

  try {
    // Nobody is told of an end while a file still arrives: progress after it would hide it again.
    const ends = await Promise.allSettled(Array.from({ length: AT_ONCE }, fetchOn));
    for (const one of ends) if (one.status === 'rejected') throw one.reason;
    if (end === 'done' && permission.playlist) {
      const headers = { 'content-type': 'application/vnd.apple.mpegurl' };
      const { url, text } = permission.playlist;
      await cache.put(keptUrl(personId, url), new Response(text, { headers }));
    }
    return end;
  } catch (error) {
    if (isFull(error)) return 'full';
    throw error;
  }
}

async function fetchFile(
  url: string,
  signal: AbortSignal,
): Promise<Response | Exclude<FetchEnd, 'done' | 'full'>> {
  for (let attempt = 1; !signal.aborted; attempt += 1) {
    try {
      // It is kept here; a second copy in the browser's own cache would only take room.
      const response = await fetch(url, { signal, cache: 'no-store' });
      if (response.ok) {
        // Read whole before it is kept: half a segment would be worse than none.
        const body = await response.blob();
        return new Response(body, { headers: { 'content-type': body.type } });
      }
      if (response.status < 500) return 'refused';
    } catch {
      if (signal.aborted) return 'stopped';
    }
    if (attempt >= TRIES) return 'broken';
    await pause(500 * 2 ** attempt);
  }
  return 'stopped';
}

/** Removes the files of a lesson that no other lesson of the person needs. */
export async function dropFiles(lesson: KeptLesson): Promise<void> {
  const others = (await allKept()).filter(
    (one) => one.personId === lesson.personId && one.id !== lesson.id && one.lesson !== null,
  );
  const needed = new Set(others.flatMap(({ permission }) => urlsOf(permission)));
  const cache = await caches.open(cacheOf(lesson.personId));
  for (const url of urlsOf(lesson.permission))
    if (!needed.has(url)) await cache.delete(keptUrl(lesson.personId, url));
}

const urlsOf = ({ files, playlist }: KeptLesson['permission']) => [
  ...files.map(({ url }) => url),
  ...(playlist ? [playlist.url] : []),
];

export const dropAllFiles = (personId: string) => caches.delete(cacheOf(personId));

/** Removes the files of everybody but this person. */
export async function dropFilesOfOthers(personId: string): Promise<void> {
  const names = (await caches.keys()).filter(
    (name) => name.startsWith(CACHE) && name !== cacheOf(personId),
  );
  await Promise.all(names.map((name) => caches.delete(name)));
}

/** Room that is left on this device, bytes; null where the browser does not say. */
export async function roomLeft(): Promise<number | null> {
  const estimate = await navigator.storage?.estimate?.();
  if (estimate?.quota === undefined || estimate.usage === undefined) return null;
  return Math.max(0, estimate.quota - estimate.usage);
}
