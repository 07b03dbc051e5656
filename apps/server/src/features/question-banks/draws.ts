import type { DrawMatches, QuizForm } from '@xueshi/contracts';
import { fittingIn } from '@xueshi/formats';
import type { Platform } from '../../platform/platform.ts';
import { banksAtHand } from '../catalogue/service.ts';
import { statutesAtHand } from '../statutes/service.ts';

/** What a rule leaves open is an empty list in its form. */
const asked = <T>(wanted: readonly T[]): readonly T[] | undefined =>
  wanted.length > 0 ? wanted : undefined;

/** How much there is for each rule now, and from which banks can be drawn. */
export async function countDraws(
  platform: Platform,
  draws: QuizForm['draws'],
): Promise<DrawMatches> {
  const banks = await banksAtHand(platform, await statutesAtHand(platform));
  return {
    banks: [...banks.values()].map(({ name, title, items }) => ({
      name,
      title,
      tags: [...new Set(items.flatMap(({ tags = [] }) => tags))].sort(),
    })),
    rules: draws.map(({ bank: name, kinds, difficulty, areas, tags }) => {
      const bank = banks.get(name);
      if (!bank) return null;
      const filter = {
        kinds: asked(kinds),
        difficulty: asked(difficulty),
        areas: asked(areas),
        tags: asked(tags),
      };
      const { singles, sets } = fittingIn(bank, filter);
      return { items: singles.length, caseSets: sets.length };
    }),
  };
}
