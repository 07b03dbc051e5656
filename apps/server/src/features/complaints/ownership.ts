// Who sees to an entry, and to whom it may be given.
import { isWithin } from '@xueshi/domain';
import type { RoleHolder } from './store.ts';

interface Entry {
  readonly kind: string;
  readonly orgPath: string;
  readonly filedBy: string;
}

const administersIt = (holder: RoleHolder, { orgPath }: Entry): boolean =>
  (holder.role === 'unit_admin' || holder.role === 'sys_admin') && isWithin(orgPath, holder.path);

/** A lecture's fault may be seen to by any author: the course's own may be away, or unknown. */
const mendsIt = (holder: RoleHolder, { kind }: Entry): boolean =>
  kind === 'lecture_fault' && (holder.role === 'author' || holder.role === 'reviewer');

/** Everybody who may see to an entry, each once; never whoever filed it. */
export function entitledTo(entry: Entry, holders: readonly RoleHolder[]): RoleHolder[] {
  const known = new Set<string>([entry.filedBy]);
  return holders.filter((holder) => {
    if (known.has(holder.personId)) return false;
    if (!administersIt(holder, entry) && !mendsIt(holder, entry)) return false;
    known.add(holder.personId);
    return true;
  });
}

/** The administrators nearest above the filer's unit: the path of the unit they were appointed for. */
function nearestPath(entry: Entry, holders: readonly RoleHolder[]): string | null {
  return holders
    .filter((holder) => holder.personId !== entry.filedBy)
    .filter((holder) => holder.role === 'unit_admin' && administersIt(holder, entry))
    .reduce<string | null>(
      (best, { path }) => (best === null || path.length > best.length ? path : best),
      null,
    );
}

/**
 * The path under which an entry is kept that is not to reach the filer's nearest administrators: the
 * unit above theirs, so that they neither see it nor see to it. '/' is for system administrators.
 */
export function pathAboveNearest(entry: Entry, holders: readonly RoleHolder[]): string {
  const nearest = nearestPath(entry, holders);
  return nearest === null ? entry.orgPath : nearest.replace(/[^/]+\/$/, '');
}

/**
 * Who has to see to a new entry: a lecture's fault whoever wrote the course and is in office still, the
 * first of `courseAuthors` who is; else an author. All else the administrator nearest above the filer's
 * unit. Of several whoever holds the role longest; failing these, a system administrator. null where
 * there is nobody.
 */
export function ownerOf(
  entry: Entry,
  holders: readonly RoleHolder[],
  courseAuthors: readonly string[] = [],
): string | null {
  const others = holders.filter((holder) => holder.personId !== entry.filedBy);
  const menders = others.filter((holder) => mendsIt(holder, entry));
  const own = courseAuthors.find((id) => menders.some(({ personId }) => personId === id));
  if (own !== undefined) return own;
  const author = menders.find((holder) => holder.role === 'author');
  if (author) return author.personId;
  const path = nearestPath(entry, holders);
  const nearest = others.find((holder) => holder.role === 'unit_admin' && holder.path === path);
  const owner = nearest ?? others.find((holder) => administersIt(holder, entry));
  return owner?.personId ?? null;
}
