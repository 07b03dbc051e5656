import type { AssignedProgramme } from '@xueshi/contracts';
import { m } from '@xueshi/messages';

/** By slug: courses that the caller still has to complete, and by when; the nearest day where there are several. */
export function marksOf(programmes: readonly AssignedProgramme[]): Record<string, string> {
  const days = new Map<string, string>();
  for (const { state, isClosed, courses } of programmes) {
    if (state !== 'open' || isClosed) continue;
    for (const { slug, required, isDone, dueOn } of courses) {
      if (!required || isDone) continue;
      const known = days.get(slug);
      if (known === undefined || dueOn < known) days.set(slug, dueOn);
    }
  }
  return Object.fromEntries(
    [...days].map(([slug, date]) => [slug, m.programmes_mark_required({ date })]),
  );
}
