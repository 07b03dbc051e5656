import type {
  Beat,
  BeatsAnswer,
  CheckAnswer,
  CompletionNews,
  PlaybackSession,
  PresenceCheck,
  Problem,
} from '@xueshi/contracts';
import { claimedMs, emptyQueue, enqueue, heldBack, retryDelayMs, stepAfter } from './beat-queue.ts';
import { createBeatSender, type BeatSender, type Surroundings } from './beat-sender.ts';
import { fillUp } from './carried-spans.ts';
import { deliverLeftOver, type Whose } from './left-over.ts';
import { openSession, playbackTransport } from './playback-transport.ts';
import type { QueueStore } from './queue-store.ts';
import { readBrowserMark } from './browser-mark.ts';
import { newRequestId } from './request-id.ts';
import { createSpanCollector, type PlayedSpan, type SpanCollector } from './span-collector.ts';
import { playingState, sampleOf, watchVideo } from './video-watcher.ts';

export type SaveState =
  | 'idle'
  | 'opening'
  | 'saving'
  | 'offline'
  | 'busy'
  | 'superseded'
  | 'signed-out'
  | 'refused';
export type WatchedRange = readonly [fromMs: number, toMs: number];

export interface RecorderOptions extends Whose {
  store: QueueStore;
  watched: readonly WatchedRange[];
  watchedMs: number;
  needMs: number;
  /** Moments of the lecture at which the server is told at once how far one has come, ms. */
  reportAtMs: readonly number[];
  onNews(news: CompletionNews): void;
  /** The server asks whether somebody is there; told again with every answer until it is settled. */
  onCheck(check: PresenceCheck): void;
  /** A presence check was missed: watched time was taken back. */
  onTakenBack(takenBack: { ms: number; resumeMs: number }): void;
  /** What was played lies beyond where one has been, in a lecture that is seen in order: one goes on from here. null: it is in order. */
  onOutOfOrder(reachedMs: number | null): void;
  /** Playing was taken over by another device, or may not go on: the picture has to stop. */
  onStop(): void;
}

const LEFT_OVER_PATIENCE_MS = 8_000;
/** The picture of a hidden page moves on in steps of a second or so; more is a jump, ms. */
const LONGEST_STEP_MS = 4_000;

const around: Surroundings = {
  now: () => performance.now(),
  chance: Math.random,
  later: (run, ms) => void setTimeout(run, ms),
};

/**
 * Reports what was really played to the server (TRUST.md §2.2) and tells the page how that stands.
 * Nothing played is given up before the server has acknowledged it.
 */
export class WatchRecorder {
  saveState = $state<SaveState>('idle');
  watched = $state.raw<readonly WatchedRange[]>([]);
  watchedMs = $state(0);
  needMs = $state(0);
  /** Where the last acknowledged stretch ends, ms. */
  savedToMs = $state<number | null>(null);
  /** Reports with something played that still wait. */
  held = $state(0);
  /** Played time that could not be counted and can be watched again, ms. */
  uncountedMs = $state(0);
  problem = $state.raw<Problem | null>(null);
  takenOverBy = $state<string | null>(null);

  readonly #options: RecorderOptions;
  #session: PlaybackSession | null = null;
  #collector: SpanCollector | null = null;
  #sender: BeatSender | null = null;
  /** Stretches of a session that the server closed, for the next one. */
  #carried: readonly PlayedSpan[] = [];
  #openedMs = 0;
  #cutMs = 0;
  #inputMs = 0;
  #movedToMs = 0;
  #video: HTMLMediaElement | null = null;
  #leftOver: Promise<void> = Promise.resolve();
  #opening: Promise<PlaybackSession | null> | null = null;
  #isGone = false;
  #wakeOpening: (() => void) | null = null;

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.watched = options.watched;
    this.watchedMs = options.watchedMs;
    this.needMs = options.needMs;
  }

  /** Starts listening to the player and the page. Returns how to end it. */
  observe(video: HTMLMediaElement): () => void {
    this.#video = video;
    this.#leftOver = this.#deliverLeftOver();
    const stopWatching = watchVideo(video, () => this.#collector, {
      moved: () => this.#tick(),
      rested: () => this.#report(),
    });
    const leave = () => this.#report(true);
    const hide = () => document.visibilityState === 'hidden' && this.#report();
    const wake = () => this.#wake();
    const input = () => (this.#inputMs = performance.now());
    const inputs = ['pointerdown', 'keydown', 'touchstart'] as const;
    addEventListener('pagehide', leave);
    addEventListener('online', wake);
    document.addEventListener('visibilitychange', hide);
    for (const name of inputs) addEventListener(name, input, { passive: true });
    return () => {
      removeEventListener('pagehide', leave);
      removeEventListener('online', wake);
      document.removeEventListener('visibilitychange', hide);
      for (const name of inputs) removeEventListener(name, input);
      this.#report(true);
      stopWatching();
      this.#isGone = true;
    };
  }

  /** The playback session, opened if there is none; null when the server will not have it. */
  open(): Promise<PlaybackSession | null> {
    if (this.#session) return Promise.resolve(this.#session);
    this.#opening ??= this.#openAnew().finally(() => (this.#opening = null));
    return this.#opening;
  }

  /** What an answer says of this lecture: to reports, and to a presence check. */
  learn(answer: Pick<CheckAnswer, 'watched' | 'watchedMs' | 'needMs' | 'news'>): void {
    this.watched = answer.watched;
    this.watchedMs = answer.watchedMs;
    this.needMs = answer.needMs;
    if (answer.news) this.#options.onNews(answer.news);
  }

  get isOpen(): boolean {
    return this.#session !== null;
  }

  /** Before the player itself seeks: what was played up to here counts to the last moment. */
  beforeSeek(): void {
    const video = this.#video;
    if (video && !video.paused && !video.seeking) this.#collector?.advance(sampleOf(video));
  }

  async #deliverLeftOver(): Promise<void> {
    const { store } = this.#options;
    await deliverLeftOver(this.#options, store, playbackTransport, around, {
      answered: (answer, queue) => this.#isHere(queue) && this.#hear(answer),
      lost: (ms, queue) => {
        if (this.#isHere(queue)) this.uncountedMs += ms;
      },
    });
  }

  #isHere({ slug, lessonKey }: Whose): boolean {
    return slug === this.#options.slug && lessonKey === this.#options.lessonKey;
  }

  async #openAnew(): Promise<PlaybackSession | null> {
    if (this.saveState === 'signed-out') this.#leftOver = this.#deliverLeftOver();
    this.saveState = 'opening';
    this.problem = null;
    this.takenOverBy = null;
    const patience = new Promise<void>((resolve) => setTimeout(resolve, LEFT_OVER_PATIENCE_MS));
    await Promise.race([this.#leftOver, patience]);
    const { slug, lessonKey } = this.#options;
    const clientInfo = navigator.userAgent.slice(0, 300);
    const browserMark = readBrowserMark();
    const body = { requestId: newRequestId(), slug, lessonKey, clientInfo, browserMark };
    for (let attempt = 0; !this.#isGone; attempt += 1) {
      const answer = await openSession(body);
      if (answer.ok) return this.#adopt(answer.data);
      const step = stepAfter(answer.status, answer.problem?.code ?? null);
      if (step !== 'retry') {
        this.#stop(step === 'signed-out' ? 'signed-out' : 'refused', answer.problem);
        return null;
      }
      this.#waiting(answer.status);
      await this.#pause(retryDelayMs(attempt, Math.random()));
    }
    return null;
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wakeOpening = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #adopt(session: PlaybackSession): PlaybackSession {
    const { personId, slug, lessonKey, store } = this.#options;
    const { sessionId, epoch, nonce, durationMs, maxRate } = session;
    this.#session = session;
    this.#openedMs = Math.floor(performance.now());
    this.#cutMs = this.#openedMs;
    this.watched = session.watched;
    this.#carried = [...this.#carried, ...(this.#collector?.take() ?? [])];
    this.#collector = createSpanCollector({ durationMs, maxRate });
    const queue = emptyQueue({ sessionId, personId, slug, lessonKey, epoch, nonce });
    this.#sender = createBeatSender(
      queue,
      playbackTransport,
      {
        kept: (kept) => {
          store.keep(kept);
          this.held = heldBack(kept);
        },
        answered: (answer, acknowledged) => this.#acknowledged(answer, acknowledged),
        waiting: (status) => this.#waiting(status),
        withdrawn: (ms) => (this.uncountedMs += ms),
        ended: (why, problem) => this.#ended(why, problem),
      },
      around,
    );
    const video = this.#video;
    if (video && !video.paused && !video.seeking) this.#collector.start(sampleOf(video));
    this.saveState = 'saving';
    if (session.check) this.#options.onCheck(session.check);
    return session;
  }

  #tick(): void {
    const hbMs = this.#session?.hbMs ?? Infinity;
    const isTime = performance.now() - this.#cutMs >= hbMs;
    if (this.#passesMoment() || this.#collector?.isFull() || isTime) this.#report();
    else this.#sender?.tick();
  }

  /** Whether playing, and not a jump, has just come past a moment that is reported at once. */
  #passesMoment(): boolean {
    const fromMs = this.#movedToMs;
    const toMs = Math.floor((this.#video?.currentTime ?? 0) * 1_000);
    this.#movedToMs = toMs;
    if (toMs <= fromMs || toMs - fromMs > LONGEST_STEP_MS) return false;
    return this.#options.reportAtMs.some((atMs) => fromMs < atMs && atMs <= toMs);
  }

  #wake(): void {
    this.#wakeOpening?.();
    this.#sender?.wake();
  }

  /** Puts what was played since the last time into a report and sends what waits. */
  #report(last = false): void {
    const sender = this.#sender;
    const beat = this.#cut();
    if (!sender) return;
    if (beat) {
      const before = sender.queue.nextSeq;
      sender.update((queue) => enqueue(queue, beat));
      if (sender.queue.nextSeq === before) this.uncountedMs += claimedMs([beat]);
    }
    void sender.send(last);
  }

  #cut(): Omit<Beat, 'seq'> | null {
    const video = this.#video;
    const collector = this.#collector;
    if (!video || !collector || !this.#session) return null;
    if (!video.paused && !video.seeking) collector.advance(sampleOf(video));
    const nowMs = Math.floor(performance.now());
    const allowedMs = (nowMs - this.#cutMs) * this.#session.maxRate;
    const { spans, left } = fillUp(collector.take(), this.#carried, allowedMs);
    this.#carried = left;
    if (spans.length === 0) return null;
    this.#cutMs = nowMs;
    return {
      monoMs: nowMs - this.#openedMs,
      spans: spans.map(([from, to, rate]) => [from, to, rate]),
      state: playingState(video),
      visible: document.visibilityState === 'visible',
      muted: video.muted || video.volume === 0,
      sinceInputMs: Math.max(0, Math.floor(nowMs - this.#inputMs)),
    };
  }

  #waiting(status: number): void {
    // "Slow down" is a matter between player and server, nothing a learner could mend.
    if (status !== 429) this.saveState = status === 0 ? 'offline' : 'busy';
  }

  #acknowledged(answer: BeatsAnswer, acknowledged: readonly Beat[]): void {
    const last = acknowledged.flatMap(({ spans }) => spans).at(-1);
    if (last) this.savedToMs = last[1];
    this.saveState = 'saving';
    this.#hear(answer);
    if (answer.takenOver && this.#sender?.queue.beats.length === 0) {
      this.#sender.stop();
      this.#ended('superseded', null);
    }
  }

  #hear(answer: BeatsAnswer): void {
    if (!answer.replayed && answer.reason !== 'CHECK') this.uncountedMs += answer.withheldMs;
    if (answer.check) this.#options.onCheck(answer.check);
    if (answer.takenBack && !answer.replayed) this.#options.onTakenBack(answer.takenBack);
    if (!answer.replayed) this.#options.onOutOfOrder(answer.reachedMs);
    this.learn(answer);
  }

  #ended(why: 'closed' | 'superseded' | 'signed-out' | 'refused', problem: Problem | null): void {
    const sessionId = this.#session?.sessionId;
    const unsent = this.#sender?.queue.beats ?? [];
    this.#session = null;
    this.#sender = null;
    if (why === 'signed-out' || why === 'refused') return this.#stop(why, problem);
    if (sessionId) this.#options.store.forget(sessionId);
    this.held = 0;
    const spans = [...unsent.flatMap((beat) => beat.spans), ...(this.#collector?.take() ?? [])];
    if (why === 'closed') {
      this.#carried = [...this.#carried, ...spans];
      void this.open();
      return;
    }
    this.uncountedMs += claimedMs([{ spans }]);
    this.#stop('superseded', problem);
    if (sessionId) void this.#askWhoTookOver(sessionId);
  }

  async #askWhoTookOver(sessionId: string): Promise<void> {
    const answer = await playbackTransport.stand(sessionId);
    if (answer.ok) this.takenOverBy = answer.data.supersededBy;
  }

  #stop(saveState: SaveState, problem: Problem | null): void {
    this.saveState = saveState;
    this.problem = problem;
    this.#collector = null;
    this.#options.onStop();
  }
}
