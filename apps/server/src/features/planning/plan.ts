import type { Plan } from '@xueshi/contracts';
import { isMeantFor, planStudy } from '@xueshi/domain';
import type { Platform } from '../../platform/platform.ts';
import type { Actor } from '../../platform/sessions.ts';
import { coursesToFinish } from '../learning/service.ts';
import { postToday } from '../requirements/service.ts';
import { evaluationOf, gapIn } from './gap.ts';
import { mailAddressOf } from './mail-address.ts';
import { studyTimesOf } from './study-times.ts';
import { gainsFor } from './suggestions.ts';

/** More than all hours of a year: what is asked for by name comes before whatever brings hours. */
const ASKED_FIRST = 1_000_000;
/** And what is meant for others comes last: it brings hours like any, where nothing else is left. */
const FOR_OTHERS = -ASKED_FIRST / 2;

/**
 * Which course to finish by when: what is begun first, what is asked for by name, then what closes most of the gap, and
 * of that what is meant for the learner's post.
 */
export async function readPlan(platform: Platform, actor: Actor): Promise<Plan> {
  const { db, clock, mail } = platform;
  const evaluation = await evaluationOf(platform, actor.personId);
  const gap = gapIn(platform, evaluation);
  const gainsOf = gainsFor(evaluation);
  const post = postToday(evaluation, clock.now());
  const cards = await coursesToFinish(platform, actor, (published) =>
    gainsOf(published).reduce(
      (sum, { gainHundredths, asksForCourse }) =>
        sum + gainHundredths + (asksForCourse ? ASKED_FIRST : 0),
      isMeantFor(published.version, post) ? 0 : FOR_OTHERS,
    ),
  );
  const bySlug = new Map(cards.map((card) => [card.slug, card]));
  const plan = planStudy(
    gap.missingHundredths ?? 0,
    cards.map(({ slug, valueHundredths }) => ({ id: slug, hundredths: valueHundredths })),
    clock.now(),
  );
  const address = await mailAddressOf(db, actor.personId);
  return {
    ...gap,
    weeks: plan.weeks.map(({ courseIds, ...week }) => ({
      ...week,
      courses: courseIds.flatMap((slug) => bySlug.get(slug) ?? []),
    })),
    isEnough: plan.isEnough,
    study: await studyTimesOf(db, actor.personId),
    mail: {
      isAvailable: mail !== null,
      address: address?.address ?? null,
      isConfirmed: (address?.confirmedAt ?? null) !== null,
    },
  };
}
