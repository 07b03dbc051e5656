import type { Home, LearningRecord } from '@xueshi/contracts';
import { closesOn, daysLeftInYear, pace, trainingYearOf } from '@xueshi/domain';
import { administeredPerson } from '../../platform/authorisation.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import {
  accountsOf,
  countCorrectionsToConfirm,
  entriesOf,
  recentEntries,
  yearsOf,
  type AccountSum,
} from '../credit/service.ts';
import { complaintsToSeeTo } from '../complaints/service.ts';
import { countUnreadQuestions } from '../discussion/service.ts';
import { listOwnFlags } from '../flags/service.ts';
import { homeShelf } from '../learning/service.ts';
import { suggestCourses } from '../planning/service.ts';
import { unreadNotices } from '../notices/service.ts';
import { summaryOf } from '../people/service.ts';
import { countAdjustmentsToDecide } from '../personal-requirements/service.ts';
import { listAssigned } from '../programmes/service.ts';
import { owingView, requirementOf, resultView } from '../requirements/service.ts';
import { settingsAt } from '../settings/service.ts';

export { listUnitPeople, readOverview, standingView } from './unit-figures.ts';

const totalsOf = (sums: readonly AccountSum[], year: number) => {
  const own = sums.filter((sum) => sum.year === year);
  return {
    hundredths: own.reduce((total, sum) => total + sum.hundredths, 0),
    halfDays: own.reduce((total, sum) => total + sum.halfDays, 0),
  };
};

const SUGGESTED = 4;

/** What the learner's home shows. */
export async function readHome(platform: Platform, actor: Actor): Promise<Home> {
  const { db, clock } = platform;
  const now = clock.now();
  const year = trainingYearOf(now);
  const sums = await accountsOf(db, actor.personId);
  const evaluation = await requirementOf(platform, actor.personId, sums, year);
  const evaluated = evaluation?.evaluated;
  const daysLeft = daysLeftInYear(now);
  const learner = { personId: actor.personId, evaluation };
  const shelf = await homeShelf(platform, actor, (fresh) =>
    suggestCourses(platform, learner, fresh, SUGGESTED),
  );
  const recent = await recentEntries(db, actor.personId, year, 5);
  const { items: flags } = await listOwnFlags(platform, actor);
  const { items: programmes } = await listAssigned(platform, actor);
  return {
    year,
    asOf: now.toISOString(),
    daysLeft,
    requirement: resultView(evaluation),
    owing: owingView(evaluation),
    totals: totalsOf(sums, year),
    paceHundredthsPerWeek: evaluated
      ? (pace(evaluated, daysLeft)?.hundredthsPerWeek ?? null)
      : null,
    ...shelf,
    assigned: programmes.filter(({ state, isClosed }) => state === 'open' && !isClosed),
    unreadQuestions: await countUnreadQuestions(db, actor.personId),
    waiting: await waitingFor(platform, actor),
    notices: await unreadNotices(db, actor.personId),
    flags,
    recent,
  };
}

const NOTHING_WAITS = { complaints: 0, overdue: 0, corrections: 0, adjustments: 0 } as const;

/** Learners are spared the looking. */
async function waitingFor(platform: Platform, actor: Actor): Promise<Home['waiting']> {
  if (actor.grants.length === 0) return NOTHING_WAITS;
  return {
    ...(await complaintsToSeeTo(platform, actor)),
    corrections: await countCorrectionsToConfirm(platform, actor),
    adjustments: await countAdjustmentsToDecide(platform, actor),
  };
}

async function recordOf(
  platform: Platform,
  personId: string,
  wantedYear: number | undefined,
): Promise<LearningRecord> {
  const { db, clock } = platform;
  const now = clock.now();
  const thisYear = trainingYearOf(now);
  const year = wantedYear ?? thisYear;
  const person = await summaryOf(db, personId);
  if (!person) throw new Refused('not-found');
  const { unitPath, ...summary } = person;
  const { 'closing-day': closingDay } = await settingsAt(platform, unitPath);
  const sums = await accountsOf(db, personId);
  const evaluation = await requirementOf(platform, personId, sums, year);
  const years = new Set([thisYear, year, ...(await yearsOf(db, personId))]);
  return {
    person: { ...summary, category: summary.category as LearningRecord['person']['category'] },
    year,
    years: [...years].sort((a, b) => b - a),
    asOf: now.toISOString(),
    closesOn: closesOn(closingDay, year),
    requirement: resultView(evaluation),
    owing: owingView(evaluation),
    totals: totalsOf(sums, year),
    entries: await entriesOf(db, personId, year),
  };
}

export function readOwnRecord(platform: Platform, actor: Actor, year: number | undefined) {
  return recordOf(platform, actor.personId, year);
}

export async function readPersonRecord(
  platform: Platform,
  actor: Actor,
  personId: string,
  year: number | undefined,
) {
  const person = await administeredPerson(platform.db, actor, personId, 'read');
  return recordOf(platform, person.id, year);
}
