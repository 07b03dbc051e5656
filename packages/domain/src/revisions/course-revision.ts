// What a new version of a course means to whoever is learning the one before (DOMAIN 5.6).
import { assert } from '../assertion.ts';
import { endOfTrainingDay, trainingDayOf } from '../calendar/training-year.ts';

/** A typing error mended, or something else to learn. */
export const REVISION_KINDS = ['correction', 'substantial'] as const;
export type RevisionKind = (typeof REVISION_KINDS)[number];

/** A lesson as far as another version of its course is compared with it. */
export interface RevisedLesson {
  /** Unique within its version. */
  readonly key: string;
  readonly kind: string;
  readonly required: boolean;
  /** Equal exactly where the same is learned; of a lecture, where the recording is the same. */
  readonly substance: string;
  /**
   * What a learner's work in it rests on: the recording and its questions, the steps of a case, the
   * questions of a quiz with their options. It can stand in a lesson that has all of that.
   */
  readonly frame: readonly string[];
}

export const CORRECTION_HINDRANCES = [
  'lesson-added',
  'lesson-removed',
  'kind-changed',
  'made-compulsory',
  'frame-changed',
] as const;

/** Why a version is more than a small correction, and in which lesson. */
export interface CorrectionHindrance {
  readonly what: (typeof CORRECTION_HINDRANCES)[number];
  readonly key: string;
}

/**
 * What stands in the way of calling `after` a small correction of `before`; [] where nothing does. A
 * correction changes words: nobody has more to learn, and nothing that anybody did loses its place.
 * Source: DOMAIN 5.6.
 */
export function correctionHindrances(
  before: readonly RevisedLesson[],
  after: readonly RevisedLesson[],
): CorrectionHindrance[] {
  const was = new Map(before.map((lesson) => [lesson.key, lesson]));
  const is = new Set(after.map(({ key }) => key));
  const removed = before.filter(({ key }) => !is.has(key));
  return [
    ...removed.map(({ key }): CorrectionHindrance => ({ what: 'lesson-removed', key })),
    ...after.flatMap((lesson): CorrectionHindrance[] => {
      const what = hindranceIn(was.get(lesson.key), lesson);
      return what ? [{ what, key: lesson.key }] : [];
    }),
  ];
}

function hindranceIn(
  was: RevisedLesson | undefined,
  is: RevisedLesson,
): CorrectionHindrance['what'] | null {
  if (!was) return is.required ? 'lesson-added' : null;
  if (was.kind !== is.kind) return 'kind-changed';
  if (is.required && !was.required) return 'made-compulsory';
  return standsIn(was, is) ? null : 'frame-changed';
}

/** A lesson of the version before and the one of the version after in whose place its progress counts. */
export interface CarriedLesson {
  readonly from: string;
  readonly to: string;
}

/**
 * Which lessons keep their progress in the new version: after a correction all that are still there;
 * otherwise those of which nothing changed, under whichever key. Each lesson is named at most once on
 * either side. Source: DOMAIN 5.6 ("unchanged lessons keep progress").
 */
export function carriedLessons(
  before: readonly RevisedLesson[],
  after: readonly RevisedLesson[],
  kind: RevisionKind,
): CarriedLesson[] {
  const left = new Map(after.map((lesson) => [lesson.key, lesson]));
  const carried: CarriedLesson[] = [];
  const open: RevisedLesson[] = [];
  for (const lesson of before) {
    const same = left.get(lesson.key);
    if (same && same.kind === lesson.kind && (kind === 'correction' || isSame(lesson, same))) {
      carried.push({ from: lesson.key, to: same.key });
      left.delete(same.key);
    } else {
      open.push(lesson);
    }
  }
  for (const lesson of open) {
    const renamed = [...left.values()].find((one) => isSame(lesson, one));
    if (!renamed) continue;
    carried.push({ from: lesson.key, to: renamed.key });
    left.delete(renamed.key);
  }
  return carried;
}

const standsIn = (was: RevisedLesson, is: RevisedLesson) =>
  was.frame.every((part) => is.frame.includes(part));

const isSame = (was: RevisedLesson, is: RevisedLesson) =>
  was.kind === is.kind && was.substance === is.substance && standsIn(was, is);

/**
 * Until when the version before may be finished: the first instant after the last day. `days` are whole
 * days, 0 or more, after the day on which the new version came; null: without an end.
 * Source: DOMAIN 5.6 (`finishOldUntilDays`).
 */
export function finishOldUntil(publishedAt: Date, days: number | null): Date | null {
  if (days === null) return null;
  assert(Number.isSafeInteger(days) && days >= 0, 'days to finish are whole and not negative');
  const last = new Date(publishedAt.getTime() + days * 86_400_000);
  const end = endOfTrainingDay(trainingDayOf(last));
  assert(end !== null, 'a training day has an end');
  return end;
}
