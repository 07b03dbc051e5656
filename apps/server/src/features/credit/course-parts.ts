// A course that is not finished yet is credited in parts where the hour policy says so (DOMAIN 5.8). A
// part is a credit of its own, for the same course; finishing it credits the rest (ADR 0053).
import type { CompletionNews, CreditEntryView } from '@xueshi/contracts';
import { schema, type Reader, type Tx } from '@xueshi/database';
import { earnedByLessons, trainingYearOf, type WeighedLesson } from '@xueshi/domain';
import { and, asc, eq, sql } from 'drizzle-orm';
import type { Platform } from '../../platform/platform.ts';
import { notify } from '../notices/service.ts';
import { isPart } from './entries.ts';
import { snapshotOf, type CreditEntry } from './ledger.ts';
import { negating, postCorrection } from './post-correction.ts';
import { rulesWithin } from './rules.ts';
import { courseCreditOf, postCredit, type CourseStudy } from './post-credit.ts';
import { creditFor, ONLINE_COURSE, partKey, partPrefix } from './sources.ts';
import { leftOutBy } from './left-out.ts';

const { creditEntries } = schema;

/** Whose parts: of a course that counts once for ever those of any enrolment, else those of this one. */
export interface PartsOf {
  readonly personId: string;
  readonly courseId: string;
  readonly enrolmentId: string;
  readonly repeat: string;
}

/** All parts that were ever credited, the oldest first, whatever became of them. */
async function partsOf(db: Reader, of: PartsOf): Promise<CreditEntry[]> {
  const prefix = partPrefix(of.courseId, of.repeat === 'never' ? null : of.enrolmentId);
  return db
    .select()
    .from(creditEntries)
    .where(
      and(
        eq(creditEntries.personId, of.personId),
        eq(creditEntries.sourceType, ONLINE_COURSE),
        sql`substr(${creditEntries.sourceKey}, 1, ${prefix.length}) = ${prefix}`,
      ),
    )
    .orderBy(asc(creditEntries.sequence));
}

const SYSTEM = 'system';

/**
 * The parts that the rest of the course is lessened by: all but those that were taken back since their
 * lessons were set back. What a person took back is not credited again by finishing the course.
 */
export async function givenParts(db: Reader, of: PartsOf): Promise<CreditEntry[]> {
  const given: CreditEntry[] = [];
  for (const part of await partsOf(db, of)) {
    const [reversal] = await db
      .select({ postedBy: creditEntries.postedBy })
      .from(creditEntries)
      .where(eq(creditEntries.reversesId, part.id));
    if (reversal?.postedBy !== SYSTEM) given.push(part);
  }
  return given;
}

/** A key that no part of the course has. */
export async function nextPartKey(db: Reader, of: PartsOf): Promise<string> {
  return partKey(of.courseId, of.enrolmentId, (await partsOf(db, of)).length + 1);
}

export const sumOf = (entries: readonly Pick<CreditEntry, 'hundredths'>[]): number =>
  entries.reduce((sum, { hundredths }) => sum + hundredths, 0);

/** Hundredths of an hour that a course brought in parts and the rest of it is lessened by. */
export const givenInParts = async (db: Reader, of: PartsOf): Promise<number> =>
  sumOf(await givenParts(db, of));

export interface PartStudy extends CourseStudy {
  readonly lessons: readonly WeighedLesson[];
  /** Part of it was studied without a link: it is credited whole, or not at all. */
  readonly studiedOffline: boolean;
}

export const partsOfStudy = ({
  enrolment,
  version,
}: Pick<CourseStudy, 'enrolment' | 'version'>): PartsOf => ({
  personId: enrolment.personId,
  courseId: enrolment.courseId,
  enrolmentId: enrolment.id,
  repeat: version.repeat,
});

type News = Pick<CompletionNews, 'credited'>;

/** Credits what the completed lessons of an unfinished course have earned by now and was not credited yet. */
export async function creditPart(platform: Platform, tx: Tx, study: PartStudy): Promise<News> {
  const { enrolment, version, now, studiedOffline } = study;
  const none = { credited: null };
  const { personId, courseId, valueHundredths } = enrolment;
  if (valueHundredths <= 0 || studiedOffline) return none;
  const rules = await rulesWithin(tx, personId, trainingYearOf(now));
  if (rules.partial === 'none') return none;
  // Of courses with the same content one counts whole: which, is known when they are finished.
  if (version.equivalenceGroup !== null && rules.equivalence !== 'both') return none;
  if (await creditFor(tx, personId, { courseId, repeat: version.repeat, at: now })) return none;
  const given = await givenInParts(tx, partsOfStudy(study));
  const { stepHundredths } = rules;
  const hundredths = earnedByLessons({ valueHundredths, stepHundredths }, study.lessons) - given;
  if (hundredths <= 0) return none;
  const { entry } = await postCredit(platform, tx, {
    ...(await courseCreditOf(tx, study)),
    sourceKey: await nextPartKey(tx, partsOfStudy(study)),
    hundredths,
    evidence: { enrolmentId: enrolment.id, part: 'lesson', lessons: completedOf(study.evidence) },
  });
  const leftOut = await leftOutBy(platform, tx, entry);
  const { id: entryId, year } = entry;
  const whole = { beforeHundredths: given, yearBefore: null, closedYear: null };
  return { credited: { entryId, year, hundredths, leftOut, ...whole } };
}

const completedOf = (evidence: CreditEntryView['why']['evidence']) =>
  evidence.filter(({ completedAt }) => completedAt !== null);

const SET_BACK =
  '课时进度已退回，重新完成后再计入 / Lessons were set back; they count again once they are complete again';

/**
 * Takes parts back, the newest first, until what is left is no more than the completed lessons have
 * earned: for lessons that were set back. The learner is told of each.
 */
export async function takeBackParts(
  tx: Tx,
  {
    enrolment,
    version,
    lessons,
    now,
  }: Pick<PartStudy, 'enrolment' | 'version' | 'lessons' | 'now'>,
): Promise<void> {
  const given = await givenParts(tx, partsOfStudy({ enrolment, version }));
  if (given.length === 0) return;
  const { personId, valueHundredths } = enrolment;
  const { stepHundredths } = await rulesWithin(tx, personId, trainingYearOf(now));
  const earned = earnedByLessons({ valueHundredths, stepHundredths }, lessons);
  while (sumOf(given) > earned) {
    const part = given.pop();
    if (!part) return;
    if (!(await isReversed(tx, part))) await takeBack(tx, part, now);
  }
}

const isReversed = async (tx: Tx, { id }: CreditEntry) =>
  (await tx.$count(creditEntries, eq(creditEntries.reversesId, id))) > 0;

async function takeBack(tx: Tx, part: CreditEntry, now: Date): Promise<void> {
  const cause = { postedBy: SYSTEM, reason: SET_BACK, now };
  const entry = await postCorrection(tx, part, negating(part), cause);
  await notify(tx, {
    personId: part.personId,
    kind: 'credit-reversed',
    occasion: entry.id,
    params: {
      title: snapshotOf(part)?.title['zh-CN'] ?? '',
      hours: part.hundredths / 100,
      reason: SET_BACK,
    },
    link: '/record',
    now,
  });
}

/** The standing parts of one enrolment, those that a correction gave again among them. */
export function standingPartsIn(
  standing: readonly { readonly entry: CreditEntry; readonly origin: CreditEntry }[],
  enrolmentId: string,
): CreditEntry[] {
  return standing.flatMap(({ entry, origin }) =>
    isPart(origin) && origin.sourceKey.includes(`/${enrolmentId}/`) ? [entry] : [],
  );
}
