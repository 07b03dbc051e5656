import type { FlagRow, FlagStep } from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { formatSpan } from '#lib/format.ts';
import { labelOf } from '#lib/labels.ts';

type Rule = FlagRow['rule'];
type Figures = FlagRow['figures'];
type Tone = 'good' | 'accent' | 'warn' | 'bad' | 'quiet';

const hours = (ms: number | undefined) => String(Math.round((ms ?? 0) / 360_000) / 10);
const minutes = (ms: number | undefined) => Math.round((ms ?? 0) / 60_000);

interface RuleWords {
  readonly title: () => string;
  readonly saw: (figures: Figures) => string;
  readonly why: () => string;
}

const RULES: Readonly<Record<Rule, RuleWords>> = {
  'long-day': {
    title: m.flags_rule_long_day,
    saw: ({ countedMs }) => m.flags_saw_long_day({ hours: hours(countedMs) }),
    why: m.flags_why_long_day,
  },
  'shared-browser': {
    title: m.flags_rule_shared_browser,
    saw: ({ people = 0 }) => m.flags_saw_shared_browser({ people }),
    why: m.flags_why_shared_browser,
  },
  'in-step': {
    title: m.flags_rule_in_step,
    saw: ({ people = 0, stretchMs }) =>
      m.flags_saw_in_step({ people, minutes: minutes(stretchMs) }),
    why: m.flags_why_in_step,
  },
  'steady-beats': {
    title: m.flags_rule_steady_beats,
    saw: ({ reports = 0, spreadMs = 0 }) => m.flags_saw_steady_beats({ reports, spread: spreadMs }),
    why: m.flags_why_steady_beats,
  },
  'instant-answers': {
    title: m.flags_rule_instant_answers,
    saw: ({ answers = 0 }) => m.flags_saw_instant_answers({ answers }),
    why: m.flags_why_instant_answers,
  },
  'out-of-sight': {
    title: m.flags_rule_out_of_sight,
    saw: ({ withoutInputMs, hiddenPercent = 0 }) =>
      m.flags_saw_out_of_sight({ minutes: minutes(withoutInputMs), percent: hiddenPercent }),
    why: m.flags_why_out_of_sight,
  },
  takeovers: {
    title: m.flags_rule_takeovers,
    saw: ({ takeovers = 0 }) => m.flags_saw_takeovers({ count: takeovers }),
    why: m.flags_why_takeovers,
  },
  undelivered: {
    title: m.flags_rule_undelivered,
    saw: ({ sentPercent = 0 }) => m.flags_saw_undelivered({ percent: sentPercent }),
    why: m.flags_why_undelivered,
  },
  'fetched-ahead': {
    title: m.flags_rule_fetched_ahead,
    saw: ({ aheadMs = 0 }) => m.flags_saw_fetched_ahead({ span: formatSpan(aheadMs) }),
    why: m.flags_why_fetched_ahead,
  },
  'answers-passed': {
    title: m.flags_rule_answers_passed,
    saw: ({ items = 0 }) => m.flags_saw_answers_passed({ items }),
    why: m.flags_why_answers_passed,
  },
  protocol: {
    title: m.flags_rule_protocol,
    saw: ({ conflicts = 0, badNonces = 0 }) =>
      m.flags_saw_protocol({ conflicts, nonces: badNonces }),
    why: m.flags_why_protocol,
  },
  'night-stretch': {
    title: m.flags_rule_night_stretch,
    saw: ({ stretchMs }) => m.flags_saw_night_stretch({ hours: hours(stretchMs) }),
    why: m.flags_why_night_stretch,
  },
  'lecture-run': {
    title: m.flags_rule_lecture_run,
    saw: ({ lectures = 0, stretchMs }) =>
      m.flags_saw_lecture_run({ lectures, hours: hours(stretchMs) }),
    why: m.flags_why_lecture_run,
  },
};

export const ruleTitle = (rule: Rule): string => RULES[rule].title();
/** What was seen, in one sentence with its figures. */
export const ruleSaw = (rule: Rule, figures: Figures): string => RULES[rule].saw(figures);
export const ruleWhy = (rule: Rule): string => RULES[rule].why();

export const ruleOptions = () => [
  { value: '', label: m.flags_rule_all() },
  ...Object.entries(RULES).map(([value, { title }]) => ({ value, label: title() })),
];

export const isRule = (text: string | null): text is Rule => text !== null && text in RULES;

const FIGURES: Readonly<Partial<Record<string, (value: string) => string>>> = {
  countedMs: (value) => m.flags_figure_counted_ms({ value }),
  claimedMs: (value) => m.flags_figure_claimed_ms({ value }),
  missingMs: (value) => m.flags_figure_missing_ms({ value }),
  aheadMs: (value) => m.flags_figure_ahead_ms({ value }),
  people: (value) => m.flags_figure_people({ value }),
  reports: (value) => m.flags_figure_reports({ value }),
  spreadMs: (value) => m.flags_figure_spread_ms({ value }),
  tookMs: (value) => m.flags_figure_took_ms({ value }),
  hiddenPercent: (value) => m.flags_figure_hidden_percent({ value }),
  sentPercent: (value) => m.flags_figure_sent_percent({ value }),
  conflicts: (value) => m.flags_figure_conflicts({ value }),
  badNonces: (value) => m.flags_figure_bad_nonces({ value }),
};
/** Figures that are lengths of time to people; the others in ms are told in ms. */
const SPANS = new Set(['countedMs', 'claimedMs', 'missingMs', 'aheadMs']);

/** The figures of one row of evidence, in words. */
export function figuresText(figures: Figures): string {
  const words = Object.entries(figures).flatMap(([name, value]) => {
    const say = FIGURES[name];
    return say ? [say(SPANS.has(name) ? formatSpan(value) : String(value))] : [];
  });
  return words.length > 0 ? words.join(' · ') : '–';
}

const STATES: Readonly<Record<FlagRow['state'], { label: () => string; tone: Tone }>> = {
  open: { label: m.flags_state_open, tone: 'warn' },
  asked: { label: m.flags_state_asked, tone: 'accent' },
  answered: { label: m.flags_state_answered, tone: 'warn' },
  cleared: { label: m.flags_state_cleared, tone: 'quiet' },
  upheld: { label: m.flags_state_upheld, tone: 'bad' },
  appealed: { label: m.flags_state_appealed, tone: 'warn' },
  confirmed: { label: m.flags_state_confirmed, tone: 'bad' },
  overturned: { label: m.flags_state_overturned, tone: 'good' },
};
export const stateLook = (state: FlagRow['state']) => STATES[state];

const STEPS: Readonly<Record<FlagStep['step'], () => string>> = {
  asked: m.flags_step_asked,
  answered: m.flags_step_answered,
  cleared: m.flags_step_cleared,
  upheld: m.flags_step_upheld,
  appealed: m.flags_step_appealed,
  confirmed: m.flags_step_confirmed,
  overturned: m.flags_step_overturned,
};
export const stepLabel = (step: FlagStep['step']): string => labelOf(STEPS, step);
