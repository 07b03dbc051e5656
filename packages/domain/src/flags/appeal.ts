import { isWithin, ROOT_PATH } from '../authority/org-path.ts';

/** How long after the decision an appeal may be made, ms. */
export const APPEAL_MS = 30 * 86_400_000;

/** An administrator: who, and at which path of the tree; '/' for the system administrator. */
export interface Administrator {
  readonly personId: string;
  readonly path: string;
}

/**
 * Where an appeal goes: the nearest unit above the one whose administrator decided at which somebody
 * else administers; else the system administrator; else, where nobody is above, anybody else who
 * administers the learner, from the nearest on. Null where there is nobody else: it waits until
 * somebody is appointed. `learnerPath` is the learner's unit. Source: TRUST.md §2.8 (appeal).
 */
export function appealPath(
  learnerPath: string,
  decider: Administrator,
  learnerId: string,
  administrators: readonly Administrator[],
): string | null {
  const others = administrators
    .filter(
      ({ personId, path }) =>
        personId !== decider.personId && personId !== learnerId && isWithin(learnerPath, path),
    )
    .sort((a, b) => b.path.length - a.path.length);
  const above = others.find(
    ({ path }) => path !== decider.path && path !== ROOT_PATH && isWithin(decider.path, path),
  );
  const system = others.find(({ path }) => path === ROOT_PATH);
  return (above ?? system ?? others[0])?.path ?? null;
}

/**
 * Whether an administrator may decide an appeal: at the place it went to or above it, or anybody
 * where it went to nobody; never who decided, never the learner.
 */
export function mayDecideAppeal(
  appeal: { path: string | null; deciderId: string; learnerId: string },
  personId: string,
  paths: readonly string[],
): boolean {
  if (personId === appeal.deciderId || personId === appeal.learnerId) return false;
  const place = appeal.path;
  return place === null || paths.some((path) => isWithin(place, path));
}
