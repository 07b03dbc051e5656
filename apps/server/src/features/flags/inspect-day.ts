// Looks through the evidence of each day once, after it has ended, and raises flags (TRUST.md §2.8).
// Looking again changes nothing: a flag is raised once for a person, a pattern, a day and a playback.
import { schema, type Reader } from '@xueshi/database';
import {
  answersPassed,
  inStep,
  sharedBrowser,
  trainingDayStart,
  type Finding,
  type FlagRule,
} from '@xueshi/domain';
import { and, asc, eq, exists, gt, gte, inArray, sql } from 'drizzle-orm';
import { setTimeout as rest } from 'node:timers/promises';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { beatsAt, openedIn, sharedAddresses, sharedMarks, sheetsAt } from './crowd-facts.ts';
import { inspectPerson, type Found } from './inspect-person.ts';
import { mayHaveBeenOpenOn, readPersonFacts } from './person-facts.ts';
import { DAY_MS, inspectedDay, type InspectedDay } from './training-night.ts';

const { flags, installationFacts, learnerPlayheads, playbackSessions, quizAttempts } = schema;

const INSPECTED = 'evidence-inspected-until';
/** After a longer standstill the days before are not looked at any more. */
const MOST_DAYS = 31;
const PEOPLE_A_PAGE = 200;
/** Learners come first: for each millisecond of looking, that many of rest. */
const REST_SHARE = 9;
const LONGEST_REST_MS = 1_000;

/** Reading is synchronous inside: whatever was asked of the server meanwhile takes its turn now. */
const restSince = (startedMs: number) =>
  rest(Math.min(LONGEST_REST_MS, REST_SHARE * (performance.now() - startedMs)));

/** Looks at every day that has ended and was not looked at yet. Returns how many flags were raised. */
export async function inspectEvidence(platform: Platform, signal?: AbortSignal): Promise<number> {
  const today = trainingDayStart(platform.clock.now()).getTime();
  const yesterday = inspectedDay(new Date(today - DAY_MS));
  const until = await inspectedUntil(platform.db);
  let raised = 0;
  for (let back = MOST_DAYS; back >= 1; back -= 1) {
    const day = inspectedDay(new Date(today - back * DAY_MS));
    // Of an installation that never looked, only yesterday.
    if (until === null ? day.name !== yesterday.name : day.name <= until) continue;
    raised += await inspectDay(platform, day, signal);
    if (signal?.aborted) return raised;
    await platform.write((tx) =>
      tx
        .insert(installationFacts)
        .values({ key: INSPECTED, value: day.name })
        .onConflictDoUpdate({ target: installationFacts.key, set: { value: day.name } }),
    );
  }
  return raised;
}

async function inspectedUntil(db: Reader): Promise<string | null> {
  const [row] = await db
    .select()
    .from(installationFacts)
    .where(eq(installationFacts.key, INSPECTED));
  return row?.value ?? null;
}

async function inspectDay(
  platform: Platform,
  day: InspectedDay,
  signal?: AbortSignal,
): Promise<number> {
  let raised = 0;
  let after = '';
  while (!signal?.aborted) {
    const page = await platform.db
      .select({ personId: learnerPlayheads.personId })
      .from(learnerPlayheads)
      .where(
        and(
          gte(learnerPlayheads.lastServerMs, day.night.fromMs),
          gt(learnerPlayheads.personId, after),
          exists(playbacksOf(platform.db, day)),
        ),
      )
      .orderBy(asc(learnerPlayheads.personId))
      .limit(PEOPLE_A_PAGE);
    for (const { personId } of page) {
      if (signal?.aborted) return raised;
      const startedMs = performance.now();
      const facts = await readPersonFacts(platform.db, personId, day);
      const { flags: policy, needsDelivery } = platform.config;
      raised += await raise(
        platform,
        personId,
        day,
        inspectPerson(facts, day, policy, needsDelivery),
      );
      await restSince(startedMs);
    }
    const last = page.at(-1);
    if (!last) break;
    after = last.personId;
  }
  return raised + (signal?.aborted ? 0 : await inspectCrowd(platform, day));
}

/** Playbacks of the person at hand that may have been open that day. */
const playbacksOf = (db: Reader, day: InspectedDay) =>
  db
    .select({ one: sql`1` })
    .from(playbackSessions)
    .where(and(eq(playbackSessions.personId, learnerPlayheads.personId), mayHaveBeenOpenOn(day)));

async function inspectCrowd(platform: Platform, day: InspectedDay): Promise<number> {
  const { db, config } = platform;
  const { 'shared-browser': browser, 'in-step': step, 'answers-passed': seconds } = config.flags;
  let raised = 0;
  let lookedMs = performance.now();
  const raiseAll = async (rule: FlagRule, found: Map<string, Finding>) => {
    for (const [personId, finding] of found)
      raised += await raise(platform, personId, day, [{ rule, finding }]);
    await restSince(lookedMs);
    lookedMs = performance.now();
  };
  if (browser !== null)
    for (const mark of await sharedMarks(db, day, browser))
      await raiseAll('shared-browser', sharedBrowser(await openedIn(db, day, mark), browser));
  if (step !== null)
    for (const address of await sharedAddresses(db, 'playback', day, step))
      await raiseAll('in-step', inStep(await beatsAt(db, day, address), step));
  if (seconds !== null)
    for (const address of await sharedAddresses(db, 'quiz', day, 2))
      for (const { sheets } of await sheetsAt(db, day, address))
        await raiseAll('answers-passed', answersPassed(sheets, seconds));
  return raised;
}

/** Writes down what was found of one person. Returns how many flags are new. */
async function raise(
  platform: Platform,
  personId: string,
  day: InspectedDay,
  found: readonly Found[],
): Promise<number> {
  if (found.length === 0) return 0;
  const rows: (typeof flags.$inferInsert)[] = [];
  for (const { rule, finding } of found) {
    rows.push({
      id: newId(),
      personId,
      rule,
      day: day.name,
      subject: finding.subject,
      lessons: await lessonsOf(platform.db, finding),
      figures: { ...finding.figures },
      evidence: [...finding.seen],
      raisedAt: platform.clock.now(),
      state: 'open',
    });
  }
  const added = await platform.write((tx) =>
    tx.insert(flags).values(rows).onConflictDoNothing().returning({ id: flags.id }),
  );
  return added.length;
}

/** The lessons that the evidence is about. */
async function lessonsOf(db: Reader, { seen }: Finding) {
  const ids = [...new Set(seen.flatMap(({ sessionId }) => sessionId ?? []))];
  if (ids.length === 0) return [];
  const lesson = <T extends typeof playbackSessions | typeof quizAttempts>(from: T) => ({
    enrolmentId: from.enrolmentId,
    lessonId: from.lessonId,
  });
  const rows = [
    ...(await db
      .selectDistinct(lesson(playbackSessions))
      .from(playbackSessions)
      .where(inArray(playbackSessions.id, ids))),
    ...(await db
      .selectDistinct(lesson(quizAttempts))
      .from(quizAttempts)
      .where(inArray(quizAttempts.id, ids))),
  ];
  return rows;
}
