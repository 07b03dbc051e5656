// What programmes say of courses to a learner who looks for something to study of their own accord.
import { listed, oneOf, preparedQuery, schema, type Reader } from '@xueshi/database';
import { and, eq, inArray, sql } from 'drizzle-orm';
import { namesNoReserves } from './permission.ts';

const { orgUnits, programmeCourses, programmeMembers, programmes } = schema;

/** Whom a course may be for: the learner as the present appointment has them. */
export interface LearnerPost {
  readonly personId: string;
  readonly unitPath: string;
  readonly category: string | null;
  readonly positionLevel: string | null;
}

export interface CourseWish {
  /** Compulsory in something that is assigned and open: it stands there, and needs no advice. */
  isCompulsory: boolean;
  /** The assigned programme that still asks for elective courses and offers this one. */
  electiveIn: { readonly id: string; readonly title: string } | null;
  /** The unit at or above the learner's that chose it this year for their category or level. */
  chosenFor: {
    readonly unitName: string;
    readonly category: string | null;
    readonly positionLevel: string | null;
  } | null;
}

const NO_WISH: CourseWish = { isCompulsory: false, electiveIn: null, chosenFor: null };

/** By course, what programmes that run in a year say of it; courses of which nothing is said are left out. */
export async function courseWishes(
  db: Reader,
  learner: LearnerPost,
  year: number,
): Promise<ReadonlyMap<string, CourseWish>> {
  const wishes = new Map<string, CourseWish>();
  const note = (courseId: string, wish: Partial<CourseWish>) =>
    wishes.set(courseId, { ...(wishes.get(courseId) ?? NO_WISH), ...wish });
  for (const row of await chosenByUnits(db, learner, year)) {
    const { categories, positionLevels } = row.target;
    const category = categories.find((one) => one === learner.category) ?? null;
    const positionLevel = positionLevels.find((one) => one === learner.positionLevel) ?? null;
    if (category !== null || positionLevel !== null)
      note(row.courseId, { chosenFor: { unitName: row.unitName, category, positionLevel } });
  }
  for (const { courseId, required, rule, member, programme } of await ofOpen(db, learner)) {
    if (required) note(courseId, { isCompulsory: true });
    else if (
      member.electiveDone < rule.electiveCourses ||
      member.electiveHundredths < rule.electiveHundredths
    )
      note(courseId, { electiveIn: programme });
  }
  return wishes;
}

/** Courses of what is assigned to somebody and open. */
const ofOpen = (db: Reader, { personId }: LearnerPost) => ofOpenQuery(db).all({ personId });

const ofOpenQuery = preparedQuery((db) =>
  db
    .select({
      courseId: programmeCourses.courseId,
      required: programmeCourses.required,
      rule: programmes.rule,
      programme: { id: programmes.id, title: programmes.title },
      member: {
        electiveDone: programmeMembers.electiveDone,
        electiveHundredths: programmeMembers.electiveHundredths,
      },
    })
    .from(programmeMembers)
    .innerJoin(programmes, eq(programmes.id, programmeMembers.programmeId))
    .innerJoin(programmeCourses, eq(programmeCourses.programmeId, programmes.id))
    .where(
      and(
        eq(programmeMembers.personId, sql.placeholder('personId')),
        eq(programmeMembers.state, 'open'),
        eq(programmes.state, 'published'),
      ),
    )
    .prepare(),
);

/** Courses that the learner's unit and those above it chose for somebody; never who is a reserve cadre. */
function chosenByUnits(db: Reader, { unitPath }: LearnerPost, year: number) {
  const units = listed(unitPath.split('/').filter(Boolean));
  return chosenQuery(db).all({ units, year: String(year) });
}

const chosenQuery = preparedQuery((db) =>
  db
    .select({
      courseId: programmeCourses.courseId,
      target: programmes.target,
      unitName: orgUnits.name,
    })
    .from(programmes)
    .innerJoin(orgUnits, eq(orgUnits.id, programmes.orgUnitId))
    .innerJoin(programmeCourses, eq(programmeCourses.programmeId, programmes.id))
    .where(
      and(
        oneOf(programmes.orgUnitId, 'units'),
        inArray(programmes.state, ['published', 'closed']),
        sql`substr(${programmes.startsOn}, 1, 4) <= ${sql.placeholder('year')}`,
        sql`substr(${programmes.endsOn}, 1, 4) >= ${sql.placeholder('year')}`,
        namesNoReserves,
      ),
    )
    .prepare(),
);
