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
  readonly rank: string | null;
}

/** The unit that chose a course for people of a category, a position level or a rank, and which. */
export interface ChosenFor {
  readonly unitName: string;
  readonly category: string | null;
  readonly positionLevel: string | null;
  readonly rank: string | null;
}

export interface CourseWish {
  /** Compulsory in something that is assigned and open: it stands there, and needs no advice. */
  isCompulsory: boolean;
  /** The assigned programme that still asks for elective courses and offers this one. */
  electiveIn: { readonly id: string; readonly title: string } | null;
  /** The unit at or above the learner's that chose it this year for their category, level or rank. */
  chosenFor: ChosenFor | null;
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
  const named = (one: string | null) => (one === null ? [] : [one]);
  const posts = {
    unitPath: learner.unitPath,
    categories: named(learner.category),
    positionLevels: named(learner.positionLevel),
    ranks: named(learner.rank),
  };
  for (const [courseId, chosen] of await chosenFor(db, posts, year))
    note(courseId, { chosenFor: chosen });
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

/** Posts of people at a place of the tree. */
interface PostsAt {
  readonly unitPath: string;
  readonly categories: readonly string[];
  readonly positionLevels: readonly string[];
  readonly ranks: readonly string[];
}

/** By course, which unit at or above a place chose it in a year for one of these posts. */
export async function chosenFor(
  db: Reader,
  posts: PostsAt,
  year: number,
  { but = null }: { readonly but?: string | null } = {},
): Promise<ReadonlyMap<string, ChosenFor>> {
  const chosen = new Map<string, ChosenFor>();
  const shared = (some: readonly string[], others: readonly string[]) =>
    some.find((one) => others.includes(one)) ?? null;
  for (const { id, courseId, unitName, target } of await chosenByUnits(db, posts, year)) {
    if (id === but) continue;
    const category = shared(target.categories, posts.categories);
    const positionLevel = shared(target.positionLevels, posts.positionLevels);
    const rank = shared(target.ranks, posts.ranks);
    if (category !== null || positionLevel !== null || rank !== null)
      chosen.set(courseId, { unitName, category, positionLevel, rank });
  }
  return chosen;
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

/** Courses that a unit and those above it chose for somebody; never who is a reserve cadre. */
function chosenByUnits(db: Reader, { unitPath }: Pick<PostsAt, 'unitPath'>, year: number) {
  const units = listed(unitPath.split('/').filter(Boolean));
  return chosenQuery(db).all({ units, year: String(year) });
}

const chosenQuery = preparedQuery((db) =>
  db
    .select({
      id: programmes.id,
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
