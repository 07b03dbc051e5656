import type { ProgrammeView } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { checkCompletionRule, trainingDayOf } from '@xueshi/domain';
import { and, eq } from 'drizzle-orm';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { assignLater, closeLater } from './programme-jobs.ts';
import { audit } from './drafts.ts';
import { administeredProgramme, requireState } from './permission.ts';
import { countReached, targetOf } from './reach.ts';
import { tellResponsible, toldAbout } from './responsible.ts';
import { coursesOf, type CourseRow, type ProgrammeInUnit } from './store.ts';

const { programmes } = schema;

type Fault = ProgrammeView['faults'][number];

/** What keeps a draft from being published; nobody is assigned what cannot be completed (DOMAIN G14, M1). */
export async function faultsOf(
  db: Reader,
  found: ProgrammeInUnit,
  courses: readonly CourseRow[],
  now: Date,
): Promise<Fault[]> {
  const { programme, unit } = found;
  const target = await targetOf(db, found);
  const outside = courses.some(
    ({ dueOn }) => dueOn !== null && (dueOn < programme.startsOn || dueOn > programme.endsOn),
  );
  const rule = checkCompletionRule(courses, programme.rule);
  const reached = await countReached(db, unit, target);
  return [
    ...(programme.responsibleId === null ? (['no-responsible'] as const) : []),
    ...(rule === null ? [] : [rule]),
    ...(courses.some(({ isAvailable }) => !isAvailable) ? (['course-not-available'] as const) : []),
    ...(outside ? (['due-outside'] as const) : []),
    ...(programme.endsOn < trainingDayOf(now) ? (['ends-in-past'] as const) : []),
    ...(reached.every(({ people }) => people === 0) ? (['reaches-nobody'] as const) : []),
  ];
}

/** What has gone wrong with it since it was published. */
export const faultsUnderWay = (
  { state }: ProgrammeInUnit['programme'],
  courses: readonly CourseRow[],
): Fault[] =>
  state === 'published' && courses.some(({ isAvailable }) => !isAvailable)
    ? ['course-not-available']
    : [];

/** From now on it is a duty: everybody it is for is assigned and told, by a job, chunk by chunk. */
export async function publishProgramme(platform: Platform, actor: Actor, id: string) {
  const { db, clock } = platform;
  const found = await administeredProgramme(db, actor, id);
  requireState(found, 'draft');
  const now = clock.now();
  const faults = await faultsOf(db, found, await coursesOf(db, [id]), now);
  if (faults.length > 0) throw new Refused('programme-not-ready', { count: faults.length });
  const told = await toldAbout(platform, found);
  await platform.write(async (tx) => {
    const published = await tx
      .update(programmes)
      .set({ state: 'published', publishedAt: now, publishedBy: actor.personId })
      .where(
        and(
          eq(programmes.id, id),
          eq(programmes.state, 'draft'),
          eq(programmes.version, found.programme.version),
        ),
      )
      .returning({ id: programmes.id });
    if (published.length === 0) throw new Refused('programme-changed-elsewhere');
    await audit(tx, actor, 'programme-published', found.programme, now);
    await assignLater(tx, id, now);
    await tellResponsible(tx, found, told, actor, now);
  });
}

/** From now on nothing of it changes; a job freezes its figures. */
export async function closeProgramme(platform: Platform, actor: Actor, id: string) {
  const { db, clock } = platform;
  const found = await administeredProgramme(db, actor, id);
  requireState(found, 'published');
  const now = clock.now();
  await platform.write(async (tx) => {
    const closed = await tx
      .update(programmes)
      .set({ state: 'closed', closedAt: now })
      .where(and(eq(programmes.id, id), eq(programmes.state, 'published')))
      .returning({ id: programmes.id });
    if (closed.length === 0) throw new Refused('programme-state');
    await audit(tx, actor, 'programme-closed', found.programme, now);
    await closeLater(tx, { programmeId: id, closedBy: actor.personId }, now);
  });
}
