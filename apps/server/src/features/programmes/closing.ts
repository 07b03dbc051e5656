// The closing report: counted once nothing changes any more, and kept with its hash.
import type { ClosingFigures } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { trainingDayOf } from '@xueshi/domain';
import { and, asc, eq, gt, isNull, sql } from 'drizzle-orm';
import { createHash } from 'node:crypto';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { childrenOf, crumbsTo, refOf } from '../organisations/service.ts';
import { administeredProgramme } from './permission.ts';
import { yearOf } from './progress.ts';
import { coursesOf, figuresOf, findProgramme, namesById, type ProgrammeInUnit } from './store.ts';

const { enrolments, memberships, orgUnits, programmeMembers, programmeReports } = schema;

const PAGE = 2000;

/** SHA-256 over every member: who, in which state, completed on which day. */
async function digestOf(db: Reader, programmeId: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for (let after: string | null = ''; after !== null;) {
    if (signal.aborted) throw new Error('stopped');
    const rows: (typeof programmeMembers.$inferSelect)[] = await db
      .select()
      .from(programmeMembers)
      .where(
        and(eq(programmeMembers.programmeId, programmeId), gt(programmeMembers.personId, after)),
      )
      .orderBy(asc(programmeMembers.personId))
      .limit(PAGE);
    for (const { personId, state, completedAt } of rows)
      hash.update(`${personId} ${state} ${completedAt ? trainingDayOf(completedAt) : '-'}\n`);
    after = rows.length === PAGE ? (rows.at(-1)?.personId ?? null) : null;
  }
  return hash.digest('hex');
}

interface Place {
  readonly path: string | null;
  readonly category: string | null;
  readonly state: string;
  readonly people: number;
}

/** Members by where they belong now, category and state: as many rows as units, not as people. */
const placesOf = (db: Reader, programmeId: string): Promise<Place[]> =>
  db
    .select({
      path: orgUnits.path,
      category: memberships.audienceCategory,
      state: programmeMembers.state,
      people: sql<number>`count(*)`,
    })
    .from(programmeMembers)
    .leftJoin(
      memberships,
      and(eq(memberships.personId, programmeMembers.personId), isNull(memberships.endsAt)),
    )
    .leftJoin(orgUnits, eq(orgUnits.id, memberships.orgUnitId))
    .where(eq(programmeMembers.programmeId, programmeId))
    .groupBy(orgUnits.path, memberships.audienceCategory, programmeMembers.state);

async function courseFigures(db: Reader, { programme }: ProgrammeInUnit) {
  const courses = await coursesOf(db, [programme.id]);
  const rows = await db
    .select({
      courseId: enrolments.courseId,
      people: sql<number>`count(distinct ${enrolments.personId})`,
    })
    .from(programmeMembers)
    .innerJoin(enrolments, eq(enrolments.personId, programmeMembers.personId))
    .where(
      and(
        eq(programmeMembers.programmeId, programme.id),
        sql`${programmeMembers.state} <> 'left'`,
        sql`${enrolments.completedAt} IS NOT NULL`,
        sql`${enrolments.cycle} IN ('once', ${String(yearOf(programme))})`,
        sql`${enrolments.courseId} IN (SELECT course_id FROM programme_courses WHERE programme_id = ${programme.id})`,
      ),
    )
    .groupBy(enrolments.courseId);
  const completed = new Map(rows.map(({ courseId, people }) => [courseId, people]));
  return courses.map(({ slug, title, required, courseId }) => ({
    slug,
    title,
    required,
    completed: completed.get(courseId) ?? 0,
  }));
}

/** The unit's own children, each with all below it; then the unit itself and those found nowhere in it. */
async function byUnit(db: Reader, { unit }: ProgrammeInUnit, places: readonly Place[]) {
  const children = (await childrenOf(db, unit.id)).map((child) => child.unit);
  const childOf = ({ path }: Place) => children.find((child) => path?.startsWith(child.path));
  const parts = children.map((child) => ({
    unitName: child.name,
    figures: figuresOf(places.filter((place) => childOf(place) === child)),
  }));
  const direct = figuresOf(places.filter((place) => childOf(place) === undefined));
  return [...parts, { unitName: unit.name, figures: direct }].filter(
    ({ figures }) => figures.members + figures.left > 0,
  );
}

/** Freezes the figures of a closed programme; once, however often it runs. */
export async function freezeFigures(
  { db, write, clock }: Platform,
  { programmeId, closedBy }: { programmeId: string; closedBy: string },
  signal: AbortSignal,
): Promise<void> {
  const found = await findProgramme(db, programmeId);
  if (!found || found.programme.state !== 'closed' || (await reportOf(db, programmeId))) return;
  const { programme, unit } = found;
  const { responsibleId, closedAt } = programme;
  const names = await namesById(db, [responsibleId]);
  const places = await placesOf(db, programmeId);
  const categories = [...new Set(places.map(({ category }) => category))].sort();
  const figures: ClosingFigures = {
    title: programme.title,
    unitName: unit.name,
    startsOn: programme.startsOn,
    endsOn: programme.endsOn,
    closedOn: trainingDayOf(closedAt ?? clock.now()),
    responsibleName: names.get(responsibleId ?? '') ?? '',
    total: figuresOf(places),
    byUnit: await byUnit(db, found, places),
    byCategory: categories.map((category) => ({
      category,
      figures: figuresOf(places.filter((place) => place.category === category)),
    })),
    courses: await courseFigures(db, found),
    membersDigest: await digestOf(db, programmeId, signal),
  };
  const kept = JSON.stringify(figures);
  await write((tx) =>
    tx.insert(programmeReports).values({
      programmeId,
      figures: kept,
      hash: hashOf(kept),
      closedAt: closedAt ?? clock.now(),
      closedBy,
    }),
  );
}

const hashOf = (kept: string) => createHash('sha256').update(kept).digest('hex');

async function reportOf(db: Reader, programmeId: string) {
  const [row] = await db
    .select()
    .from(programmeReports)
    .where(eq(programmeReports.programmeId, programmeId));
  return row ?? null;
}

export async function readClosingReport({ db }: Platform, actor: Actor, id: string) {
  const { unit } = await administeredProgramme(db, actor, id, 'read');
  const report = await reportOf(db, id);
  if (!report) throw new Refused('not-found');
  const names = await namesById(db, [report.closedBy]);
  return {
    unit: refOf(unit),
    crumbs: await crumbsTo(db, actor, unit),
    figures: JSON.parse(report.figures) as ClosingFigures,
    hash: report.hash,
    isIntact: hashOf(report.figures) === report.hash,
    closedAt: report.closedAt.toISOString(),
    closedBy: names.get(report.closedBy) ?? '',
  };
}
