import { listen } from './listen.ts';
import {
  loadMedia,
  type MediaFailure,
  type PlayingSource,
  type QualityLevel,
} from './media-source.ts';
import {
  keepPlayerPreferences,
  readPlayerPreferences,
  type PlayerPreferences,
} from './player-preferences.ts';
import {
  fullscreenElement,
  hasPictureInPicture,
  toggleFullscreen,
  togglePictureInPicture,
} from './screen.ts';

/** What must be open before anything plays, and hears of every seek. */
export interface PlaybackGate {
  open(): Promise<{ playlistUrl: string; audioPlaylistUrl: string; resumeMs: number } | null>;
  beforeSeek(): void;
}

export interface PlayerOptions {
  gate: PlaybackGate;
  durationMs: number;
  startMs: number;
  /** Whether the sound alone can be played. */
  hasAudio: boolean;
}

export type Phase = 'idle' | 'loading' | 'ready' | 'stalled' | 'failed';
export type Quality = number | 'auto' | 'saver';

/** A weak link comes back without telling: it is tried again now and then. */
const RETRY_MS = 10_000;
/** Whoever sets the rate again so soon is a program; ms. */
const INSISTS_MS = 2_000;

/** Resuming in the last seconds would show an end instead of a lecture. */
function resumePlace(resumeMs: number, durationMs: number): number {
  return resumeMs > durationMs - 3_000 ? 0 : resumeMs;
}

/** The state of the lecture's player and what can be done with it. */
export class PlayerState {
  phase = $state<Phase>('idle');
  failure = $state<MediaFailure | null>(null);
  isPaused = $state(true);
  isEnded = $state(false);
  positionMs = $state(0);
  bufferedMs = $state(0);
  rate = $state(1);
  levels = $state.raw<QualityLevel[]>([]);
  quality = $state<Quality>('auto');
  isAudioOnly = $state(false);
  isFullscreen = $state(false);
  canPip = $state(false);
  preferences = $state<PlayerPreferences>({
    volume: 1,
    isMuted: false,
    hasSubtitles: true,
    savesData: false,
    hasShortcuts: true,
  });
  /** A seek went beyond where one may go yet; until the next one that does not. */
  wasHeldBack = $state(false);
  /** Something that is not ours (the browser, an add-on) played it faster than counts. */
  wasSpedUp = $state(false);
  readonly durationMs: number;
  readonly hasAudio: boolean;

  readonly #gate: PlaybackGate;
  #video: HTMLVideoElement | null = null;
  #container: HTMLElement | null = null;
  #source: PlayingSource | null = null;
  #playlistUrl: string | null = null;
  #audioUrl: string | null = null;
  #wantsPlay = false;
  /** How far one may go forwards, ms; Infinity where anywhere is allowed. */
  #reachMs = Infinity;
  /** How fast one may play; Infinity where any rate is allowed. */
  #mostRate = Infinity;
  #slowedMs = -Infinity;
  /** Somewhere was gone to before anything played: that is where it begins. */
  #wasMoved = false;

  constructor({ gate, durationMs, startMs, hasAudio }: PlayerOptions) {
    this.#gate = gate;
    this.durationMs = durationMs;
    this.hasAudio = hasAudio;
    this.positionMs = resumePlace(startMs, durationMs);
  }

  attach(video: HTMLVideoElement, container: HTMLElement): () => void {
    this.#video = video;
    this.#container = container;
    this.preferences = readPlayerPreferences();
    this.quality = this.preferences.savesData ? 'saver' : 'auto';
    this.canPip = hasPictureInPicture();
    video.volume = this.preferences.volume;
    video.muted = this.preferences.isMuted;
    const stopListening = this.#listen(video);
    return () => {
      stopListening();
      this.#source?.destroy();
      this.#source = null;
      this.#video = null;
    };
  }

  #listen(video: HTMLVideoElement): () => void {
    const read = () => this.#read(video);
    const screen = () => {
      this.isFullscreen = fullscreenElement() === this.#container;
    };
    const stops = [
      listen(video, {
        timeupdate: read,
        play: read,
        pause: read,
        ended: read,
        seeking: read,
        seeked: read,
        ratechange: read,
        progress: read,
        waiting: () => {
          if (this.phase !== 'failed' && this.#wantsPlay) this.phase = 'stalled';
        },
        canplay: () => {
          if (this.phase !== 'failed') this.phase = 'ready';
        },
        playing: () => {
          this.phase = 'ready';
          this.failure = null;
          read();
        },
      }),
      listen(document, { fullscreenchange: screen, webkitfullscreenchange: screen }),
      listen(window, { online: () => this.#retryIfCutOff() }),
    ];
    return () => stops.forEach((stop) => stop());
  }

  #retryIfCutOff(): void {
    if (this.#video && this.#wantsPlay && this.failure === 'network') this.retry();
  }

  #read(video: HTMLVideoElement): void {
    if (!this.#source) return;
    // Before the first picture the element stands at 0, wherever it is to begin.
    if (video.readyState >= 1)
      this.positionMs = Math.min(this.durationMs, Math.floor(video.currentTime * 1_000));
    this.#reachMs = Math.max(this.#reachMs, this.positionMs);
    this.isPaused = video.paused;
    this.isEnded = video.ended;
    this.#holdRate(video);
    this.rate = video.playbackRate;
    const { buffered, currentTime } = video;
    for (let n = 0; n < buffered.length; n += 1) {
      if (buffered.start(n) <= currentTime + 0.5) this.bufferedMs = buffered.end(n) * 1_000;
    }
  }

  async play(): Promise<void> {
    const video = this.#video;
    if (!video) return;
    this.#wantsPlay = true;
    if (!this.#source) {
      this.phase = 'loading';
      // Phones allow later playing only to an element that was once told to play by a finger.
      void video.play().catch(() => undefined);
    }
    const session = await this.#gate.open();
    if (!session || !this.#wantsPlay) return this.#giveUp();
    this.#playlistUrl = session.playlistUrl;
    this.#audioUrl = session.audioPlaylistUrl;
    if (this.isEnded) this.seekTo(0);
    if (!this.#source && !this.#wasMoved)
      this.positionMs = resumePlace(session.resumeMs, this.durationMs);
    await this.#load();
    await video.play().catch(() => this.#read(video));
  }

  #giveUp(): void {
    this.#wantsPlay = false;
    this.#video?.pause();
    if (!this.#source) this.phase = 'idle';
  }

  async #load(): Promise<void> {
    const video = this.#video;
    const url = this.isAudioOnly ? this.#audioUrl : this.#playlistUrl;
    if (!video || !url || this.#source?.url === url) return;
    const startMs = this.positionMs;
    this.#source?.destroy();
    this.#source = null;
    this.phase = 'loading';
    this.failure = null;
    const rate = video.playbackRate;
    const source = await loadMedia(video, url, startMs, {
      levels: (levels) => (this.levels = levels),
      failed: (why) => this.#fail(why),
    }).catch(() => 'unreachable' as const);
    // The library itself comes over the same link.
    if (source === 'unreachable') return this.#fail('network');
    if (!source) return this.#fail('unsupported');
    source.setQuality(this.quality);
    video.playbackRate = rate;
    this.#source = source;
  }

  #fail(why: MediaFailure): void {
    this.phase = 'failed';
    this.failure = why;
    if (why === 'network') setTimeout(() => this.#retryIfCutOff(), RETRY_MS);
  }

  pause(): void {
    this.#wantsPlay = false;
    this.#video?.pause();
    if (this.phase === 'stalled') this.phase = 'ready';
  }

  toggle(): void {
    if (this.isPaused && !(this.#wantsPlay && this.phase === 'loading')) void this.play();
    else this.pause();
  }

  retry(): void {
    this.failure = null;
    this.phase = 'loading';
    this.#source?.retry();
    void this.play();
  }

  seekTo(ms: number): void {
    const wanted = Math.max(0, Math.min(this.durationMs, Math.round(ms)));
    const target = Math.min(wanted, this.#reachMs);
    this.wasHeldBack = target < wanted;
    this.#gate.beforeSeek();
    this.positionMs = target;
    this.#wasMoved = true;
    this.isEnded = false;
    if (this.#source && this.#video) this.#video.currentTime = target / 1_000;
  }

  /** Forwards only to where one has been, until everything is allowed (null). */
  limitSeeking(reachedMs: number | null): void {
    if (reachedMs === null) this.#reachMs = Infinity;
    else this.#reachMs = Math.max(reachedMs, this.positionMs);
    this.wasHeldBack = false;
  }

  /** Not faster than `mostRate`, until everything is allowed (Infinity). */
  limitRate(mostRate: number): void {
    this.#mostRate = mostRate;
    if (mostRate === Infinity) this.wasSpedUp = false;
    if (this.#video) this.#holdRate(this.#video);
  }

  /** Browsers have speed controls of their own. What insists on its rate is not fought over: nothing of it counts. */
  #holdRate(video: HTMLVideoElement): void {
    if (video.playbackRate <= this.#mostRate) return;
    this.wasSpedUp = true;
    const nowMs = performance.now();
    if (nowMs - this.#slowedMs < INSISTS_MS) return;
    this.#slowedMs = nowMs;
    video.playbackRate = this.#mostRate;
  }

  seekBy(ms: number): void {
    this.seekTo(this.positionMs + ms);
  }

  setRate(rate: number): void {
    if (this.#video) this.#video.playbackRate = rate;
    this.rate = rate;
  }

  setVolume(volume: number): void {
    const next = Math.round(Math.max(0, Math.min(1, volume)) * 100) / 100;
    this.#prefer({ volume: next, isMuted: next === 0 });
    if (!this.#video) return;
    this.#video.volume = next;
    this.#video.muted = next === 0;
  }

  toggleMute(): void {
    const isMuted = !this.preferences.isMuted;
    this.#prefer({ isMuted });
    if (this.#video) this.#video.muted = isMuted;
  }

  toggleSubtitles(): void {
    this.#prefer({ hasSubtitles: !this.preferences.hasSubtitles });
  }

  toggleShortcuts(): void {
    this.#prefer({ hasShortcuts: !this.preferences.hasShortcuts });
  }

  setQuality(quality: Quality): void {
    this.quality = quality;
    this.#prefer({ savesData: quality === 'saver' });
    this.#source?.setQuality(quality);
  }

  async setAudioOnly(isAudioOnly: boolean): Promise<void> {
    if (isAudioOnly === this.isAudioOnly) return;
    const wasPlaying = !this.isPaused;
    this.isAudioOnly = isAudioOnly;
    if (!this.#source) return;
    await this.#load();
    if (wasPlaying) await this.play();
  }

  toggleFullscreen(): void {
    if (this.#container && this.#video) void toggleFullscreen(this.#container, this.#video);
  }

  togglePip(): void {
    if (this.#video) void togglePictureInPicture(this.#video);
  }

  #prefer(change: Partial<PlayerPreferences>): void {
    this.preferences = { ...this.preferences, ...change };
    keepPlayerPreferences(this.preferences);
  }
}
