/**
 * The patterns that are shown to administrators, in the order of TRUST.md §2.8 (A1 … A12, where A8 is two). None of
 * them changes a credit by itself.
 */
export const FLAG_RULES = [
  'long-day',
  'shared-browser',
  'in-step',
  'steady-beats',
  'instant-answers',
  'out-of-sight',
  'takeovers',
  'undelivered',
  'fetched-ahead',
  'answers-passed',
  'protocol',
  'night-stretch',
  'lecture-run',
] as const;
export type FlagRule = (typeof FLAG_RULES)[number];

/**
 * From which measure on each pattern is conspicuous; null: not looked at. In the order of the rules:
 * hours counted a day; people in one browser a day; people at one address in step; spread of the
 * time between reports, ms; time of an answer to a presence check, ms; minutes without a sign of
 * anybody; takeovers an hour; per cent of what was claimed that was sent; seconds
 * fetched ahead; seconds after another's answer; refused reports; hours at night; lectures completed without a pause.
 */
export type FlagPolicy = Readonly<Record<FlagRule, number | null>>;

/** Our judgement, to be tuned on real data. Source: TRUST.md §2.8. */
export const DEFAULT_FLAG_POLICY: FlagPolicy = {
  'long-day': 10,
  'shared-browser': 3,
  'in-step': 5,
  'steady-beats': 20,
  'instant-answers': 800,
  'out-of-sight': 30,
  takeovers: 6,
  undelivered: 90,
  // Twice what the source has: a minute's player, two minutes looked into by key, and a phone's own player fit below.
  'fetched-ahead': 180,
  'answers-passed': 60,
  protocol: 1,
  'night-stretch': 4,
  'lecture-run': 8,
};

/**
 * Reads limits such as `long-day=12,steady-beats=off`; the rules that are not named keep their
 * defaults. Null where a rule does not exist or a limit is no number above 0.
 */
export function readFlagLimits(text: string): FlagPolicy | null {
  const policy: Record<FlagRule, number | null> = { ...DEFAULT_FLAG_POLICY };
  for (const part of text.split(',')) {
    const [name, limit, ...more] = part.split('=').map((piece) => piece.trim());
    const rule = FLAG_RULES.find((one) => one === name);
    if (!rule || limit === undefined || more.length > 0) return null;
    if (limit !== 'off' && !/^\d{1,6}(\.\d{1,2})?$/.test(limit)) return null;
    if (limit !== 'off' && Number(limit) === 0) return null;
    policy[rule] = limit === 'off' ? null : Number(limit);
  }
  return policy;
}
