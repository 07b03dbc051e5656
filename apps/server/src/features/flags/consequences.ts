// What upholding a flag takes back, and what a granted appeal gives again: a course's credit by
// entries of the ledger, or the watching of a lesson that was not credited yet. Evidence is never removed.
import type { Reader, schema, Tx } from '@xueshi/database';
import { lengthMs, union } from '@xueshi/domain';
import type { Administered, Person } from '../../platform/authorisation.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Actor } from '../../platform/sessions.ts';
import { findVersion } from '../catalogue/service.ts';
import {
  correctWithin,
  countingEntry,
  creditOfCourse,
  ledgerOf,
  standingPartsIn,
  standingWithOrigins,
  type CreditEntry,
} from '../credit/service.ts';
import {
  beginProgress,
  completeLesson,
  findEnrolment,
  lessonProgressOf,
  settleParts,
  updateProgress,
  type Enrolment,
} from '../learning/service.ts';
import { forgetPlayback } from '../playback/service.ts';
import { addEffect, effectsOf, undoEffect, type FlagEffectRow } from './store.ts';

type FlagLesson = (typeof schema.flags.$inferSelect)['lessons'][number];
type KeptProgress = NonNullable<FlagEffectRow['kept']>;

export type Consequence =
  | { readonly kind: 'reversal'; readonly entry: CreditEntry }
  | { readonly kind: 'discard' | 'none' };

/** What can be taken back for a lesson as things are now. */
export async function consequenceFor(db: Reader, lesson: FlagLesson): Promise<Consequence> {
  const enrolment = await findEnrolment(db, lesson.enrolmentId);
  if (!enrolment) return { kind: 'none' };
  if (enrolment.completedAt) {
    const entry = await creditOf(db, enrolment, enrolment.completedAt);
    return entry ? { kind: 'reversal', entry } : { kind: 'none' };
  }
  const progress = await lessonProgressOf(db, lesson.enrolmentId, lesson.lessonId);
  const hasSomething = progress && (progress.watchedMs > 0 || progress.completedAt !== null);
  return { kind: hasSomething ? 'discard' : 'none' };
}

/** The credit that this enrolment earned, while it counts. */
async function creditOf(
  db: Reader,
  enrolment: Enrolment,
  completedAt: Date,
): Promise<CreditEntry | null> {
  const version = await findVersion(db, enrolment.courseVersionId);
  if (!version) throw new Error('an enrolment without its version');
  const { courseId, personId } = enrolment;
  const entry = await creditOfCourse(db, personId, {
    courseId,
    repeat: version.repeat,
    now: completedAt,
  });
  return entry && countingEntry(db, entry);
}

export interface TakingBack {
  readonly flagId: string;
  readonly person: Administered<Person>;
  readonly actor: Actor;
  readonly lessons: readonly FlagLesson[];
  readonly reason: string;
  readonly now: Date;
}

/** Takes back what the lessons brought; a course's credit once, however many of its lessons are named. */
export async function takeBack(platform: Platform, tx: Tx, wish: TakingBack): Promise<void> {
  const { flagId, person, actor, reason, now } = wish;
  const reversed = new Set<string>();
  for (const lesson of wish.lessons) {
    const { enrolmentId, lessonId } = lesson;
    if (reversed.has(enrolmentId)) continue;
    const consequence = await consequenceFor(tx, lesson);
    const { kind } = consequence;
    if (kind === 'reversal') {
      const entryId = consequence.entry.id;
      await correctWithin(tx, actor, { person, entryId, reason, now }, 'reversal');
      await addEffect(tx, { flagId, enrolmentId, lessonId: '', kind, entryId, kept: null });
      for (const part of await partsCounting(tx, person.id, enrolmentId)) {
        await correctWithin(tx, actor, { person, entryId: part, reason, now }, 'reversal');
        await addEffect(tx, {
          flagId,
          enrolmentId,
          lessonId: part,
          kind,
          entryId: part,
          kept: null,
        });
      }
      reversed.add(enrolmentId);
    } else {
      const kept = kind === 'discard' ? await discard(tx, lesson) : null;
      await addEffect(tx, { flagId, enrolmentId, lessonId, kind, entryId: null, kept });
    }
  }
  for (const enrolmentId of new Set(wish.lessons.map((lesson) => lesson.enrolmentId))) {
    const enrolment = reversed.has(enrolmentId) ? null : await findEnrolment(tx, enrolmentId);
    if (enrolment) await settleParts(tx, enrolment, now);
  }
  forgetPlayback(platform, person.id);
}

/** What of the same course was credited before it was finished and counts. */
async function partsCounting(tx: Tx, personId: string, enrolmentId: string): Promise<string[]> {
  const standing = standingWithOrigins(await ledgerOf(tx, personId));
  return standingPartsIn(standing, enrolmentId).map(({ id }) => id);
}

/** Sets a lesson back to its beginning; what was reported stays on record. */
async function discard(tx: Tx, { enrolmentId, lessonId }: FlagLesson): Promise<KeptProgress> {
  const progress = await lessonProgressOf(tx, enrolmentId, lessonId);
  if (!progress) throw new Error('progress that is discarded was there');
  await updateProgress(tx, enrolmentId, lessonId, {
    watched: [],
    watchedMs: 0,
    unproven: [],
    resumeMs: 0,
    completedAt: null,
    bestPercent: null,
  });
  const { watched, bestPercent } = progress;
  return { watched, bestPercent, completedAtMs: progress.completedAt?.getTime() ?? null };
}

/** Gives again all that upholding a flag took back, as far as nobody gave it again meanwhile. */
export async function giveAgain(
  platform: Platform,
  tx: Tx,
  { flagId, person, actor, reason, now }: Omit<TakingBack, 'lessons'>,
): Promise<void> {
  for (const effect of await effectsOf(tx, [flagId])) {
    if (effect.kind === 'reversal' && effect.entryId !== null) {
      const { entryId } = effect;
      if (!(await isGivenAgain(tx, effect)))
        await correctWithin(tx, actor, { person, entryId, reason, now }, 'reinstatement');
    } else if (effect.kept) {
      await restore(platform, tx, effect, effect.kept, now);
    }
    await undoEffect(tx, effect, now);
  }
  forgetPlayback(platform, person.id);
}

/** Whether somebody gave it again meanwhile: the course's credit, or the part that it is about. */
async function isGivenAgain(
  tx: Tx,
  { enrolmentId, lessonId, entryId }: FlagEffectRow,
): Promise<boolean> {
  const enrolment = await findEnrolment(tx, enrolmentId);
  if (!enrolment?.completedAt) return false;
  if (lessonId === '') return (await creditOf(tx, enrolment, enrolment.completedAt)) !== null;
  const ledger = await ledgerOf(tx, enrolment.personId);
  const part = ledger.find(({ id }) => id === entryId);
  return part !== undefined && (await countingEntry(tx, part)) !== null;
}

/** What was discarded counts again, beside what was watched since. */
async function restore(
  platform: Platform,
  tx: Tx,
  { enrolmentId, lessonId }: FlagEffectRow,
  kept: KeptProgress,
  now: Date,
): Promise<void> {
  const enrolment = await findEnrolment(tx, enrolmentId);
  if (!enrolment) throw new Error('progress without its enrolment');
  const progress = await beginProgress(tx, enrolmentId, lessonId, now);
  const watched = union(progress.watched, kept.watched).map(([from, to]): [number, number] => [
    from,
    to,
  ]);
  await updateProgress(tx, enrolmentId, lessonId, {
    watched,
    watchedMs: lengthMs(watched),
    bestPercent:
      kept.bestPercent === null && progress.bestPercent === null
        ? null
        : Math.max(kept.bestPercent ?? 0, progress.bestPercent ?? 0),
  });
  // With this lesson the course may be complete, and is then credited.
  if (kept.completedAtMs !== null && !progress.completedAt)
    await completeLesson(platform, tx, { enrolment, lesson: { id: lessonId }, now });
}
