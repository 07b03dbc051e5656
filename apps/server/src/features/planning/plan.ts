import type { Plan } from '@xueshi/contracts';
import { planStudy } from '@xueshi/domain';
import type { Platform } from '../../platform/platform.ts';
import type { Actor } from '../../platform/sessions.ts';
import { coursesToFinish } from '../learning/service.ts';
import { gapOf } from './gap.ts';
import { mailAddressOf } from './mail-address.ts';
import { studyTimesOf } from './study-times.ts';

/** Which course to finish by when: what is begun first, then what is new. */
export async function readPlan(platform: Platform, actor: Actor): Promise<Plan> {
  const { db, clock, mail } = platform;
  const gap = await gapOf(platform, db, actor.personId);
  const cards = await coursesToFinish(platform, actor);
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
