// Hours that a fault withheld: one proposes them with a document and what they are about, another
// confirms, and only then they are posted, as an entry of their own (DOMAIN 5.9).
import type { ComplaintKind, SupplementChoices } from '@xueshi/contracts';
import { schema, type Reader, type Tx } from '@xueshi/database';
import {
  isWithin,
  MOST_SUPPLEMENTED_HUNDREDTHS,
  supplementProblem,
  trainingYearOf,
} from '@xueshi/domain';
import { and, desc, eq, inArray, sum } from 'drizzle-orm';
import { administeredPaths, administeredPerson } from '../../platform/authorisation.ts';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { givenInParts } from './course-parts.ts';
import { noteSupplement } from './supplement-store.ts';
import { creditFor } from './sources.ts';

const { complaints, courses, courseVersions, creditSupplements, enrolments } = schema;

export interface SupplementWish {
  readonly year: number;
  readonly hundredths: number;
  readonly courseSlug: string | null;
  readonly complaintId: string | null;
  readonly reason: string;
  readonly document: string;
}

const MOST_CHOICES = 100;

export async function readSupplementChoices(
  platform: Platform,
  actor: Actor,
  personId: string,
): Promise<SupplementChoices> {
  const { db, clock } = platform;
  const person = await administeredPerson(db, actor, personId, 'run_training');
  const now = clock.now();
  const begun = await begunCourses(db, person.id);
  const open = [];
  for (const course of begun) {
    const { courseId, repeat, slug, title } = course;
    const credited = await creditFor(db, person.id, { courseId, repeat, at: now });
    const hundredths = await leftOf(db, person.id, course);
    if (!credited && hundredths > 0) open.push({ slug, title, hundredths });
  }
  const filed = await filedBy(db, actor, person.id);
  const given = await givenIn(db, person.id, trainingYearOf(now));
  return {
    courses: open,
    complaints: filed.map(({ id, kind, filedAt }) => ({
      id,
      kind: kind as ComplaintKind,
      filedAt: filedAt.toISOString(),
    })),
    leftHundredths: Math.max(0, MOST_SUPPLEMENTED_HUNDREDTHS - given),
  };
}

const begunCourses = (db: Reader, personId: string) =>
  db
    .select({
      courseId: enrolments.courseId,
      enrolmentId: enrolments.id,
      slug: courses.slug,
      title: courseVersions.title,
      repeat: courseVersions.repeat,
      hundredths: enrolments.valueHundredths,
    })
    .from(enrolments)
    .innerJoin(courses, eq(courses.id, enrolments.courseId))
    .innerJoin(courseVersions, eq(courseVersions.id, enrolments.courseVersionId))
    .where(eq(enrolments.personId, personId))
    .orderBy(desc(enrolments.lastActiveAt))
    .limit(MOST_CHOICES);

/** What a course is still worth to somebody to whom parts of it were credited, hundredths. */
const leftOf = async (
  db: Reader,
  personId: string,
  course: Awaited<ReturnType<typeof begunCourses>>[number],
): Promise<number> => course.hundredths - (await givenInParts(db, { personId, ...course }));

/** What the person filed, as far as it lies with the caller: not what was to pass them by. */
async function filedBy(db: Reader, actor: Actor, personId: string) {
  const paths = administeredPaths(actor, 'run_training');
  const filed = await db
    .select()
    .from(complaints)
    .where(eq(complaints.filedBy, personId))
    .orderBy(desc(complaints.filedAt))
    .limit(MOST_CHOICES);
  return filed.filter(({ orgPath }) => paths.some((path) => isWithin(orgPath, path)));
}

/** Hours of a year that were given so, or wait to be; what was taken back since has been given all the same. */
async function givenIn(db: Reader, personId: string, year: number): Promise<number> {
  const [row] = await db
    .select({ given: sum(creditSupplements.hundredths).mapWith(Number) })
    .from(creditSupplements)
    .where(
      and(
        eq(creditSupplements.personId, personId),
        eq(creditSupplements.year, year),
        inArray(creditSupplements.state, ['waiting', 'confirmed']),
      ),
    );
  return row?.given ?? 0;
}

const REFUSALS = {
  'nothing-to-give': 'entry-not-less',
  'beyond-course': 'supplement-beyond-course',
  'beyond-year': 'supplement-beyond-year',
} as const;

export async function proposeSupplement(
  platform: Platform,
  actor: Actor,
  personId: string,
  wish: SupplementWish,
): Promise<void> {
  const person = await administeredPerson(platform.db, actor, personId, 'run_training');
  if (person.id === actor.personId) throw new Refused('own-record');
  const now = platform.clock.now();
  const thisYear = trainingYearOf(now);
  if (wish.year > thisYear || wish.year < thisYear - 1)
    throw new Refused('supplement-year-out-of-range');
  await platform.write(async (tx) => {
    const { course, complaintId } = await referenceOf(tx, actor, person.id, wish);
    if (course) await demandNotGiven(tx, person.id, course, now);
    const problem = supplementProblem(wish.hundredths, {
      courseHundredths: course && (await leftOf(tx, person.id, course)),
      givenHundredths: await givenIn(tx, person.id, wish.year),
    });
    if (problem) throw new Refused(REFUSALS[problem]);
    const id = newId();
    const { year, hundredths, reason, document } = wish;
    await tx.insert(creditSupplements).values({
      ...{ id, personId: person.id, year, hundredths, reason, document, complaintId },
      courseId: course?.courseId ?? null,
      proposedBy: actor.personId,
      proposedAt: now,
      state: 'waiting',
    });
    await noteSupplement(
      tx,
      'correction-proposed',
      { id, personId: person.id, year, hundredths, reason },
      actor,
      now,
    );
  });
}

type Begun = Awaited<ReturnType<typeof begunCourses>>[number];

/** What hours are given for is there, and is the person's. */
async function referenceOf(tx: Tx, actor: Actor, personId: string, wish: SupplementWish) {
  const { courseSlug, complaintId } = wish;
  const begun = courseSlug === null ? [] : await begunCourses(tx, personId);
  const course = begun.find(({ slug }) => slug === courseSlug) ?? null;
  const filed = complaintId === null ? [] : await filedBy(tx, actor, personId);
  const isFiled = filed.some(({ id }) => id === complaintId);
  const isAstray = (courseSlug !== null && !course) || (complaintId !== null && !isFiled);
  if (isAstray || (course === null && !isFiled)) throw new Refused('supplement-no-reference');
  return { course, complaintId };
}

/** A course is credited once, whether by learning it or by somebody's hand. */
async function demandNotGiven(
  tx: Tx,
  personId: string,
  { courseId, repeat }: Begun,
  now: Date,
): Promise<void> {
  const [waiting] = await tx
    .select({ id: creditSupplements.id })
    .from(creditSupplements)
    .where(
      and(
        eq(creditSupplements.personId, personId),
        eq(creditSupplements.courseId, courseId),
        eq(creditSupplements.state, 'waiting'),
      ),
    );
  if (waiting || (await creditFor(tx, personId, { courseId, repeat, at: now })))
    throw new Refused('supplement-course-credited');
}
