import type { OutlookTally, PersonOutlook } from '@xueshi/contracts';
import { m } from '@xueshi/messages';

type Outlook = PersonOutlook['outlook'];

interface OutlookLook {
  readonly outlook: Outlook;
  readonly label: string;
  readonly tone: 'good' | 'accent' | 'warn' | 'bad' | 'quiet';
  readonly icon: 'circle-check' | 'circle-half' | 'clock' | 'alert' | 'circle';
  readonly count: (tally: OutlookTally) => number;
}

/** A row of figures, each with the names behind it. */
export interface OutlookTableRow {
  readonly key: string;
  readonly label: string;
  readonly href?: string | undefined;
  readonly tally: OutlookTally;
  readonly namesHref: (outlook: string) => string;
}

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
      label: m.dashboards_none_short(),
      tone: 'quiet',
      icon: 'circle',
      count: (tally) => tally.none,
    },
  ];
  return over ? all.filter(({ outlook }) => outlook !== 'unsure' && outlook !== 'likely') : all;
}

export const isOutlook = (text: string | null): text is Outlook =>
  outlooks(false).some(({ outlook }) => outlook === text);

/** Of those who owe something, how many per cent will probably reach it; rounded down. */
export function expectedRate(tally: OutlookTally): number | null {
  const owing = tally.people - tally.none;
  return owing > 0 ? Math.floor(((tally.reached + tally.likely) / owing) * 100) : null;
}
