import type { ReportFilters } from '@xueshi/contracts';
import { TRAINING_ZONE, type CourseState } from '@xueshi/domain';
import { m, type Locale } from '@xueshi/messages';
import { categoryOrNone } from '../audience-categories/service.ts';
import { keyGroupWord } from '../key-groups/service.ts';
import type { SealedYear } from '../year-closing/service.ts';
import type { Making } from './walk.ts';

type Sentence = (inputs: Record<string, never>, options: { locale: Locale }) => string;

const sentences: ReadonlyMap<string, unknown> = new Map(Object.entries(m));

/** The words for a code in the language of the report; the code where it is not known, '' without one. */
export function wordOf(prefix: string, code: string | null, locale: Locale): string {
  if (code === null || code === '') return '';
  const known = sentences.get(prefix + code) as Sentence | undefined;
  return known?.({}, { locale }) ?? code;
}

const ENTRY_KINDS: Readonly<Record<string, Sentence>> = {
  credit: m.reports_entry_kind_credit,
  reversal: m.reports_entry_kind_reversal,
  adjustment: m.reports_entry_kind_adjustment,
};

const MEMBER_STATES: Readonly<Record<string, Sentence>> = {
  open: m.reports_member_open,
  completed: m.reports_member_completed,
  exempt: m.reports_member_exempt,
  left: m.reports_member_left,
};

const OUTLOOK_WORDS: Readonly<Record<string, Sentence>> = {
  reached: m.dashboards_reached,
  likely: m.dashboards_likely,
  unsure: m.dashboards_unsure,
  at_risk: m.dashboards_at_risk,
  none: m.dashboards_none_short,
};

/** An outlook in words; whoever was at risk in a year that is over has missed it. */
export const outlookWord = (outlook: string, over: boolean, locale: Locale) =>
  over && outlook === 'at_risk'
    ? m.dashboards_missed({}, { locale })
    : (OUTLOOK_WORDS[outlook]?.({}, { locale }) ?? '');

export const entryKindWord = (kind: string, locale: Locale) =>
  ENTRY_KINDS[kind]?.({}, { locale }) ?? kind;

export const memberStateWord = (state: string, locale: Locale) =>
  MEMBER_STATES[state]?.({}, { locale }) ?? state;

const COURSE_STATE_WORDS: Readonly<Record<CourseState, Sentence>> = {
  completed: m.reports_course_completed,
  under_way: m.reports_course_under_way,
  not_begun: m.reports_course_not_begun,
};

export const courseStateWord = (state: CourseState, locale: Locale) =>
  COURSE_STATE_WORDS[state]({}, { locale });

/** What a report is cut to, in words: on its cover, and in the name of its file. */
export function filterFacts(
  filters: ReportFilters,
  { keyGroups, categories }: Pick<Making, 'keyGroups' | 'categories'>,
  locale: Locale,
): [label: string, value: string][] {
  const inWords = { locale };
  const { state, category, keyGroup, area, mode, direct, treeOn, courseState } = filters;
  const facts: [label: string, value: string][] = [
    [m.reports_filter_state({}, inWords), wordOf('admin_state_', state ?? null, locale)],
    [
      m.reports_filter_category({}, inWords),
      category === undefined ? '' : categoryOrNone(categories, category, locale),
    ],
    [
      m.reports_filter_key_group({}, inWords),
      keyGroup === undefined ? '' : keyGroupWord(keyGroups, keyGroup, locale),
    ],
    [m.reports_filter_area({}, inWords), wordOf('catalogue_area_', area ?? null, locale)],
    [m.reports_filter_mode({}, inWords), wordOf('credit_mode_', mode ?? null, locale)],
    [m.reports_fact_reach({}, inWords), direct === true ? m.reports_reach_own({}, inWords) : ''],
    [
      m.reports_column_course_state({}, inWords),
      courseState === undefined ? '' : courseStateWord(courseState, locale),
    ],
    [m.reports_filter_tree_on({}, inWords), treeOn ?? ''],
  ];
  return facts.filter(([, value]) => value !== '');
}

/** An instant as papers say it. */
export const instantInWords = (at: Date, locale: Locale): string =>
  new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : 'zh-CN', {
    timeZone: TRAINING_ZONE,
    dateStyle: 'long',
    timeStyle: 'short',
  }).format(at);

/** By which seal the figures of a closed year can be verified. */
export const sealFacts = (
  { sealedUnit, sealedAt, hash }: SealedYear,
  locale: Locale,
): [label: string, value: string][] => [
  [m.reports_fact_sealed_unit({}, { locale }), sealedUnit],
  [m.reports_fact_sealed_at({}, { locale }), instantInWords(sealedAt, locale)],
  [m.closing_seal({}, { locale }), hash],
];
