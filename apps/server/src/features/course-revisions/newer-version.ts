// What a newer version means to one learner, and their own going over to it.
import type { NewerVersion } from '@xueshi/contracts';
import type { Reader } from '@xueshi/database';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { carriedBy, knownCourse, lessonHeads, type Revision } from '../catalogue/service.ts';
import { currentEnrolment, progressOf, type Enrolment } from '../learning/service.ts';
import { goOver, isBusy, valueAfter } from './go-over.ts';
import { isPlayable, mayFinishUntil, revisionsOf } from './under-way.ts';

interface Standing {
  readonly enrolment: Enrolment;
  readonly revision: Revision;
}

/** null: the caller is not learning the course, or learns its current version. */
async function standingOf(
  platform: Platform,
  db: Reader,
  actor: Actor,
  slug: string,
): Promise<Standing | null> {
  const published = await knownCourse(db, slug);
  const now = platform.clock.now();
  const enrolment = await currentEnrolment(db, actor.personId, published, now);
  if (!enrolment || enrolment.completedAt) return null;
  if (enrolment.courseVersionId === published.version.id) return null;
  const revision = (await revisionsOf(db, published.course.id)).get(enrolment.courseVersionId);
  return revision ? { enrolment, revision } : null;
}

async function hindranceOf(
  { db, clock }: Platform,
  { enrolment, revision }: Standing,
): Promise<NewerVersion['hindrance']> {
  if (!(await isPlayable(db, revision.to.id))) return 'not-ready';
  return (await isBusy(db, enrolment, revision, clock.now())) ? 'busy' : null;
}

export async function readNewerVersion(
  platform: Platform,
  actor: Actor,
  slug: string,
): Promise<{ newer: NewerVersion | null }> {
  const { db } = platform;
  const standing = await standingOf(platform, db, actor, slug);
  // A correction is brought to learners without asking them.
  if (!standing || standing.revision.kind === 'correction') return { newer: null };
  const { enrolment, revision } = standing;
  const { from, to } = revision;
  const heads = await lessonHeads(db, [from.id, to.id]);
  const begun = new Map((await progressOf(db, enrolment.id)).map((row) => [row.lessonId, row]));
  const pairs = await carriedBy(db, revision);
  const carried = new Map(pairs.map(({ was, is }) => [was.id, is.id]));
  const mine = heads.filter(
    ({ id, courseVersionId }) => courseVersionId === from.id && begun.has(id),
  );
  const done = new Set(
    mine.flatMap(({ id }) => (begun.get(id)?.completedAt ? (carried.get(id) ?? []) : [])),
  );
  const titles = (isKept: boolean) =>
    mine.filter(({ id }) => carried.has(id) === isKept).map(({ title }) => title);
  return {
    newer: {
      revision: to.revision,
      publishedAt: to.publishedAt.toISOString(),
      finishUntil:
        (await mayFinishUntil(platform, actor.personId, revision))?.toISOString() ?? null,
      hundredths: enrolment.valueHundredths,
      newHundredths: valueAfter(enrolment, revision),
      kept: titles(true),
      lost: titles(false),
      left: heads.filter(
        ({ id, courseVersionId, required }) =>
          courseVersionId === to.id && required && !done.has(id),
      ).length,
      hindrance: await hindranceOf(platform, standing),
    },
  };
}

/** Goes over to the version that the caller was shown; going over twice changes nothing. */
export async function goOverToNewerVersion(
  platform: Platform,
  actor: Actor,
  slug: string,
  shown: number,
): Promise<void> {
  await platform.write(async (tx) => {
    const standing = await standingOf(platform, tx, actor, slug);
    if (!standing) return;
    const { enrolment, revision } = standing;
    if (revision.to.revision !== shown) throw new Refused('newer-version-changed');
    if (!(await isPlayable(tx, revision.to.id))) throw new Refused('newer-version-not-ready');
    const now = platform.clock.now();
    if (await isBusy(tx, enrolment, revision, now)) throw new Refused('newer-version-busy');
    await goOver(platform, tx, { enrolment, revision, cause: 'chosen', now });
  });
}
