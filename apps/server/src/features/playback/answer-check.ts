// Settling presence checks by the learner's answer: passed, missed, failed, or asked again (TRUST.md §2.5).
import type { CheckAnswer, CompletionNews } from '@xueshi/contracts';
import type { Tx } from '@xueshi/database';
import {
  afterFailedQuestion,
  lengthMs,
  neededMs,
  watchedEnough,
  type IntervalSet,
  type PresencePolicy,
} from '@xueshi/domain';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { completeLesson, findEnrolment, updateProgress } from '../learning/service.ts';
import { termsOfWaitingCheck } from '../settings/service.ts';
import { askNextQuestion, renewCheck, type AskedIn } from './ask-check.ts';
import { heldAs } from './open-check.ts';
import { drawGap, viewOfCheck } from './presence-check.ts';
import {
  findCheck,
  missCheck,
  playedLecture,
  proveLectures,
  saveCheckStanding,
  unprovenLectures,
  updateCheck,
  type CheckRow,
} from './presence-store.ts';
import { bitsOf, explanationOf } from './question-check.ts';
import {
  findQuestion,
  noteAnswered,
  openQuestions,
  questionsOf,
  type LecturePlace,
} from '../lecture-questions/service.ts';
import { rememberedStates } from './remembered-states.ts';
import { readStates, type PlaybackState } from './store.ts';

/** Places in the order shown: one for a word, all chosen for a question. */
export interface GivenAnswer {
  readonly option?: number;
  readonly options?: readonly number[];
}

/**
 * Takes a learner's answer. An answer after the deadline harms nobody who has paused: the check is
 * asked anew and nothing is lost. A word that is wrong once too often counts as missed; a question
 * takes back the part that it closes.
 */
export async function answerCheck(
  platform: Platform,
  actor: Actor,
  checkId: string,
  given: GivenAnswer,
): Promise<CheckAnswer> {
  const now = platform.clock.now();
  const settled = await platform.write(async (tx): Promise<Settled> => {
    const row = await findCheck(tx, checkId);
    if (!row || row.personId !== actor.personId) throw new Refused('not-found');
    const isRight = grade(row, given);
    rememberedStates(platform).forget(actor.personId);
    if (row.outcome !== 'open') return { row, result: again(row), news: null };
    const state = await stateOf(tx, row);
    const policy = termsOfWaitingCheck(platform.config, state.session.presenceRhythm);
    if (now.getTime() > row.deadlineAt.getTime() + policy.graceMs) {
      const next = await renewCheck(tx, row, state.playhead, askedIn(state), now, policy);
      return { row, result: 'asked-again', news: null, next };
    }
    return isRight
      ? pass(platform, tx, { row, state, now, policy })
      : wrong(tx, { row, state, now, policy });
  });
  return describe(platform, settled, now);
}

interface Settled {
  readonly row: CheckRow;
  readonly result: CheckAnswer['result'];
  readonly news: CompletionNews | null;
  readonly next?: CheckRow | null;
}

interface Settling {
  readonly row: CheckRow;
  readonly state: PlaybackState;
  readonly now: Date;
  readonly policy: PresencePolicy;
}

/** A question is right with all right options and no other; without any option nothing was answered. */
function grade(row: CheckRow, { option, options }: GivenAnswer): boolean {
  if (row.questionId === null) {
    if (option === undefined) throw new Refused('invalid-request');
    return option === row.answer;
  }
  if (options === undefined || options.length === 0) throw new Refused('invalid-request');
  return bitsOf(options) === row.answer;
}

/** The answer to an answer that came twice. */
function again({ outcome }: CheckRow): CheckAnswer['result'] {
  return outcome === 'passed' || outcome === 'missed' || outcome === 'failed'
    ? outcome
    : 'asked-again';
}

async function stateOf(tx: Tx, { sessionId }: CheckRow): Promise<PlaybackState> {
  const state = (await readStates(tx, [sessionId])).get(sessionId);
  if (!state) throw new Error('a check without its playback');
  return state;
}

const askedIn = ({ session }: PlaybackState): AskedIn => ({
  personId: session.personId,
  sessionId: session.id,
  lessonId: session.lessonId,
  enrolmentId: session.enrolmentId,
});

async function wrong(tx: Tx, settling: Settling): Promise<Settled> {
  const { row, state, now, policy } = settling;
  const attempts = row.attempts + 1;
  const isLast = attempts >= policy.attempts;
  if (row.questionId !== null) {
    const standing = isLast ? 'again' : 'asked';
    await noteAnswered(tx, askedIn(state), row.questionId, { standing });
  }
  if (!isLast) {
    await updateCheck(tx, row.id, { attempts });
    return { row: { ...row, attempts }, result: 'wrong', news: null, next: { ...row, attempts } };
  }
  const takenBackMs =
    row.questionId === null
      ? await missCheck(tx, row.personId)
      : await takePartBack(tx, state, row.questionId, policy);
  const outcome = row.questionId === null ? 'missed' : 'failed';
  await updateCheck(tx, row.id, { outcome, attempts, settledAt: now, takenBackMs });
  return { row, result: outcome, news: null };
}

/**
 * The part that a question closes is to be watched again, proven or not. The learner is there, so
 * nothing else is taken; but a wrong answer proves nothing, so what is at stake stays at stake.
 */
async function takePartBack(
  tx: Tx,
  state: PlaybackState,
  questionId: string,
  policy: PresencePolicy,
): Promise<number> {
  const { session, progress } = state;
  await saveCheckStanding(tx, session.personId, {
    ...heldAs(null),
    untilCheckMs: drawGap(policy),
  });
  const place = askedIn(state);
  const question = (await questionsOf(tx, place)).find(({ id }) => id === questionId);
  if (!question) throw new Error('a question that its lecture does not have');
  // What has completed a lecture is not at stake any more.
  if (progress.completedAt) return 0;
  const stays = afterFailedQuestion(progress.watched, question);
  await updateProgress(tx, place.enrolmentId, place.lessonId, {
    watched: [...stays],
    watchedMs: lengthMs(stays),
    unproven: [...afterFailedQuestion(progress.unproven, question)],
    resumeMs: question.part[0],
  });
  return lengthMs(progress.watched) - lengthMs(stays);
}

async function pass(platform: Platform, tx: Tx, settling: Settling): Promise<Settled> {
  const { row, state, now, policy } = settling;
  const { progress, playhead } = state;
  const of = askedIn(state);
  if (row.questionId !== null)
    await noteAnswered(tx, of, row.questionId, { standing: 'right', now });
  const lectures = await unprovenLectures(tx, row.personId);
  await proveLectures(tx, lectures);
  await saveCheckStanding(tx, row.personId, { ...heldAs(null), untilCheckMs: drawGap(policy) });
  await updateCheck(tx, row.id, { outcome: 'passed', settledAt: now });
  if (progress.completedAt) {
    await completeWatched(platform, tx, lectures, now);
    return { row, result: 'passed', news: null };
  }
  const { watched } = progress;
  const next = await askNextQuestion(tx, { of, watched }, playhead, now, policy);
  const others = lectures.filter((one) => !isSame(one, of));
  const news = await completeWatched(platform, tx, [...others, { ...of, watched }], now);
  return { row, result: 'passed', news: news.get(of.lessonId) ?? null, next };
}

type WatchedLecture = LecturePlace & { readonly watched: IntervalSet };

const isSame = (one: LecturePlace, other: LecturePlace) =>
  one.enrolmentId === other.enrolmentId && one.lessonId === other.lessonId;

/** A lecture that was watched to its end while a check was open is complete now. By lesson. */
async function completeWatched(
  platform: Platform,
  tx: Tx,
  lectures: readonly WatchedLecture[],
  now: Date,
): Promise<Map<string, CompletionNews>> {
  const news = new Map<string, CompletionNews>();
  for (const lecture of lectures) {
    const played = await playedLecture(tx, lecture);
    const enrolment = await findEnrolment(tx, lecture.enrolmentId);
    if (!played || !enrolment) continue;
    const { durationMs, coveragePercent } = played;
    if (!watchedEnough(lecture.watched, durationMs, coveragePercent)) continue;
    if ((await openQuestions(tx, lecture)).length > 0) continue;
    const done = { enrolment, lesson: { id: lecture.lessonId }, now };
    news.set(lecture.lessonId, await completeLesson(platform, tx, done));
  }
  return news;
}

async function describe(
  platform: Platform,
  { row, result, news, next }: Settled,
  now: Date,
): Promise<CheckAnswer> {
  const { db, config } = platform;
  const state = (await readStates(db, [row.sessionId])).get(row.sessionId);
  if (!state) throw new Error('a check without its playback');
  const { progress, session } = state;
  const terms = termsOfWaitingCheck(config, session.presenceRhythm);
  const explained = result === 'passed' ? row.questionId : null;
  return {
    result,
    check: next ? await viewOfCheck(db, next, now, terms) : null,
    explanation:
      explained === null
        ? null
        : explanationOf((await findQuestion(db, row.lessonId, explained)).item),
    watched: progress.watched.map(([from, to]) => [from, to]),
    watchedMs: lengthMs(progress.watched),
    needMs: neededMs(progress.watched, session.durationMs, session.coveragePercent),
    resumeMs: progress.resumeMs,
    news,
  };
}
