import {
  fetchedAhead,
  instantAnswers,
  lectureRun,
  longDay,
  NO_INTERVALS,
  nightStretch,
  outOfSight,
  protocolFaults,
  steadyBeats,
  takeovers,
  undelivered,
  type Finding,
  type FlagPolicy,
  type FlagRule,
} from '@xueshi/domain';
import type { PersonFacts } from './person-facts.ts';
import type { InspectedDay } from './training-night.ts';

export interface Found {
  readonly rule: FlagRule;
  readonly finding: Finding;
}

/**
 * What is conspicuous in one person's day. Whoever is given more time for presence checks works the
 * page in another way: how they answer and whether mouse or keys move says nothing of them.
 */
export function inspectPerson(
  facts: PersonFacts,
  day: InspectedDay,
  policy: FlagPolicy,
  needsDelivery: boolean,
): Found[] {
  const { beats, checks, isAccommodated } = facts;
  const today = beats.filter((beat) => beat.atMs >= day.fromMs);
  const rules: Partial<Record<FlagRule, (limit: number) => Finding[]>> = {
    'long-day': (hours) => longDay(today, hours),
    'steady-beats': (ms) => steadyBeats(today, ms),
    'instant-answers': (ms) => (isAccommodated ? [] : instantAnswers(checks, ms)),
    'out-of-sight': (minutes) => (isAccommodated ? [] : outOfSight(today, minutes)),
    takeovers: (count) => takeovers(facts.openings, count),
    undelivered: (percent) => (needsDelivery ? undeliveredIn(facts, percent) : []),
    'fetched-ahead': (seconds) => fetchedAhead(facts.fetchedAhead, seconds),
    protocol: (count) => protocolFaults(facts.refused, count),
    'night-stretch': (hours) => nightStretch(beats, day.night, hours),
    'lecture-run': (count) => lectureRun(today, facts.completed, count),
  };
  return Object.entries(rules).flatMap(([name, look]) => {
    const rule = name as FlagRule;
    const limit = policy[rule];
    return limit === null ? [] : look(limit).map((finding) => ({ rule, finding }));
  });
}

function undeliveredIn(facts: PersonFacts, limitPercent: number): Finding[] {
  return [...facts.claimed].flatMap(([sessionId, claimed]) => {
    const session = facts.sessions.get(sessionId);
    const own = facts.beats.filter((beat) => beat.sessionId === sessionId);
    if (!session) return [];
    const playback = { sessionId, fromMs: own[0]?.atMs ?? 0, toMs: own.at(-1)?.atMs ?? 0 };
    const delivered = facts.delivered.get(session.mediaAssetId) ?? NO_INTERVALS;
    return undelivered(playback, claimed, delivered, limitPercent);
  });
}
