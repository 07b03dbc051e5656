import type { Beat } from '@xueshi/contracts';
import type { Sample, SpanCollector } from './span-collector.ts';

export interface VideoWatcherEvents {
  /** The picture moved on: several times a second while it plays, in hidden pages too. */
  moved(): void;
  /** Playing came to a stop or is interrupted: a good moment to report. */
  rested(): void;
}

export function sampleOf(video: HTMLMediaElement): Sample {
  return {
    mediaMs: Math.floor(video.currentTime * 1_000),
    monoMs: Math.floor(performance.now()),
    rate: video.playbackRate,
  };
}

/** Translates what a media element tells into the collector's words. Returns how to stop listening. */
export function watchVideo(
  video: HTMLMediaElement,
  collector: () => SpanCollector | null,
  { moved, rested }: VideoWatcherEvents,
): () => void {
  const isMoving = () => !video.paused && !video.seeking && !video.ended && video.readyState >= 3;
  const rest = () => {
    if (!video.seeking) collector()?.advance(sampleOf(video));
    collector()?.stop();
    rested();
  };
  const on: Partial<Record<keyof HTMLMediaElementEventMap, () => void>> = {
    playing: () => collector()?.start(sampleOf(video)),
    timeupdate: () => {
      if (isMoving()) collector()?.advance(sampleOf(video));
      moved();
    },
    ratechange: () => isMoving() && collector()?.advance(sampleOf(video)),
    seeking: () => collector()?.jump(),
    // A stop of the picture alone: it goes on by itself. Every seek stops it too, and is no news.
    waiting: () => (video.seeking ? collector()?.stop() : rest()),
    pause: rest,
    ended: rest,
    // Another source: what is played next has nothing to do with what was played before.
    emptied: () => collector()?.jump(),
  };
  const listeners = Object.entries(on);
  for (const [name, listener] of listeners) video.addEventListener(name, listener);
  return () => {
    for (const [name, listener] of listeners) video.removeEventListener(name, listener);
  };
}

/** What the player is doing, in the words of a report. */
export function playingState(video: HTMLMediaElement): Beat['state'] {
  if (video.ended) return 'ended';
  if (video.seeking) return 'seeking';
  if (video.paused) return 'paused';
  return video.readyState >= 3 ? 'playing' : 'stalled';
}
