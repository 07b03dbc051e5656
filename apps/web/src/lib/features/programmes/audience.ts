import type { ProgrammeView } from '@xueshi/contracts';
import { getLocale, m } from '@xueshi/messages';
import { categoryLabel } from '#lib/features/accounts/labels.ts';
import { groupLabel } from '#lib/features/people/key-groups.ts';
import { levelLabel, rankLabel } from '#lib/features/people/labels.ts';

type Narrowing = Omit<ProgrammeView['target'], 'unitIds' | 'personIds'>;

/** Names one after another, as the language separates them. */
export const listed = (names: readonly string[]) => names.join(getLocale() === 'en' ? ', ' : '、');

/** What the people of a programme have to be, in words: only what was chosen. */
export const narrowingFacts = (target: Narrowing) =>
  [
    {
      label: m.programmes_audience_categories(),
      value: listed(target.categories.map(categoryLabel)),
    },
    { label: m.programmes_audience_groups(), value: listed(target.keyGroups.map(groupLabel)) },
    { label: m.programmes_audience_levels(), value: listed(target.positionLevels.map(levelLabel)) },
    { label: m.programmes_audience_ranks(), value: listed(target.ranks.map(rankLabel)) },
  ].filter(({ value }) => value !== '');

/** The units and people that a programme names. */
export const namedFacts = ({ units, people }: Record<'units' | 'people', readonly string[]>) => [
  {
    label: m.programmes_audience_units(),
    value: listed(units) || m.programmes_audience_no_units(),
  },
  ...(people.length > 0 ? [{ label: m.programmes_audience_people(), value: listed(people) }] : []),
];

/** Whom a programme is for, in words. */
export const audienceFacts = ({ target, targetUnits, targetPeople }: ProgrammeView) => [
  ...namedFacts({
    units: targetUnits.map(({ name }) => name),
    people: targetPeople.map(({ name }) => name),
  }),
  ...narrowingFacts(target),
];
