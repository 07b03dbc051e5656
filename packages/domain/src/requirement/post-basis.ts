// Which of the posts held in a year decides, and how much each counts (DOMAIN 5.2).
import { assert } from '../assertion.ts';
import { yearBounds } from '../calendar/training-year.ts';
import { clausesOfCategory } from './category-clauses.ts';
import type { Clause } from './clause.ts';
import { baseIdOf, clausesFor } from './clauses-for.ts';
import type { HourPolicy } from './hour-policy.ts';
import type { HeldPost, PostStretch } from './post-stretch.ts';
import { endsOfMonths } from './service-months.ts';

/** A clause with thresholds in twelfths, so that a blend of categories needs no rounding yet. */
export interface TwelfthsOfClause {
  readonly clause: Clause;
  readonly hundredthTwelfths: number | null;
  readonly halfDayTwelfths: number | null;
}

const MONTHS = 12;

/** What a policy asks of whoever holds a post all year; [] without a category. */
export function clausesOfPost(policy: HourPolicy, post: PostStretch): Clause[] {
  const { category } = post;
  return category === null ? [] : clausesFor(clausesOfCategory(policy, category), post);
}

/**
 * The post that names the category: the one at the end of the year or of service; or, as the policy
 * says, the one held longest in the year (the later of equals), or the one that asks most.
 * Posts without a category are passed over by the latter two. With it come the key groups that decide:
 * those of the same day, those held for at least half of the time in such posts, or those with which it
 * asks most. Undefined without any post.
 */
export function decidingPost(
  policy: HourPolicy,
  posts: readonly PostStretch[],
  year: number,
): PostStretch | undefined {
  const atEnd = posts.at(-1);
  if (policy.categoryBasis === 'year_end' || policy.categoryBasis === 'prorata') return atEnd;
  const known = posts.filter(({ category }) => category !== null);
  const isLongest = policy.categoryBasis === 'longest';
  const weight = isLongest
    ? (post: PostStretch) => [heldMs(posts.filter(alike(post)), year), 0] as const
    : (post: PostStretch) => amountAsked(policy, post);
  const best = known.reduce<PostStretch | undefined>(
    (best, post) => (best === undefined || isAtLeast(weight(post), weight(best)) ? post : best),
    undefined,
  );
  return best && isLongest ? withLongHeld(best, posts, year) : best;
}

const isAtLeast = (one: readonly [number, number], other: readonly [number, number]) =>
  one[0] > other[0] || (one[0] === other[0] && one[1] >= other[1]);

/** Time in posts, within the year. */
function heldMs(posts: readonly HeldPost[], year: number): number {
  const { start, end } = yearBounds(year);
  return posts.reduce((sum, { from, to }) => {
    const begins = Math.max(from.getTime(), start.getTime());
    const ends = Math.min(to?.getTime() ?? end.getTime(), end.getTime());
    return sum + Math.max(0, ends - begins);
  }, 0);
}

/** Posts of the same category, level and rank, whatever the key groups. */
const alike = (one: HeldPost) => (other: HeldPost) =>
  one.category === other.category &&
  one.positionLevel === other.positionLevel &&
  one.rank === other.rank;

/**
 * The post with the key groups held for at least half of the time in such posts. Each is judged by
 * itself, so that naming one more never changes whether another counts.
 */
function withLongHeld(post: PostStretch, posts: readonly PostStretch[], year: number): PostStretch {
  const such = posts.filter(alike(post));
  const whole = heldMs(such, year);
  // A post that began after the year, with credits of it: as it began.
  if (whole === 0) return post;
  const within = (group: string) =>
    heldMs(
      such.filter(({ keyGroups }) => keyGroups.includes(group)),
      year,
    );
  const groups = new Set(such.flatMap(({ keyGroups }) => keyGroups));
  return { ...post, keyGroups: [...groups].filter((group) => within(group) * 2 >= whole) };
}

function amountAsked(policy: HourPolicy, post: PostStretch): readonly [number, number] {
  const clauses = clausesOfPost(policy, post);
  const sum = (of: (clause: Clause) => number | null) =>
    clauses.reduce((total, clause) => total + (of(clause) ?? 0), 0);
  return [sum(({ hundredths }) => hundredths), sum(({ halfDays }) => halfDays)];
}

/**
 * What is owed for a whole year, before months out of service: the deciding post's clauses, or with
 * the basis `prorata` each clause by the months in which a post that owes it was held at the month's
 * end, in a key group that owes it. A month before the first post counts as the first, one after the last as the last. A measure
 * that one of the blended posts does not offer is not offered.
 */
export function thresholdsOf(
  policy: HourPolicy,
  posts: readonly PostStretch[],
  year: number,
): TwelfthsOfClause[] {
  const deciding = decidingPost(policy, posts, year);
  if (!deciding) return [];
  const weights =
    policy.categoryBasis === 'prorata' ? monthsOfPosts(posts, year) : new Map([[deciding, MONTHS]]);
  const parts = [...weights].flatMap(([post, months]) =>
    clausesOfPost(policy, post).map((clause) => ({ clause, months })),
  );
  const measured = parts.filter(({ clause }) => !clause.courses);
  const byId = Map.groupBy(measured, ({ clause }) => baseIdOf(clause));
  const courses = coursesOwed(policy, posts, deciding);
  return [...[...byId.values()].map(blended), ...courses];
}

/**
 * A course is whole: there is no twelfth of it. Those of the deciding post are owed; where the policy
 * goes by what asks most, those of all posts of the year.
 */
function coursesOwed(
  policy: HourPolicy,
  posts: readonly PostStretch[],
  deciding: PostStretch,
): TwelfthsOfClause[] {
  const looked = policy.categoryBasis === 'highest' ? posts : [deciding];
  const clauses = looked.flatMap((post) => clausesOfPost(policy, post));
  const byId = new Map(clauses.flatMap((clause) => (clause.courses ? [[clause.id, clause]] : [])));
  const none = { hundredthTwelfths: null, halfDayTwelfths: null };
  return [...byId.values()].map((clause) => ({ clause, ...none }));
}

function blended(
  same: readonly { readonly clause: Clause; readonly months: number }[],
): TwelfthsOfClause {
  const twelfths = (of: (clause: Clause) => number | null) =>
    same.reduce<number | null>((sum, { clause, months }) => {
      const threshold = of(clause);
      return sum === null || threshold === null ? null : sum + threshold * months;
    }, 0);
  const hundredthTwelfths = twelfths(({ hundredths }) => hundredths);
  const halfDayTwelfths = twelfths(({ halfDays }) => halfDays);
  // The words, filter and cap of the latest; with measures that do not meet, its figures as well.
  const clause = same.at(-1)?.clause;
  assert(clause !== undefined, 'a group is never empty');
  if (hundredthTwelfths !== null || halfDayTwelfths !== null)
    return { clause, hundredthTwelfths, halfDayTwelfths };
  return {
    clause,
    hundredthTwelfths: clause.hundredths === null ? null : clause.hundredths * MONTHS,
    halfDayTwelfths: clause.halfDays === null ? null : clause.halfDays * MONTHS,
  };
}

function monthsOfPosts(posts: readonly PostStretch[], year: number): Map<PostStretch, number> {
  const months = new Map<PostStretch, number>();
  for (const end of endsOfMonths(year)) {
    const held = posts.findLast(({ from }) => from <= end) ?? posts[0];
    if (held) months.set(held, (months.get(held) ?? 0) + 1);
  }
  // In the order they were held, so that the latest has the last word.
  return new Map(
    posts.flatMap((post) => (months.has(post) ? [[post, months.get(post) ?? 0] as const] : [])),
  );
}
