import type { default as Hls, HlsConfig } from 'hls.js';

export type MediaFailure = 'network' | 'media' | 'unsupported';

export interface QualityLevel {
  index: number;
  height: number;
}

export interface MediaSourceEvents {
  levels(levels: QualityLevel[]): void;
  failed(why: MediaFailure): void;
}

/** A playlist that a media element plays, by the browser itself or by hls.js. */
export interface PlayingSource {
  readonly url: string;
  /** A level's index, the smallest, or whatever the link carries. */
  setQuality(quality: number | 'auto' | 'saver'): void;
  /** After a failure: goes on loading where it broke off. */
  retry(): void;
  destroy(): void;
}

const HLS_TYPE = 'application/vnd.apple.mpegurl';

/** iPhones before iOS 17.1 have no media source: they play the playlist themselves. */
function playsNatively(video: HTMLMediaElement): boolean {
  const hasMse = 'MediaSource' in window || 'ManagedMediaSource' in window;
  return !hasMse && video.canPlayType(HLS_TYPE) !== '';
}

function nativeSource(
  video: HTMLMediaElement,
  url: string,
  startMs: number,
  events: MediaSourceEvents,
): PlayingSource {
  const failed = () => events.failed(video.error?.code === 2 ? 'network' : 'media');
  const seek = () => (video.currentTime = startMs / 1_000);
  video.addEventListener('error', failed);
  video.addEventListener('loadedmetadata', seek, { once: true });
  video.src = url;
  return {
    url,
    setQuality: () => undefined,
    retry() {
      const placeMs = video.currentTime;
      video.addEventListener('loadedmetadata', () => (video.currentTime = placeMs), { once: true });
      video.load();
    },
    destroy() {
      video.removeEventListener('error', failed);
      video.removeEventListener('loadedmetadata', seek);
      video.removeAttribute('src');
      video.load();
    },
  };
}

function levelsOf(hls: Hls): QualityLevel[] {
  return hls.levels
    .map(({ height }, index) => ({ index, height }))
    .filter(({ height }) => height > 0)
    .sort((a, b) => b.height - a.height);
}

function followFailures(hls: Hls, library: typeof Hls, events: MediaSourceEvents): void {
  let recoveredMs = -Infinity;
  hls.on(library.Events.ERROR, (_name, { fatal, type }) => {
    if (!fatal) return;
    if (type === library.ErrorTypes.MEDIA_ERROR && performance.now() - recoveredMs > 5_000) {
      recoveredMs = performance.now();
      hls.recoverMediaError();
      return;
    }
    events.failed(type === library.ErrorTypes.NETWORK_ERROR ? 'network' : 'media');
  });
}

/** The smallest picture, audio alone excepted. */
function smallestLevel(hls: Hls): number {
  const withPicture = levelsOf(hls);
  return withPicture.at(-1)?.index ?? -1;
}

/**
 * Subtitles are track elements of the page: they work the same in every browser, and the library
 * would empty them. It knows "none of these" only as undefined, which its types forbid.
 */
const WITHOUT_SUBTITLES = {
  timelineController: undefined,
  subtitleStreamController: undefined,
  subtitleTrackController: undefined,
} as unknown as Partial<HlsConfig>;

async function librarySource(
  video: HTMLMediaElement,
  url: string,
  startMs: number,
  events: MediaSourceEvents,
): Promise<PlayingSource | null> {
  const { default: library } = await import('hls.js');
  if (!library.isSupported()) return null;
  const hls = new library({
    ...WITHOUT_SUBTITLES,
    startPosition: startMs / 1_000,
    maxBufferLength: 60,
    maxMaxBufferLength: 60,
    backBufferLength: 60,
    capLevelToPlayerSize: true,
    // A first guess for a weak link: 400 kbit/s.
    abrEwmaDefaultEstimate: 400_000,
  });
  let quality: number | 'auto' | 'saver' = 'auto';
  const applyQuality = () => {
    hls.nextLevel = quality === 'auto' ? -1 : quality === 'saver' ? smallestLevel(hls) : quality;
  };
  followFailures(hls, library, events);
  hls.on(library.Events.MANIFEST_PARSED, () => {
    events.levels(levelsOf(hls));
    if (quality !== 'auto') applyQuality();
  });
  hls.loadSource(url);
  hls.attachMedia(video);
  return {
    url,
    setQuality(next) {
      quality = next;
      if (hls.levels.length > 0) applyQuality();
    },
    retry: () => (hls.levels.length > 0 ? hls.startLoad() : hls.loadSource(url)),
    destroy: () => hls.destroy(),
  };
}

/** Makes a media element play a playlist from a place on; null where this browser cannot. */
export async function loadMedia(
  video: HTMLMediaElement,
  url: string,
  startMs: number,
  events: MediaSourceEvents,
): Promise<PlayingSource | null> {
  if (playsNatively(video)) return nativeSource(video, url, startMs, events);
  const source = await librarySource(video, url, startMs, events);
  if (source) return source;
  return video.canPlayType(HLS_TYPE) === '' ? null : nativeSource(video, url, startMs, events);
}
