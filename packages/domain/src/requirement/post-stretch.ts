// Key groups begin and end within a post: stretches of posts in which they stay the same (DOMAIN K0, 5.2).
import { yearBounds } from '../calendar/training-year.ts';
import { clausesOfAll, type ClauseLists } from './category-clauses.ts';
import type { PostFacts } from './clauses-for.ts';

/** What somebody held and when; the last of a year is the one that counts at its end. */
export interface HeldPost extends Omit<PostFacts, 'keyGroups'> {
  readonly category: string | null;
  readonly from: Date;
  readonly to: Date | null;
}

/** A key group that somebody is or was in, and when. */
export interface HeldKeyGroup {
  readonly keyGroup: string;
  readonly from: Date;
  readonly to: Date | null;
}

/** A post, or the part of one in which somebody was in the same of the key groups that a policy names. */
export interface PostStretch extends HeldPost, PostFacts {}

/** The codes of the key groups that some clause of a policy names, in the order of their first clause. */
export function keyGroupsNamed(policy: ClauseLists): string[] {
  const clauses = clausesOfAll(policy);
  return [...new Set(clauses.flatMap(({ appliesTo }) => appliesTo?.keyGroups ?? []))];
}

/**
 * The posts of a year, cut where one of some key groups began or ended within post and year. A last day
 * of a key group counts as the day of its end no more, like that of a post. Posts come the earliest first,
 * and so do their stretches.
 */
export function postStretches(
  posts: readonly HeldPost[],
  held: readonly HeldKeyGroup[],
  named: readonly string[],
  year: number,
): PostStretch[] {
  const looked = held.filter(({ keyGroup }) => named.includes(keyGroup));
  const { start, end } = yearBounds(year);
  return posts.flatMap((post) => {
    const first = Math.max(post.from.getTime(), start.getTime());
    const last = Math.min(post.to?.getTime() ?? Infinity, end.getTime());
    const cuts = looked
      .flatMap(({ from, to }) => [from.getTime(), to?.getTime() ?? Infinity])
      .filter((at) => at > first && at < last);
    const begins = [first, ...[...new Set(cuts)].sort((one, other) => one - other)];
    return begins.map((at, place): PostStretch => {
      const next = begins[place + 1];
      return {
        ...post,
        keyGroups: keyGroupsAt(looked, new Date(at)),
        from: place === 0 ? post.from : new Date(at),
        to: next === undefined ? post.to : new Date(next),
      };
    });
  });
}

/** The codes of the key groups that are held at an instant; that of its end counts no more. */
export const keyGroupsAt = (held: readonly HeldKeyGroup[], at: Date): string[] => [
  ...new Set(
    held
      .filter(({ from, to }) => from <= at && (to === null || to > at))
      .map(({ keyGroup }) => keyGroup),
  ),
];
