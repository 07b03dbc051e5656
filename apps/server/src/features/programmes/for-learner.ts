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
  /** Those held today; never that of reserve cadres. */
  readonly keyGroups: readonly string[];
  readonly positionLevel: string | null;
  readonly rank: string | null;
}

/** The unit that chose a course for people of a category, a key group, a position level or a rank, and which. */
export interface ChosenFor {
  readonly unitName: string;
  readonly category: string | null;
  readonly keyGroup: string | null;
  readonly positionLevel: string | null;
  readonly rank: string | null;
}

export interface CourseWish {
  /** Compulsory in something that is assigned and open: it stands there, and needs no advice. */
  isCompulsory: boolean;
  /** The assigned programme that still asks for elective courses and offers this one. */
  electiveIn: { readonly id: string; readonly title: string } | null;
  /** The unit at or above the learner's that chose it this year for their category, key group, level or rank. */
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
    keyGroups: learner.keyGroups,
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
  readonly keyGroups: readonly string[];
  readonly positionLevels: readonly string[];
  readonly ranks: readonly string[];
}

/**
 * By course, which unit at or above a place chose it in a year for these posts: where its programme names several
 * things (a category and a key group), all of them have to be these, or it was chosen for others.
 */
export async function chosenFor(
  db: Reader,
  posts: PostsAt,
  year: number,
  { but = null }: { readonly but?: string | null } = {},
): Promise<ReadonlyMap<string, ChosenFor>> {
  const chosen = new Map<string, ChosenFor>();
  for (const { id, courseId, unitName, target } of await chosenByUnits(db, posts, year)) {
    const whom = id === but ? null : sharedPosts(target, posts);
    if (whom) chosen.set(courseId, { unitName, ...whom });
  }
  return chosen;
}

/** Of each thing that a target names the first that is among some posts; null where one lacks, or none is named. */
function sharedPosts(
  target: Omit<PostsAt, 'unitPath'>,
  posts: PostsAt,
): Omit<ChosenFor, 'unitName'> | null {
  const shared = (part: keyof Omit<PostsAt, 'unitPath'>) =>
    target[part].find((one) => posts[part].includes(one)) ?? null;
  const named = PARTS.filter((part) => target[part].length > 0);
  if (named.length === 0 || named.some((part) => shared(part) === null)) return null;
  return {
    category: shared('categories'),
    keyGroup: shared('keyGroups'),
    positionLevel: shared('positionLevels'),
    rank: shared('ranks'),
  };
}

const PARTS = ['categories', 'keyGroups', 'positionLevels', 'ranks'] as const;

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
