import { normalise, union, type IntervalSet } from '@xueshi/domain/watching/intervals';
import type { PlaybackGate } from '#lib/features/learning/player/player-state.svelte.ts';
import { createSpanCollector } from '#lib/features/learning/watching/span-collector.ts';
import { sampleOf, watchVideo } from '#lib/features/learning/watching/video-watcher.ts';
import type { LectureView } from '@xueshi/contracts';
import type { KeptLesson } from './kept-store.ts';
import type { StudyLog } from './study-log.ts';

/** How much may be lost when a battery gives out, ms. */
const WRITE_MS = 5_000;

/** Writes what was really played into the log on this device; it takes the place of the online recorder. */
export class OfflineRecorder implements PlaybackGate {
  watched = $state.raw<IntervalSet>([]);
  /** Nothing could be written, such as on a full device. */
  isFailing = $state(false);

  readonly #lesson: LectureView;
  readonly #log: StudyLog;
  readonly #collector;
  readonly #playlistUrl: string;
  readonly #audioUrl: string;
  #played: IntervalSet;
  #positionMs: number;
  #writtenMs = 0;
  #video: HTMLMediaElement | null = null;

  constructor(kept: KeptLesson, lesson: LectureView, log: StudyLog) {
    this.#lesson = lesson;
    this.#log = log;
    const { durationMs, playlistUrl, audioPlaylistUrl } = lesson.media;
    this.#audioUrl = audioPlaylistUrl ?? '';
    this.#playlistUrl = kept.permission.form === 'audio' ? this.#audioUrl : (playlistUrl ?? '');
    this.#collector = createSpanCollector({ durationMs, maxRate: lesson.maxRate });
    this.#played = normalise(kept.played);
    this.#positionMs = kept.positionMs;
    this.watched = union(normalise(lesson.watched), this.#played);
  }

  async open() {
    return {
      playlistUrl: this.#playlistUrl,
      audioPlaylistUrl: this.#audioUrl,
      resumeMs: this.#positionMs,
    };
  }

  beforeSeek(): void {
    const video = this.#video;
    if (video && !video.paused && !video.seeking) this.#collector.advance(sampleOf(video));
  }

  /** Listens to the player and the page. Returns how to end it. */
  observe(video: HTMLMediaElement): () => void {
    this.#video = video;
    const stopWatching = watchVideo(video, () => this.#collector, {
      moved: () => this.#tick(),
      rested: () => this.#write(),
    });
    const leave = () => this.#write();
    const hide = () => document.visibilityState === 'hidden' && this.#write();
    addEventListener('pagehide', leave);
    document.addEventListener('visibilitychange', hide);
    return () => {
      removeEventListener('pagehide', leave);
      document.removeEventListener('visibilitychange', hide);
      this.#write();
      stopWatching();
    };
  }

  #tick(): void {
    if (this.#collector.isFull() || performance.now() - this.#writtenMs >= WRITE_MS) this.#write();
  }

  #write(): void {
    this.beforeSeek();
    const spans = this.#collector.take();
    if (spans.length === 0) return;
    this.#writtenMs = performance.now();
    const { durationMs } = this.#lesson.media;
    this.#positionMs = Math.min(spans.at(-1)?.[1] ?? this.#positionMs, durationMs);
    const fresh = normalise(spans.map(([from, to]): [number, number] => [from, to]));
    this.#played = union(this.#played, fresh);
    this.watched = union(this.watched, fresh);
    this.#log
      .write(
        { kind: 'watched', spans: spans.map(([from, to, rate]) => [from, to, rate]) },
        { positionMs: this.#positionMs, played: this.#played },
      )
      .then(
        () => (this.isFailing = false),
        () => (this.isFailing = true),
      );
  }
}
