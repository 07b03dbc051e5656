// Any viewer of a lecture that asks questions, on a real database: reports lost and sent again, jumps,
// restarts of the server and of the player, right and wrong answers, against a model that counts seconds.
import type { CheckAnswer, LectureView, PresenceCheck } from '@xueshi/contracts';
import { subtract } from '@xueshi/domain';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  askingLecture,
  MOMENTS,
  questionIn,
  rightPlaces,
  wrongPlaces,
} from '../../testing/asking-lecture.ts';
import { addLearner, type Learner } from '../../testing/learners.ts';
import {
  addPaperLecture,
  beatOf,
  openPlayer,
  type TestPlayer,
} from '../../testing/paper-lecture.ts';
import { pass, useReportingClock } from '../../testing/reporting-clock.ts';
import { writeReadingCourse } from '../../testing/reading-course.ts';
import { openTestInstallation, type TestInstallation } from '../../testing/test-installation.ts';
import { forgetPlayback } from './service.ts';

const SECONDS = 600;
const place = { slug: 'asking' };
let here: TestInstallation;

beforeAll(async () => {
  here = await openTestInstallation({
    courses: (folder) => writeReadingCourse(folder, place.slug),
    env: { XUESHI_PRESENCE_CHECKS: '36000-36000' },
  });
  await addPaperLecture(here.installation.platform, place.slug, SECONDS * 1000, askingLecture);
});
afterAll(() => here.close());
useReportingClock();

type Step =
  | { readonly do: 'play'; readonly seconds: number; readonly isLost: boolean }
  | { readonly do: 'jump'; readonly second: number }
  | { readonly do: 'part'; readonly atMs: number }
  | { readonly do: 'on' | 'reopen' | 'restart' }
  | { readonly do: 'answer'; readonly isRight: boolean };

const moment = fc.constantFrom<number>(...Object.values(MOMENTS));
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('play' as const),
      seconds: fc.integer({ min: 1, max: 110 }),
      isLost: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('jump' as const),
      second: fc.integer({ min: 0, max: SECONDS - 1 }),
    }),
  },
  // About the moments it matters: a second before one, the part before it, and on to the end.
  {
    weight: 3,
    arbitrary: moment.map((atMs) => ({ do: 'jump' as const, second: atMs / 1000 - 1 })),
  },
  { weight: 3, arbitrary: moment.map((atMs) => ({ do: 'part' as const, atMs })) },
  { weight: 2, arbitrary: fc.constant({ do: 'on' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom('reopen' as const, 'restart' as const) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('answer' as const), isRight: fc.boolean() }),
  },
);

type Ranges = LectureView['watched'];

const secondsSeen = (watched: Ranges, fromMs: number, toMs: number) =>
  Array.from({ length: (toMs - fromMs) / 1000 }, (_, at) => fromMs + at * 1000).filter((at) =>
    watched.some(([from, to]) => from <= at && at + 1000 <= to),
  ).length;
const partOf = (atMs: number) =>
  [askingLecture.chapters.findLast(({ startMs }) => startMs < atMs)?.startMs ?? 0, atMs] as const;

/** How the questions ought to stand, by the seconds that were watched and the answers that were given. */
function openModel() {
  const standings = new Map<number, 'again' | 'right'>();
  const wrongInRow = new Map<number, number>();
  const open = () => Object.values(MOMENTS).filter((atMs) => standings.get(atMs) !== 'right');
  return {
    /** The moment of the question that ought to be asked. */
    due(watched: Ranges): number | null {
      const due = open().filter((atMs) => {
        if (secondsSeen(watched, atMs - 1000, atMs) === 0) return false;
        const [from, to] = partOf(atMs);
        const share = secondsSeen(watched, from, to) / ((to - from) / 1000);
        return standings.get(atMs) !== 'again' || share >= 0.95;
      });
      return due[0] ?? null;
    },
    isComplete: (watched: Ranges) =>
      open().length === 0 && secondsSeen(watched, 0, SECONDS * 1000) >= SECONDS * 0.95,
    right: (atMs: number) => void standings.set(atMs, 'right'),
    /** Whether this wrong answer was the last that is allowed. */
    wrong(atMs: number): boolean {
      const count = (wrongInRow.get(atMs) ?? 0) + 1;
      wrongInRow.set(atMs, count % 2);
      if (count === 2) standings.set(atMs, 'again');
      return count === 2;
    },
  };
}

/** A viewer whose picture rests while something is asked, as the player's does. */
class Viewer {
  readonly #learner: Learner;
  readonly #model = openModel();
  #player: TestPlayer;
  #nonce: string;
  #seq = 0;
  #mono = 0;
  #position = 0;
  #asked: PresenceCheck | null = null;
  #watched: Ranges = [];
  #isComplete = false;

  constructor(learner: Learner, player: TestPlayer) {
    this.#learner = learner;
    this.#player = player;
    this.#nonce = player.session.nonce;
  }

  static async open(): Promise<Viewer> {
    const learner = await addLearner(here);
    await learner.visitor.post(`/api/v1/courses/${place.slug}/enrolment`);
    return new Viewer(learner, await openPlayer(learner.visitor, place));
  }

  jump(second: number): void {
    this.#position = second;
  }

  restart(): void {
    forgetPlayback(here.installation.platform, this.#learner.personId);
  }

  /** Plays from where it says, or on, until it is there or something is asked. */
  async watch(fromMs: number | null, toMs: number): Promise<void> {
    if (fromMs !== null) this.#position = fromMs / 1000;
    while (!this.#asked && this.#position < toMs / 1000)
      await this.play(Math.min(100, toMs / 1000 - this.#position), false);
  }

  async play(seconds: number, isLost: boolean): Promise<void> {
    const from = this.#position;
    const to = Math.min(from + seconds, SECONDS);
    if (this.#asked || to === from) return;
    this.#seq += 1;
    this.#mono += (to - from) * 1000;
    this.#position = to;
    pass(here, (to - from) * 1000);
    const beats = [beatOf(this.#seq, this.#mono, [[from * 1000, to * 1000, 1]])];
    const { body } = await this.#player.send({ nonce: this.#nonce, beats });
    if (isLost) {
      // The answer was lost, so the same bytes are sent again: the same is asked.
      pass(here, 0);
      const again = (await this.#player.send({ nonce: this.#nonce, beats })).body;
      expect(again).toMatchObject({ replayed: true, watched: body.watched });
      expect(again.check?.id).toBe(body.check?.id);
    }
    this.#nonce = body.nonce;
    this.#learn(body);
    this.#expectAsked(body.check);
  }

  async reopen(): Promise<void> {
    this.#player = await openPlayer(this.#learner.visitor, place);
    const { nonce, check } = this.#player.session;
    [this.#nonce, this.#seq, this.#mono] = [nonce, 0, 0];
    // What was asked is asked again; what was not is asked with the next report.
    expect(check === null).toBe(this.#asked === null);
    if (check) this.#expectAsked(check);
  }

  async answer(isRight: boolean): Promise<void> {
    if (!this.#asked) return;
    const check = questionIn(this.#asked);
    const options = isRight ? rightPlaces(check) : wrongPlaces(check);
    const url = `/api/v1/presence-checks/${check.id}/answer`;
    const { body } = await this.#learner.visitor.post<CheckAnswer>(url, { options });
    const before = this.#watched;
    this.#learn(body);
    if (isRight) {
      this.#model.right(check.atMs);
      expect(body.result).toBe('passed');
      expect(this.#watched).toEqual(before);
      this.#expectAsked(body.check);
    } else if (this.#model.wrong(check.atMs)) {
      const [from, to] = partOf(check.atMs);
      expect(body).toMatchObject({ result: 'failed', check: null, resumeMs: from });
      expect(this.#watched).toEqual(subtract(before, [[from, to]]));
      this.#asked = null;
      this.#position = from / 1000;
    } else {
      expect(body).toMatchObject({ result: 'wrong', check: { id: check.id } });
    }
  }

  async expectTruth(): Promise<void> {
    const url = `/api/v1/courses/${place.slug}/lessons/lecture`;
    const { body } = await this.#learner.visitor.get<LectureView>(url);
    expect(body.watched).toEqual(this.#watched);
    expect(body.state === 'completed').toBe(this.#isComplete);
    if (!this.#asked) expect(this.#isComplete).toBe(this.#model.isComplete(this.#watched));
  }

  #learn({ watched, news }: Pick<CheckAnswer, 'watched' | 'news'>): void {
    this.#watched = watched;
    this.#isComplete ||= news?.lessonCompleted === true;
  }

  #expectAsked(check: PresenceCheck | null): void {
    const due = this.#isComplete ? null : this.#model.due(this.#watched);
    expect(check ? questionIn(check).atMs : null).toBe(due);
    this.#asked = check;
  }
}

test(
  'whatever a viewer does, each question is asked exactly while it is due, and the lecture is complete exactly when it may be',
  { timeout: 240_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40, size: 'max' }), async (steps) => {
        const viewer = await Viewer.open();
        for (const one of steps) {
          if (one.do === 'play') await viewer.play(one.seconds, one.isLost);
          else if (one.do === 'answer') await viewer.answer(one.isRight);
          else if (one.do === 'jump') viewer.jump(one.second);
          else if (one.do === 'part') await viewer.watch(...partOf(one.atMs));
          else if (one.do === 'on') await viewer.watch(null, SECONDS * 1000);
          else if (one.do === 'reopen') await viewer.reopen();
          else viewer.restart();
          await viewer.expectTruth();
        }
      }),
      { numRuns: 120 },
    );
  },
);
