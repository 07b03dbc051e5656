import type { AssignedProgramme } from '@xueshi/contracts';
import { daysLater, trainingDayOf } from '@xueshi/domain';
import type { Platform } from '../../platform/platform.ts';
import type { Actor } from '../../platform/sessions.ts';
import { exceptionsOf } from './exceptions.ts';
import { yearOf } from './progress.ts';
import { askedAbout } from './responsible.ts';
import { assignedTo, coursesOf, doneCourses, type CourseRow } from './store.ts';

type Row = Awaited<ReturnType<typeof assignedTo>>[number];

const DAY_MS = 86_400_000;
const daysBetween = (from: string, to: string) =>
  Math.round((Date.parse(daysLater(to, 0)) - Date.parse(daysLater(from, 0))) / DAY_MS);

/** What the caller was assigned: open ones by their last day, then those done. */
export async function listAssigned(
  { db, clock }: Platform,
  actor: Actor,
): Promise<{ items: AssignedProgramme[] }> {
  const today = trainingDayOf(clock.now());
  const rows = await assignedTo(db, actor.personId);
  if (rows.length === 0) return { items: [] };
  const ids = rows.map(({ programme }) => programme.id);
  const courses = Map.groupBy(await coursesOf(db, ids), (course) => course.programmeId);
  const exceptionOf = await exceptionsOf(db, ids, [actor.personId]);
  const asked = await askedAbout(
    db,
    rows.map(({ programme }) => programme.responsibleId),
  );
  const items: AssignedProgramme[] = [];
  for (const row of rows) {
    const own = courses.get(row.programme.id) ?? [];
    const done = await doneCourses(
      db,
      [actor.personId],
      own.map(({ courseId }) => courseId),
      yearOf(row.programme),
    );
    const exception = exceptionOf(row.programme.id, actor.personId);
    const responsible = asked(row.programme.responsibleId);
    const view = viewOf(row, own, done.get(actor.personId) ?? new Set(), today);
    items.push({ ...view, responsible, exception });
  }
  const rank = ({ state, isClosed }: AssignedProgramme) =>
    isClosed ? 2 : state === 'open' ? 0 : 1;
  return {
    items: items.sort(
      (one, other) => rank(one) - rank(other) || one.dueOn.localeCompare(other.dueOn),
    ),
  };
}

function viewOf(
  { member, programme, unitName }: Row,
  courses: readonly CourseRow[],
  done: ReadonlySet<string>,
  today: string,
): Omit<AssignedProgramme, 'exception' | 'responsible'> {
  const dueOn = member.extendedTo ?? programme.endsOn;
  return {
    id: programme.id,
    title: programme.title,
    note: programme.note,
    unitName,
    state: member.state as AssignedProgramme['state'],
    isClosed: programme.state === 'closed',
    startsOn: programme.startsOn,
    dueOn,
    daysLeft: daysBetween(today, dueOn),
    completedAt: member.completedAt?.toISOString() ?? null,
    rule: programme.rule,
    requiredDone: member.requiredDone,
    requiredTotal: courses.filter(({ required }) => required).length,
    electiveDone: member.electiveDone,
    electiveHundredths: member.electiveHundredths,
    courses: courses.map((course) => ({
      slug: course.slug,
      title: course.title,
      required: course.required,
      // Whoever was given more time has it for each course too.
      dueOn: member.extendedTo ?? course.dueOn ?? programme.endsOn,
      hundredths: course.hundredths,
      isDone: done.has(course.courseId),
      isAvailable: course.isAvailable === 1,
    })),
  };
}
