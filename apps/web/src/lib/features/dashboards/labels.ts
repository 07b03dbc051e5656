import type { Dashboard, OutlookTally, PersonOutlook } from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { groupOptions } from '#lib/features/people/labels.ts';
import { labelOf } from '#lib/labels.ts';

type Outlook = PersonOutlook['outlook'];

interface OutlookLook {
  readonly outlook: Outlook;
  readonly label: string;
  readonly tone: 'good' | 'accent' | 'warn' | 'bad' | 'quiet';
  readonly icon: 'circle-check' | 'circle-half' | 'clock' | 'alert' | 'circle';
  readonly count: (tally: OutlookTally) => number;
}

const labels = {
  reached: m.dashboards_reached,
  likely: m.dashboards_likely,
  unsure: m.dashboards_unsure,
  at_risk: m.dashboards_at_risk,
  none: m.dashboards_none,
} satisfies Record<Outlook, () => string>;

/** From who needs help most to who needs none; a year that is over knows only reached and missed. */
export function outlooks(over: boolean): OutlookLook[] {
  const all: OutlookLook[] = [
    {
      outlook: 'at_risk',
      label: over ? m.dashboards_missed() : m.dashboards_at_risk(),
      tone: 'bad',
      icon: 'alert',
      count: (tally) => tally.atRisk,
    },
    {
      outlook: 'unsure',
      label: m.dashboards_unsure(),
      tone: 'warn',
      icon: 'clock',
      count: (tally) => tally.unsure,
    },
    {
      outlook: 'likely',
      label: m.dashboards_likely(),
      tone: 'accent',
      icon: 'circle-half',
      count: (tally) => tally.likely,
    },
    {
      outlook: 'reached',
      label: m.dashboards_reached(),
      tone: 'good',
      icon: 'circle-check',
      count: (tally) => tally.reached,
    },
    {
      outlook: 'none',
      label: m.dashboards_none(),
      tone: 'quiet',
      icon: 'circle',
      count: (tally) => tally.none,
    },
  ];
  return over
    ? all.filter(({ outlook }) => outlook !== 'unsure' && outlook !== 'likely')
    : all;
}

export const isOutlook = (text: string | null): text is Outlook => text !== null && text in labels;
export const outlookLabel = (outlook: Outlook) => labelOf(labels, outlook);

type KeyGroup = Dashboard['byKeyGroup'][number]['keyGroup'];

/** Reserve cadres are asked for nowhere here. */
export const isGroupChoice = (text: string | null): text is KeyGroup =>
  groupOptions(false).some(({ value }) => value === text);

/** Of those who owe something, how many per cent will probably reach it; rounded down. */
export function expectedRate(tally: OutlookTally): number | null {
  const owing = tally.people - tally.none;
  return owing > 0 ? Math.floor(((tally.reached + tally.likely) / owing) * 100) : null;
}
