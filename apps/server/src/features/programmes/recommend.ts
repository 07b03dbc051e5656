// Courses for the gaps of those a programme is for. Few people are looked at at once; many by a job,
// whose answer is kept until it is asked for anew.
import type { ProgrammeRecommendation, ProgrammeRecommendations } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { trainingYearOf, type ProgrammeTarget } from '@xueshi/domain';
import { eq } from 'drizzle-orm';
import { createHash } from 'node:crypto';
import { setImmediate as othersTurn } from 'node:timers/promises';
import type { JobContext } from '../../platform/jobs.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Actor } from '../../platform/sessions.ts';
import { publishedCatalogue, type PublishedCourse } from '../catalogue/service.ts';
import { adoptedPolicies } from '../requirements/service.ts';
import { chosenInWords } from './chosen-in-words.ts';
import { chosenFor } from './for-learner.ts';
import { administeredProgramme } from './permission.ts';
import { recommendLater, recommendingKey } from './programme-jobs.ts';
import { allReached, areMoreThan, reachedIn, targetOf, unitsOf } from './reach.ts';
import {
  coursesOf,
  findProgramme,
  percentOfJob,
  type OrgUnitRecord,
  type ProgrammeInUnit,
} from './store.ts';
import { groupsOf, lookAt, Tally, type Advised } from './tally-gains.ts';

const { programmeAdvice } = schema;

/** So many are looked at while the page waits, well within a third of a second; more by a job. */
const AT_ONCE = 300;
/** In more units than this nobody is counted while the page waits, be there ever so few who are meant. */
const MOST_UNITS = 300;
const PEOPLE_A_TURN = 50;
const UNITS_A_TURN = 20;
/** The part of the work that is finding who still owes something. */
const SORTING = 0.1;
const MOST_SHOWN = 10;
/** Kept so many, since those that are chosen meanwhile, and what is equal to them, are not shown. */
const MOST_KEPT = 100;

/** What is kept of looking at everybody. */
interface Advice {
  readonly people: number;
  readonly owing: number;
  readonly items: readonly Advised[];
}

/** The year whose hours a programme is studied for. */
const yearFor = ({ programme }: ProgrammeInUnit, now: Date) =>
  Math.max(trainingYearOf(now), Number(programme.startsOn.slice(0, 4)));

const digestOf = ({ programme }: ProgrammeInUnit, year: number) =>
  createHash('sha256')
    .update(JSON.stringify([year, programme.target]))
    .digest('hex');

export async function recommendCourses(
  platform: Platform,
  actor: Actor,
  id: string,
): Promise<ProgrammeRecommendations> {
  const { db, clock } = platform;
  const found = await administeredProgramme(db, actor, id);
  const { unit } = found;
  const year = yearFor(found, clock.now());
  const [kept] = await db.select().from(programmeAdvice).where(eq(programmeAdvice.programmeId, id));
  const isKept = kept?.about === digestOf(found, year);
  const target = await targetOf(db, found);
  const isLarge = isKept || (await isForMany(db, unit, target));
  const percent = isLarge ? await percentOfJob(db, recommendingKey(id)) : null;
  if (isLarge && !kept)
    return { year, people: 0, owing: 0, items: [], state: 'missing', asOf: null, percent };
  const advice = isLarge
    ? (kept?.result as Advice)
    : await lookAtFew(platform, { unit, target, year });
  return {
    year,
    people: advice.people,
    owing: advice.owing,
    items: await shownOf(platform, found, advice.items, year),
    state: isLarge && !isKept ? 'outdated' : 'ready',
    asOf: isLarge ? (kept?.madeAt.toISOString() ?? null) : null,
    percent,
  };
}

async function isForMany(
  db: Reader,
  unit: OrgUnitRecord,
  target: ProgrammeTarget,
): Promise<boolean> {
  if ((await unitsOf(db, target)).length > MOST_UNITS) return true;
  return areMoreThan(db, unit, target, AT_ONCE);
}

/** Has it worked out for everybody by a job; asked again while that runs, it runs once. */
export async function workOutRecommendations(
  platform: Platform,
  actor: Actor,
  id: string,
): Promise<void> {
  await administeredProgramme(platform.db, actor, id);
  await platform.write((tx) => recommendLater(tx, id, platform.clock.now()));
}

/** Those not in the programme yet, chosen for such posts first; then those that help most. */
async function shownOf(
  platform: Platform,
  { programme, unit }: ProgrammeInUnit,
  items: readonly Advised[],
  year: number,
): Promise<ProgrammeRecommendation[]> {
  const { db } = platform;
  const { courses } = await publishedCatalogue(platform);
  const inIt = new Set((await coursesOf(db, [programme.id])).map(({ courseId }) => courseId));
  const groups = groupsOf(courses, inIt);
  const bySlug = new Map(courses.map((published) => [published.course.slug, published]));
  const wishes = await chosenFor(db, { unitPath: unit.path, ...programme.target }, year, {
    but: programme.id,
  });
  const shown = items
    .flatMap((item) => {
      const published = bySlug.get(item.slug);
      if (!published || inIt.has(published.course.id)) return [];
      if (groups.has(published.version.equivalenceGroup ?? '')) return [];
      return [{ ...item, chosenFor: wishes.get(published.course.id) ?? null }];
    })
    .sort((one, other) => Number(other.chosenFor !== null) - Number(one.chosenFor !== null))
    .slice(0, MOST_SHOWN);
  const inWords = await chosenInWords(
    db,
    shown.map(({ chosenFor: chosen }) => chosen),
  );
  return shown.map((item) => ({ ...item, chosenFor: inWords(item.chosenFor) }));
}

/** Courses that bring hours at all. */
async function offeredIn(platform: Platform): Promise<PublishedCourse[]> {
  const { courses } = await publishedCatalogue(platform);
  return courses.filter(({ version }) => version.valueHundredths > 0);
}

interface Meant {
  readonly unit: OrgUnitRecord;
  readonly target: ProgrammeTarget;
  readonly year: number;
}

async function lookAtFew(platform: Platform, { unit, target, year }: Meant): Promise<Advice> {
  const tally = new Tally(await offeredIn(platform), platform.clock.now());
  const policies = await adoptedPolicies(platform);
  const all = await allReached(platform.db, unit, target);
  for (let from = 0; from < all.length; from += PEOPLE_A_TURN) {
    const ids = all.slice(from, from + PEOPLE_A_TURN);
    await lookAt(platform, { ids, year, policies, tally });
    await othersTurn(); // Reading is synchronous inside: requests take their turn in between.
  }
  return { people: all.length, owing: tally.owing, items: tally.best(MOST_KEPT) };
}

/** Everybody meant, some units at a time, so that nobody waits for one long look. */
async function sortOut(
  { db }: Platform,
  { unit, target, year }: Meant,
  { signal, progress }: JobContext,
): Promise<{ people: number; owing: string[] }> {
  const seen = new Set<string>();
  const owing: string[] = [];
  const note = (rows: Awaited<ReturnType<typeof reachedIn>>) => {
    for (const { personId, owesNothing } of rows) {
      if (!seen.has(personId) && owesNothing === 0) owing.push(personId);
      seen.add(personId);
    }
  };
  const { personIds } = target;
  if (personIds.length > 0) note(await reachedIn(db, unit, target, year, { personIds }));
  const units = await unitsOf(db, target);
  for (let from = 0; from < units.length; from += UNITS_A_TURN) {
    if (signal.aborted) throw new Error('stopped');
    const unitIds = units.slice(from, from + UNITS_A_TURN);
    note(await reachedIn(db, unit, target, year, { unitIds }));
    progress((SORTING * from) / units.length);
    await othersTurn();
  }
  return { people: seen.size, owing };
}

/**
 * Looks at everybody and keeps the answer. Whoever owes nothing of the year is passed over in the
 * database, where their standing says so; only who still owes something is looked at one by one.
 */
export async function lookAtMany(
  platform: Platform,
  programmeId: string,
  context: JobContext,
): Promise<void> {
  const { db, clock } = platform;
  const found = await findProgramme(db, programmeId);
  if (!found) return;
  const year = yearFor(found, clock.now());
  const meant = { unit: found.unit, target: await targetOf(db, found), year };
  const { people, owing } = await sortOut(platform, meant, context);
  const tally = new Tally(await offeredIn(platform), clock.now());
  const policies = await adoptedPolicies(platform);
  for (let from = 0; from < owing.length; from += PEOPLE_A_TURN) {
    if (context.signal.aborted) throw new Error('stopped');
    const ids = owing.slice(from, from + PEOPLE_A_TURN);
    await lookAt(platform, { ids, year, policies, tally });
    context.progress(SORTING + ((1 - SORTING) * from) / owing.length);
    await othersTurn();
  }
  const result: Advice = { people, owing: tally.owing, items: tally.best(MOST_KEPT) };
  const row = { about: digestOf(found, year), result, madeAt: clock.now() };
  await platform.write(async (tx) => {
    // Thrown away meanwhile: there is nothing to advise.
    if (!(await findProgramme(tx, programmeId))) return;
    await tx
      .insert(programmeAdvice)
      .values({ programmeId, ...row })
      .onConflictDoUpdate({ target: programmeAdvice.programmeId, set: row });
  });
}
