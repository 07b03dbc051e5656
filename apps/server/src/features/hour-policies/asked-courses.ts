// The courses that a policy asks for by name: looked up once, when it is tried out or adopted (ADR 0063).
import type { HourPolicyDraft, HourPolicyView, PolicyCourse } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import {
  clausesOfAll,
  coursesAskedFor,
  fallbackClauses,
  type AskedCourse,
  type AudienceCategory,
  type Clause,
  type ClauseLists,
  type HourPolicy,
  type LocalText,
} from '@xueshi/domain';
import { eq } from 'drizzle-orm';
import { Refused } from '../../platform/refused.ts';

const { courses, courseVersions } = schema;

type Drafted = Pick<HourPolicyDraft, keyof ClauseLists>;
type Viewed = Pick<HourPolicyView, keyof ClauseLists>;

interface KnownCourse extends AskedCourse {
  readonly title: LocalText;
  readonly isOpen: boolean;
}

async function knownCourses(db: Reader): Promise<KnownCourse[]> {
  const rows = await db
    .select({
      id: courses.id,
      slug: courses.slug,
      state: courses.state,
      title: courseVersions.title,
      hundredths: courseVersions.valueHundredths,
    })
    .from(courses)
    .innerJoin(courseVersions, eq(courseVersions.id, courses.currentVersionId));
  return rows.map(({ state, ...course }) => ({ ...course, isOpen: state === 'published' }));
}

const slugsIn = ({ byCategory, others = [], byOwnCategory = {} }: Drafted): string[] =>
  [...Object.values(byCategory), others, ...Object.values(byOwnCategory)].flatMap((clauses) =>
    clauses.flatMap((clause) => clause.courses?.slugs ?? []),
  );

const askedBy = (policy: ClauseLists): AskedCourse[] => coursesAskedFor(clausesOfAll(policy));

/**
 * Clauses with the courses they ask for as they are now. Refuses one that there is not, and one that was
 * withdrawn unless `before`, what applies today, asks for it already: it goes on counting for whoever
 * completed it.
 */
export async function withCourses(
  db: Reader,
  drafted: Drafted,
  before: HourPolicy | null,
): Promise<ClauseLists> {
  const slugs = slugsIn(drafted);
  const known = slugs.length > 0 ? await knownCourses(db) : [];
  const bySlug = new Map(known.map((course) => [course.slug, course]));
  const named = before ? askedBy(before).map(({ slug }) => slug) : [];
  for (const slug of slugs) {
    const course = bySlug.get(slug);
    if (!course) throw new Refused('hour-policy-course-unknown', { course: slug });
    if (!course.isOpen && !named.includes(slug))
      throw new Refused('hour-policy-course-withdrawn', { course: course.title['zh-CN'] });
  }
  return mapClauses(drafted, ({ courses: asked, ...clause }): Clause => {
    if (!asked) return clause;
    const of = asked.slugs.flatMap((slug) => {
      const course = bySlug.get(slug);
      return course ? [{ id: course.id, slug, hundredths: course.hundredths }] : [];
    });
    return { ...clause, courses: { of, atLeast: asked.atLeast } };
  });
}

/** Clauses as they are written. */
export const courseNames = (policy: ClauseLists): Viewed =>
  // Clauses are plain data of the same shape; only their lists are read-only here.
  structuredClone(
    mapClauses(
      { ...policy, others: fallbackClauses(policy), byOwnCategory: policy.byOwnCategory ?? {} },
      ({ courses: asked, ...clause }) =>
        asked
          ? {
              ...clause,
              courses: { slugs: asked.of.map(({ slug }) => slug), atLeast: asked.atLeast },
            }
          : clause,
    ),
  ) as Viewed;

interface Lists<One> {
  readonly byCategory: Readonly<Record<AudienceCategory, readonly One[]>>;
  readonly others?: readonly One[];
  readonly byOwnCategory?: Readonly<Record<string, readonly One[]>>;
}

function mapClauses<From, To>(lists: Lists<From>, change: (clause: From) => To) {
  const { byCategory: by, others, byOwnCategory: own } = lists;
  return {
    byCategory: {
      county_department: by.county_department.map(change),
      township: by.township.map(change),
      county_enterprise_institution_leader: by.county_enterprise_institution_leader.map(change),
      village_community_principal: by.village_community_principal.map(change),
      rural_collective_party_head: by.rural_collective_party_head.map(change),
      nonpublic_social_party_head: by.nonpublic_social_party_head.map(change),
    },
    ...(others && { others: others.map(change) }),
    ...(own && {
      byOwnCategory: Object.fromEntries(
        Object.entries(own).map(([code, clauses]) => [code, clauses.map(change)]),
      ),
    }),
  };
}

/** What may be asked for, by title, and what some policies ask for though it was withdrawn. */
export async function coursesToName(
  db: Reader,
  policies: readonly HourPolicy[],
): Promise<PolicyCourse[]> {
  const named = new Set(policies.flatMap((policy) => askedBy(policy)).map(({ id }) => id));
  return (await knownCourses(db))
    .filter(({ id, isOpen }) => isOpen || named.has(id))
    .map(({ slug, title, isOpen }) => ({ slug, title, isOpen }))
    .sort((one, other) => one.title['zh-CN'].localeCompare(other.title['zh-CN'], 'zh-CN'));
}
