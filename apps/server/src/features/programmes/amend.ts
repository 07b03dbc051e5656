// Changing a programme that is under way: with a reason, before and after on record, and members told.
import type { ProblemCode, ProgrammeAmendment } from '@xueshi/contracts';
import { schema, type Reader, type Tx } from '@xueshi/database';
import {
  amendedCourses,
  amendmentProblem,
  trainingDayOf,
  type AmendmentProblem,
} from '@xueshi/domain';
import { and, asc, eq, gt, inArray, lte, ne } from 'drizzle-orm';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { publishedCatalogue } from '../catalogue/service.ts';
import { notifyMany } from '../notices/service.ts';
import { audit, isDay, writeCourses } from './drafts.ts';
import { administeredProgramme, requireState } from './permission.ts';
import { recountLater, type Recounting } from './programme-jobs.ts';
import { countersOf, standingsIn } from './progress.ts';
import { dueOf } from './remind.ts';
import { coursesOf, findProgramme, updateMember, type CourseRow } from './store.ts';

const { courses, programmeMembers, programmes, staleStandings } = schema;

const CHUNK = 200;

const REFUSALS: Record<AmendmentProblem, ProblemCode> = {
  'end-earlier': 'programme-amendment-earlier',
  'end-other-year': 'programme-amendment-other-year',
  'not-compulsory': 'programme-course-unknown',
  'still-available': 'programme-replacement-available',
  'course-not-available': 'programme-course-unknown',
  'course-twice': 'programme-course-unknown',
  'out-of-reach': 'programme-amendment-incomplete',
};

const asDomain = (course: CourseRow) => ({ ...course, isAvailable: course.isAvailable === 1 });
type Course = Pick<
  ReturnType<typeof asDomain>,
  'courseId' | 'slug' | 'required' | 'dueOn' | 'hundredths' | 'isAvailable'
>;

/** Courses that are to come, as the catalogue has them now. */
async function coming(platform: Platform, slugs: readonly string[]): Promise<Map<string, Course>> {
  if (slugs.length === 0) return new Map();
  const catalogue = await publishedCatalogue(platform);
  const rows = await platform.db
    .select({ courseId: courses.id, slug: courses.slug })
    .from(courses)
    .where(inArray(courses.slug, [...slugs]));
  return new Map(
    rows.map(({ courseId, slug }) => {
      const hundredths = catalogue.byId.get(courseId)?.version.valueHundredths;
      const isAvailable = hundredths !== undefined;
      const course = { courseId, slug, required: false, dueOn: null, isAvailable };
      return [slug, { ...course, hundredths: hundredths ?? 0 }];
    }),
  );
}

/** What was asked, by courses instead of their slugs; a replacement is due when the one it replaces was. */
async function changeOf(
  platform: Platform,
  before: readonly Course[],
  { endsOn, out, electives }: ProgrammeAmendment,
) {
  const today = trainingDayOf(platform.clock.now());
  const found = await coming(platform, [...out.flatMap(({ by }) => by ?? []), ...electives]);
  const known = (slug: string) => {
    const course = found.get(slug);
    if (!course) throw new Refused('programme-course-unknown');
    return course;
  };
  return {
    endsOn,
    electives: electives.map(known),
    out: out.map(({ slug, by }) => {
      const old = before.find((course) => course.slug === slug);
      const dueOn = old?.dueOn && old.dueOn >= today ? old.dueOn : null;
      const courseId = old?.courseId ?? '';
      return { courseId, by: by === null ? null : { ...known(by), dueOn } };
    }),
  };
}

/**
 * Changes what may change of it: a later end, the note, electives more, a compulsory course out or, where
 * it cannot be begun any more, another in its place. Who has completed the programme stays so.
 */
export async function amendProgramme(
  platform: Platform,
  actor: Actor,
  id: string,
  body: ProgrammeAmendment,
): Promise<void> {
  const { db, clock } = platform;
  const found = await administeredProgramme(db, actor, id);
  requireState(found, 'published');
  const { programme } = found;
  if (!isDay(body.endsOn)) throw new Refused('programme-days-wrong');
  const before: Course[] = (await coursesOf(db, [id])).map(asDomain);
  const change = await changeOf(platform, before, body);
  const { endsOn, rule } = programme;
  const problem = amendmentProblem({ endsOn, rule, courses: before }, change);
  if (problem) throw new Refused(REFUSALS[problem]);
  const after = amendedCourses(before, change);
  const isTold = body.endsOn !== endsOn || change.out.length > 0 || change.electives.length > 0;
  const note = body.note.trim();
  const reason = body.reason.trim();
  const now = clock.now();
  const version = body.version + 1;
  await platform.write(async (tx) => {
    const changed = await tx
      .update(programmes)
      .set({ endsOn: body.endsOn, note, version })
      .where(
        and(
          eq(programmes.id, id),
          eq(programmes.version, body.version),
          eq(programmes.state, 'published'),
        ),
      )
      .returning({ id: programmes.id });
    if (changed.length === 0) throw new Refused('programme-changed-elsewhere');
    await writeCourses(tx, id, after);
    await forgetShorterExtensions(tx, id, body.endsOn);
    await audit(tx, actor, 'programme-amended', programme, now, {
      reason,
      before: { endsOn, note: programme.note, ...inTrail(before) },
      after: { endsOn: body.endsOn, note, ...inTrail(after) },
    });
    if (isTold) await recountLater(tx, { programmeId: id, version, reason }, now);
  });
}

const inTrail = (all: readonly Course[]) => ({
  required: all.filter(({ required }) => required).map(({ slug }) => slug),
  electives: all.filter(({ required }) => !required).map(({ slug }) => slug),
});

/** Whoever was given time until a day that is now everybody's has the day of everybody. */
const forgetShorterExtensions = (tx: Tx, programmeId: string, endsOn: string) =>
  tx
    .update(programmeMembers)
    .set({ extendedTo: null })
    .where(
      and(eq(programmeMembers.programmeId, programmeId), lte(programmeMembers.extendedTo, endsOn)),
    );

/** Counts all members anew and tells those who are not done, chunk by chunk; run again it changes nothing. */
export async function recountMembers(
  { write, clock }: Platform,
  recounting: Recounting,
  signal: AbortSignal,
): Promise<void> {
  for (let after: string | null = ''; after !== null;) {
    if (signal.aborted) throw new Error('stopped');
    const from: string = after;
    after = await write((tx) => recountChunk(tx, recounting, from, clock.now()));
  }
}

const membersAfter = (db: Reader, programmeId: string, after: string) =>
  db
    .select()
    .from(programmeMembers)
    .where(
      and(
        eq(programmeMembers.programmeId, programmeId),
        ne(programmeMembers.state, 'left'),
        gt(programmeMembers.personId, after),
      ),
    )
    .orderBy(asc(programmeMembers.personId))
    .limit(CHUNK);

async function recountChunk(
  tx: Tx,
  { programmeId, version, reason }: Recounting,
  after: string,
  now: Date,
): Promise<string | null> {
  const found = await findProgramme(tx, programmeId);
  if (found?.programme.state !== 'published') return null;
  const { programme } = found;
  const members = await membersAfter(tx, programmeId, after);
  if (members.length === 0) return null;
  const ids = members.map(({ personId }) => personId);
  const standingOf = await standingsIn(tx, programme, await coursesOf(tx, [programmeId]), ids);
  for (const member of members) {
    const standing = standingOf(member.personId);
    const completes = member.state === 'open' && standing.isComplete;
    await updateMember(tx, member, {
      ...countersOf(standing),
      ...(completes && { state: 'completed', completedAt: now }),
    });
  }
  await notifyMany(
    tx,
    members
      .filter(({ state }) => state === 'open')
      .map((member) => ({
        personId: member.personId,
        kind: 'programme-changed',
        occasion: `${programmeId}:${version}`,
        params: { title: programme.title, date: dueOf(programme, member), reason },
        link: `/programmes/${programmeId}`,
        now,
      })),
  );
  // What is compulsory somewhere may count otherwise towards the hours of the year.
  await tx
    .insert(staleStandings)
    .values(ids.map((personId) => ({ personId })))
    .onConflictDoNothing();
  return members.length === CHUNK ? (ids.at(-1) ?? null) : null;
}
