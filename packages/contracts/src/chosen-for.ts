// For whom a unit chose a course this year: what makes it a reason to learn or to recommend it.
import { POSITION_LEVELS, RANKS } from '@xueshi/domain';
import { Type, type Static } from 'typebox';
import { AudienceCategory } from './audience-categories.ts';
import { NamedKeyGroup } from './key-groups.ts';
import { closed, nullable, oneOf } from './shared.ts';

/** Of the four at least one is there; never the key group of reserve cadres. */
export const ChosenFor = closed({
  unitName: Type.String(),
  category: nullable(AudienceCategory),
  keyGroup: nullable(NamedKeyGroup),
  positionLevel: nullable(oneOf(POSITION_LEVELS)),
  rank: nullable(oneOf(RANKS)),
});
export type ChosenFor = Static<typeof ChosenFor>;
