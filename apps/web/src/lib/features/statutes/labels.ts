import type { ArticleDifference, StatuteEditionHead } from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { withQuery } from '#lib/hrefs.ts';

const STATES: Readonly<Record<StatuteEditionHead['state'], () => string>> = {
  in_force: m.statutes_state_in_force,
  to_come: m.statutes_state_to_come,
  superseded: m.statutes_state_superseded,
  repealed: m.statutes_state_repealed,
};
const TONES = { in_force: 'good', to_come: 'accent', superseded: 'warn', repealed: 'bad' } as const;
const CHANGES = {
  adopted: m.statutes_change_adopted,
  amended: m.statutes_change_amended,
  revised: m.statutes_change_revised,
} as const;
const ARTICLES: Readonly<Record<ArticleDifference['state'], () => string>> = {
  same: m.statutes_article_same,
  moved: m.statutes_article_moved,
  changed: m.statutes_article_changed,
  gone: m.statutes_article_gone,
  new: m.statutes_article_new,
};
const ARTICLE_TONES = {
  same: 'quiet',
  moved: 'accent',
  changed: 'warn',
  gone: 'bad',
  new: 'good',
} as const;

export const editionStateLabel = ({ state }: StatuteEditionHead) => STATES[state]();
export const editionStateTone = ({ state }: StatuteEditionHead) => TONES[state];
export const articleStateLabel = (state: ArticleDifference['state']) => ARTICLES[state]();
export const articleStateTone = (state: ArticleDifference['state']) => ARTICLE_TONES[state];

/** Which edition it is, by the day and the way it was made: 2023-09-01 修订. */
export const editionLabel = ({ change, adoptedOn }: StatuteEditionHead): string =>
  adoptedOn === null ? m.statutes_undated() : CHANGES[change]({ date: adoptedOn });

export const forceLabel = ({ inForceFrom }: StatuteEditionHead): string =>
  inForceFrom === null
    ? m.statutes_in_force_unknown()
    : m.statutes_in_force_from({ date: inForceFrom });

interface Place {
  readonly on?: string | null;
  readonly edition?: string | null;
  readonly from?: string | null;
  readonly article?: string;
}

/** The page of a statute, at an article where one is named. */
export const statuteUrl = (title: string, { article, ...query }: Place = {}): string =>
  withQuery(`/statutes/${encodeURIComponent(title)}`, query) +
  (article ? `#${encodeURIComponent(article)}` : '');

export const differencesUrl = (title: string, before?: string, after?: string): string =>
  withQuery(`/statutes/${encodeURIComponent(title)}/differences`, { before, after });
