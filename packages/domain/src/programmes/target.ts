/**
 * Whom a programme is for (DOMAIN M1, A0, K0): everybody in one of the subtrees who is of one of
 * the categories, key groups, position levels and ranks named, and the people named one by one. A list
 * that is empty asks for nothing; without a subtree only the people named are meant.
 */
export interface ProgrammeTarget {
  /** Paths of units, '/root/…/own id/': each means its whole subtree. */
  readonly unitPaths: readonly string[];
  readonly categories: readonly string[];
  readonly keyGroups: readonly string[];
  readonly positionLevels: readonly string[];
  readonly ranks: readonly string[];
  readonly personIds: readonly string[];
}

/** A person as a target looks at them: by the present appointment. */
export interface Candidate {
  readonly personId: string;
  /** null without a present appointment: only being named reaches such a person, and not even that. */
  readonly unitPath: string | null;
  readonly category: string | null;
  readonly keyGroups: readonly string[];
  readonly positionLevel: string | null;
  readonly rank: string | null;
}

const asksFor = (wanted: readonly string[], has: readonly (string | null)[]) =>
  wanted.length === 0 || has.some((one) => one !== null && wanted.includes(one));

/**
 * Whether a target means a person. Nobody without a present appointment is meant: who has left or
 * retired is not assigned anything. Source: DOMAIN M1, 5.2.
 */
export function matchesTarget(target: ProgrammeTarget, person: Candidate): boolean {
  const { unitPath } = person;
  if (unitPath === null) return false;
  if (target.personIds.includes(person.personId)) return true;
  return (
    target.unitPaths.some((path) => unitPath.startsWith(path)) &&
    asksFor(target.categories, [person.category]) &&
    asksFor(target.keyGroups, person.keyGroups) &&
    asksFor(target.positionLevels, [person.positionLevel]) &&
    asksFor(target.ranks, [person.rank])
  );
}

/** What keeps a programme's members in step with its target. */
export interface MemberChanges {
  /** Match and were never members. */
  readonly join: readonly string[];
  /** Match again after having left: they come back to the progress they had. */
  readonly rejoin: readonly string[];
  /** Are members and match no longer: their progress is kept. */
  readonly leave: readonly string[];
}

/**
 * Compares people with who is a member, so that afterwards exactly those who match are. Of each person
 * one thing happens or nothing; running it again on the outcome changes nothing. Whoever completed the
 * programme stays a member, since it is done. Source: DOMAIN M1 ("kept live").
 */
export function memberChanges(
  target: ProgrammeTarget,
  people: readonly Candidate[],
  members: ReadonlyMap<string, { readonly hasLeft: boolean; readonly hasCompleted: boolean }>,
): MemberChanges {
  const changes = { join: [] as string[], rejoin: [] as string[], leave: [] as string[] };
  for (const person of people) {
    const member = members.get(person.personId);
    const isMeant = matchesTarget(target, person);
    if (isMeant && !member) changes.join.push(person.personId);
    if (isMeant && member?.hasLeft) changes.rejoin.push(person.personId);
    if (!isMeant && member && !member.hasLeft && !member.hasCompleted)
      changes.leave.push(person.personId);
  }
  return changes;
}
