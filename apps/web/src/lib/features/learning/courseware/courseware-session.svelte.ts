import type {
  CompletionNews,
  CoursewareBeatAnswer,
  CoursewareLaunch,
  CoursewareProgress,
} from '@xueshi/contracts';
import { request } from '../api-client.ts';

export interface CoursewareDesk {
  readonly slug: string;
  readonly lessonKey: string;
  /** Where frames with courseware come from. */
  readonly origin: string;
  readonly onNews: (news: CompletionNews) => void;
}

/** What the frame says of its memory; see frame.js of the server. */
const KEEPING = ['keeping', 'kept', 'waiting'] as const;
type Keeping = (typeof KEEPING)[number];

/** Reports wait this long for what else the frame has to say, in ms. */
const SOON_MS = 600;

/** A unit of courseware that is open on this page: its frame, and the clock that goes while it is seen. */
export class CoursewareSession {
  readonly #desk: CoursewareDesk;
  launch = $state.raw<(CoursewareLaunch & { readonly unit: number }) | null>(null);
  progress = $state.raw<CoursewareProgress | null>(null);
  /** Why it did not open; empty where nobody answered. */
  problem = $state<string | null>(null);
  isOpening = $state(false);
  isCurrent = $state(true);
  hasLink = $state(true);
  keeping = $state<Keeping | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isShown = true;

  constructor(desk: CoursewareDesk) {
    this.#desk = desk;
  }

  /** Opens a unit, and leaves the one that was open. */
  async open(unit: number): Promise<void> {
    await this.leave();
    this.isOpening = true;
    this.problem = null;
    const { slug, lessonKey } = this.#desk;
    const answer = await request<CoursewareLaunch>({
      method: 'POST',
      url: `/api/v1/courses/${slug}/lessons/${lessonKey}/courseware-launches`,
      body: { unit },
    });
    this.isOpening = false;
    if (!answer.ok) {
      this.problem = answer.problem?.title ?? '';
      return;
    }
    this.launch = { ...answer.data, unit };
    this.isCurrent = true;
    this.hasLink = true;
    this.keeping = null;
    this.#isShown = document.visibilityState === 'visible';
    this.#beatIn(answer.data.beatMs);
  }

  /** Leaves the unit that is open; its frame goes away, and says by itself what is not kept yet. */
  async leave(): Promise<void> {
    const { launch } = this;
    if (!launch) return;
    await this.#report(true);
    this.launch = null;
  }

  /** The page is shown again, or lies behind others from now on; time goes on only while it is seen. */
  seen(isShown: boolean): void {
    if (!this.launch || isShown === this.#isShown) return;
    void this.#report(false);
    this.#isShown = isShown;
  }

  /** The page goes away. */
  end(): void {
    clearTimeout(this.#timer);
    if (this.launch) void this.#report(true);
  }

  hear(said: unknown): void {
    const keeping = KEEPING.find((one) => one === said);
    if (keeping) this.keeping = keeping;
    if (keeping === 'kept' || said === 'left') this.#beatIn(SOON_MS);
  }

  #beatIn(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#report(false), ms);
  }

  async #report(closes: boolean): Promise<void> {
    const { launch } = this;
    if (!launch) return;
    clearTimeout(this.#timer);
    const wasShown = this.#isShown;
    const answer = await request<CoursewareBeatAnswer>({
      method: 'POST',
      url: `/api/v1/courseware-launches/${launch.launchId}/beats`,
      body: closes ? { wasShown, closes } : { wasShown },
      keepalive: true,
    });
    if (this.launch?.launchId !== launch.launchId) return;
    this.hasLink = answer.ok;
    if (answer.ok) {
      const { isCurrent, progress, news } = answer.data;
      this.isCurrent = isCurrent || closes;
      this.progress = progress;
      if (news.lessonCompleted) this.#desk.onNews(news);
    }
    if (!closes) this.#beatIn(launch.beatMs);
  }
}
