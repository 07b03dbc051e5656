import type { Home, LearningRecord, PersonRow, Tally, UnitOverview } from '@xueshi/contracts';
import { daysLeftInYear, pace, trainingYearOf, type RequirementResult } from '@xueshi/domain';
import {
  administeredPerson,
  administeredUnit,
  type OrgUnit,
} from '../../platform/authorisation.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import {
  accountsOf,
  accountsOfPeople,
  entriesOf,
  recentEntries,
  yearsOf,
  type AccountSum,
} from '../credit/service.ts';
import { listOwnFlags } from '../flags/service.ts';
import { homeShelf } from '../learning/service.ts';
import { unreadNotices } from '../notices/service.ts';
import {
  crumbsTo,
  peopleBelow,
  refOf,
  unitsBelow,
  type PersonInUnit,
} from '../organisations/service.ts';
import { summaryOf } from '../people/service.ts';
import {
  adoptedPolicies,
  evaluateFor,
  policyFor,
  policyPicker,
  resultView,
} from '../requirements/service.ts';

const PAGE_SIZE = 50;

const totalsOf = (sums: readonly AccountSum[], year: number) => {
  const own = sums.filter((sum) => sum.year === year);
  return {
    hundredths: own.reduce((total, sum) => total + sum.hundredths, 0),
    halfDays: own.reduce((total, sum) => total + sum.halfDays, 0),
  };
};

/** What the learner's home shows. */
export async function readHome(platform: Platform, actor: Actor): Promise<Home> {
  const { db, clock } = platform;
  const now = clock.now();
  const year = trainingYearOf(now);
  const sums = await accountsOf(db, actor.personId);
  const adopted = actor.unit && (await policyFor(platform, actor.unit.path, year));
  const evaluated = evaluateFor(adopted, actor.category, sums, year);
  const daysLeft = daysLeftInYear(now);
  const shelf = await homeShelf(platform, actor);
  const recent = await recentEntries(db, actor.personId, year, 5);
  const { items: flags } = await listOwnFlags(platform, actor);
  return {
    year,
    asOf: now.toISOString(),
    daysLeft,
    requirement: evaluated && adopted ? resultView(evaluated, adopted.scopeUnitName) : null,
    totals: totalsOf(sums, year),
    paceHundredthsPerWeek: evaluated
      ? (pace(evaluated, daysLeft)?.hundredthsPerWeek ?? null)
      : null,
    ...shelf,
    notices: await unreadNotices(db, actor.personId),
    flags,
    recent,
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
  const sums = await accountsOf(db, personId);
  const adopted = unitPath === null ? null : await policyFor(platform, unitPath, year);
  const evaluated = evaluateFor(adopted, person.category, sums, year);
  const years = new Set([thisYear, year, ...(await yearsOf(db, personId))]);
  return {
    person: { ...summary, category: summary.category as LearningRecord['person']['category'] },
    year,
    years: [...years].sort((a, b) => b - a),
    asOf: now.toISOString(),
    requirement: evaluated && adopted ? resultView(evaluated, adopted.scopeUnitName) : null,
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

type State = PersonRow['state'];

interface Standing {
  readonly person: PersonInUnit;
  readonly hundredths: number;
  readonly halfDays: number;
  readonly state: State;
  readonly evaluated: RequirementResult | null;
}

/** On course: at today's date no clause lies behind an even pace through the year. */
function stateOf(
  evaluated: RequirementResult | null,
  earned: { hundredths: number; halfDays: number },
  elapsed: number,
): State {
  if (!evaluated) return 'without_category';
  if (evaluated.met) return 'met';
  if (earned.hundredths <= 0 && earned.halfDays <= 0) return 'nothing_yet';
  const even = evaluated.clauses.every(
    (clause) =>
      clause.met ||
      (clause.targetHundredths !== null &&
        clause.hundredths >= clause.targetHundredths * elapsed) ||
      (clause.targetHalfDays !== null && clause.halfDays >= clause.targetHalfDays * elapsed),
  );
  return even ? 'on_course' : 'behind';
}

/** Share of the training year gone, 0–1; a past year is over. */
function elapsedShare(year: number, now: Date): number {
  if (trainingYearOf(now) > year) return 1;
  return 1 - daysLeftInYear(now) / 365;
}

async function standingsBelow(
  platform: Platform,
  unit: OrgUnit,
  year: number,
): Promise<Standing[]> {
  const { db, clock } = platform;
  const people = await peopleBelow(db, unit.path);
  const policyAt = policyPicker(await adoptedPolicies(platform), year);
  const sums = await accountsOfPeople(
    db,
    people.map((person) => person.personId),
    [year],
  );
  const elapsed = elapsedShare(year, clock.now());
  return people.map((person) => {
    const own = sums.get(person.personId) ?? [];
    const earned = totalsOf(own, year);
    const evaluated = evaluateFor(policyAt(person.unitPath), person.category, own, year);
    return { person, ...earned, evaluated, state: stateOf(evaluated, earned, elapsed) };
  });
}

function tally(standings: readonly Standing[]): Tally {
  const count = (state: State) => standings.filter((standing) => standing.state === state).length;
  return {
    people: standings.length,
    met: count('met'),
    onCourse: count('on_course'),
    behind: count('behind'),
    nothingYet: count('nothing_yet'),
    withoutCategory: count('without_category'),
    hundredths: standings.reduce((sum, standing) => sum + standing.hundredths, 0),
    halfDays: standings.reduce((sum, standing) => sum + standing.halfDays, 0),
  };
}

export async function readOverview(
  platform: Platform,
  actor: Actor,
  unitId: string,
  wantedYear: number | undefined,
): Promise<UnitOverview> {
  const { db, clock } = platform;
  const now = clock.now();
  const unit = await administeredUnit(db, actor, unitId, 'read');
  const year = wantedYear ?? trainingYearOf(now);
  const standings = await standingsBelow(platform, unit, year);
  const units = await unitsBelow(db, unit.path);
  const children = units.filter((one) => one.parentId === unit.id);
  return {
    unit: refOf(unit),
    crumbs: await crumbsTo(db, actor, unit),
    year,
    years: [trainingYearOf(now), trainingYearOf(now) - 1],
    asOf: now.toISOString(),
    daysLeft: daysLeftInYear(now),
    total: tally(standings),
    children: children.map((child) => ({
      unit: refOf(child),
      hasChildren: units.some((one) => one.parentId === child.id),
      tally: tally(standings.filter((standing) => standing.person.unitPath.startsWith(child.path))),
    })),
    direct: tally(standings.filter((standing) => standing.person.unitId === unit.id)),
  };
}

export async function listUnitPeople(
  platform: Platform,
  actor: Actor,
  unitId: string,
  wanted: { year?: number; state?: State; query?: string; direct?: boolean; page?: number },
) {
  const { db, clock } = platform;
  const unit = await administeredUnit(db, actor, unitId, 'read');
  const year = wanted.year ?? trainingYearOf(clock.now());
  const typed = foldName(wanted.query ?? '').trim();
  const found = (await standingsBelow(platform, unit, year)).filter(
    ({ person, state }) =>
      (!wanted.state || state === wanted.state) &&
      (!wanted.direct || person.unitId === unit.id) &&
      (typed === '' || nameMatches(person, typed)),
  );
  const page = wanted.page ?? 1;
  return {
    unit: refOf(unit),
    crumbs: await crumbsTo(db, actor, unit),
    year,
    items: found.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE).map(rowOf),
    total: found.length,
    page,
    pageSize: PAGE_SIZE,
  };
}

/** Input methods type full-width letters; capitals do not matter either. */
const foldName = (text: string) => text.normalize('NFKC').toLowerCase();

function nameMatches(person: PersonInUnit, typed: string): boolean {
  return (
    foldName(person.name).includes(typed) ||
    person.nameInitials.startsWith(typed) ||
    person.namePinyin.replaceAll(' ', '').startsWith(typed.replaceAll(' ', ''))
  );
}

function rowOf({ person, hundredths, halfDays, state, evaluated }: Standing): PersonRow {
  // The clause that is furthest from being met is the one to show a target for.
  const clause = evaluated?.clauses.find((one) => !one.met) ?? evaluated?.clauses[0];
  return {
    personId: person.personId,
    name: person.name,
    unitName: person.unitName,
    post: person.post,
    category: person.category as PersonRow['category'],
    hundredths,
    halfDays,
    targetHundredths: clause?.targetHundredths ?? null,
    targetHalfDays: clause?.targetHalfDays ?? null,
    state,
  };
}
