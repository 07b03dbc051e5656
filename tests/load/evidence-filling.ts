// Learners who have watched whole lectures, with everything that the server keeps of it, each chain of
// heartbeats as the server makes it: for measuring what evidence takes, and for taking it apart. Rows come
// in the order in which they would come in life: many learners beside one another, over months.
import { schema, type Database, type Tx } from '@xueshi/database';
import { lengthMs } from '@xueshi/domain';
import { createHash, randomBytes } from 'node:crypto';
import { playbacksOf, watchedIn, type Beaten } from './lecture-playbacks.ts';

export interface Filling {
  readonly people: number;
  readonly lessons: number;
  /** A heartbeat each 15 s of the lecture. */
  readonly beats: number;
  readonly openedAt: Date;
  /** Of a hundred lectures, how many are watched in two sittings, and of how many short pieces are left out. */
  readonly twice?: number;
  readonly withGaps?: number;
  /** Over how many days the learning is spread. */
  readonly days?: number;
  /** Called after each kind of row, to be measured in between. */
  readonly measure?: (kind: FillingStep) => Promise<void>;
}

export type FillingStep = 'learning' | 'progress' | 'playbacks' | 'heartbeats';

const BEAT_MS = 15_000;
const CHECKS = 4;
const USER_AGENT =
  'Mozilla/5.0 (Linux; Android 13; V2166A) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/118.0.0.0 Mobile Safari/537.36';

const newId = () => randomBytes(16).toString('base64url');
const sha256 = (text: string) => createHash('sha256').update(text).digest('base64url');
const inBoth = (words: string) => ({ 'zh-CN': words, en: words });

interface Watched {
  readonly personId: string;
  readonly enrolmentId: string;
  readonly enrolmentNumber: number;
  readonly lessonId: string;
  readonly assetId: string;
  readonly playbacks: readonly Beaten[];
}

interface Playback {
  readonly one: Watched;
  readonly sessionId: string;
  readonly epoch: number;
  readonly openedAt: Date;
  readonly chain: readonly Beat[];
}

const DAY_MS = 86_400_000;

async function insertAll<Row>(
  database: Database,
  rows: readonly Row[],
  size: number,
  insert: (tx: Tx, rows: Row[]) => Promise<unknown>,
): Promise<void> {
  for (let from = 0; from < rows.length; from += size)
    await database.write((tx) => insert(tx, rows.slice(from, from + size)));
}

/** Fills a migrated, empty database. Every lecture is complete; nothing of it is credited. */
export async function fillEvidence(database: Database, filling: Filling): Promise<void> {
  const durationMs = filling.beats * BEAT_MS;
  const { measure = async () => {} } = filling;
  const lessons = await makeCourse(database, filling, durationMs);
  const watched = await enrol(database, filling, lessons);
  await measure('learning');
  await fillProgress(database, watched);
  await measure('progress');
  const playbacks = inOrder(watched);
  await insertAll(database, playbacks, 200, (tx, rows) => insertPlaybacks(tx, rows, durationMs));
  await measure('playbacks');
  for (const { chain } of playbacks)
    await insertAll(database, chain, 1000, (tx, rows) => tx.insert(schema.heartbeats).values(rows));
  await measure('heartbeats');
}

/** Each lecture is begun, and its row grows when it is finished: as the server writes them. */
async function fillProgress(database: Database, watched: readonly Watched[]): Promise<void> {
  const { lessonProgress } = schema;
  const start = (one: Watched) => one.playbacks[0]?.openedMs ?? 0;
  const inTime = watched.toSorted((one, other) => start(one) - start(other));
  await insertAll(database, inTime, 100, async (tx, rows) => {
    const begun = rows.map((one) => ({
      enrolmentNumber: one.enrolmentNumber,
      lessonId: one.lessonId,
      startedAt: new Date(start(one)),
      watched: [],
      watchedMs: 0,
      resumeMs: 0,
    }));
    await tx.insert(lessonProgress).values(begun);
    for (const [at, row] of begun.entries()) {
      const playbacks = rows[at]?.playbacks ?? [];
      const last = playbacks.at(-1);
      const watched = [...watchedIn(playbacks)];
      const set = {
        completedAt: new Date((last?.openedMs ?? 0) + (last?.spans.length ?? 0) * BEAT_MS),
        watched,
        watchedMs: lengthMs(watched),
        resumeMs: watched.at(-1)?.[1] ?? 0,
      };
      const target = [lessonProgress.enrolmentNumber, lessonProgress.lessonId];
      await tx.insert(lessonProgress).values(row).onConflictDoUpdate({ target, set });
    }
  });
}

/** All playbacks in the order of their openings; each takes its learner's next epoch. */
function inOrder(watched: readonly Watched[]): Playback[] {
  const epochs = new Map<string, number>();
  return watched
    .flatMap((one) => one.playbacks.map((playback) => ({ one, playback })))
    .toSorted((first, second) => first.playback.openedMs - second.playback.openedMs)
    .map(({ one, playback }) => {
      const epoch = (epochs.get(one.personId) ?? 0) + 1;
      epochs.set(one.personId, epoch);
      const sessionId = newId();
      const openedAt = new Date(playback.openedMs);
      return { one, sessionId, epoch, openedAt, chain: chainOf(sessionId, playback) };
    });
}

async function makeCourse(database: Database, { lessons, openedAt }: Filling, durationMs: number) {
  const rows = Array.from({ length: lessons }, (_, position) => ({
    id: newId(),
    assetId: sha256(`asset ${position}`).slice(0, 40),
    position,
  }));
  await database.write(async (tx) => {
    const once = { createdAt: openedAt };
    await tx
      .insert(schema.courses)
      .values({ id: 'c', slug: 'c', state: 'published', currentVersionId: 'v', ...once });
    await tx.insert(schema.courseVersions).values({
      id: 'v',
      courseId: 'c',
      revision: 1,
      contentHash: 'v',
      title: inBoth('课程'),
      summary: inBoth('课程'),
      area: 'law',
      tags: [],
      lecturer: { name: '', title: '' },
      sources: [],
      repeat: 'never',
      valuation: {},
      valueHundredths: 100,
      materialSeconds: 3600,
      publishedAt: openedAt,
    });
    for (const { id, assetId, position } of rows) {
      const paper = { sourcePath: '', subtitles: [], slides: [], state: 'ready', durationMs };
      await tx.insert(schema.mediaAssets).values({ id: assetId, ...paper, ...once });
      await tx.insert(schema.lessons).values({
        id,
        courseVersionId: 'v',
        key: `lecture-${position}`,
        position,
        kind: 'lecture',
        title: inBoth('讲座'),
        required: true,
        materialSeconds: Math.floor(durationMs / 1000),
        content: { kind: 'lecture', durationMs, chapters: [], slides: [], subtitles: [] },
        mediaAssetId: assetId,
      });
    }
  });
  return rows;
}

async function enrol(
  database: Database,
  { people, openedAt, beats, twice = 0, withGaps = 0, days = 0 }: Filling,
  lessons: readonly { id: string; assetId: string }[],
): Promise<Watched[]> {
  const persons = Array.from({ length: people }, () => ({
    personId: newId(),
    enrolmentId: newId(),
  }));
  await insertAll(database, persons, 500, async (tx, rows) => {
    await tx.insert(schema.people).values(
      rows.map(({ personId }) => ({
        id: personId,
        name: '学员',
        namePinyin: 'xue yuan',
        nameInitials: 'xy',
        createdAt: openedAt,
      })),
    );
    await tx.insert(schema.enrolments).values(
      rows.map(({ personId, enrolmentId }) => ({
        id: enrolmentId,
        personId,
        courseId: 'c',
        courseVersionId: 'v',
        cycle: 'once',
        valueHundredths: 100,
        startedAt: openedAt,
        lastActiveAt: openedAt,
      })),
    );
    await tx.insert(schema.learnerPlayheads).values(
      rows.map(({ personId }) => ({
        personId,
        epoch: 2 * lessons.length + 1,
        tokensMs: 0,
        lastServerMs: openedAt.getTime(),
      })),
    );
  });
  const numbers = await database.db
    .select({ id: schema.enrolments.id, number: schema.enrolments.number })
    .from(schema.enrolments);
  const numberOf = new Map(numbers.map(({ id, number }) => [id, number]));
  const spreadMs = days * DAY_MS;
  return persons.flatMap((person, at) =>
    lessons.map(({ id, assetId }, lesson) => ({
      ...person,
      enrolmentNumber: numberOf.get(person.enrolmentId) ?? 0,
      lessonId: id,
      assetId,
      playbacks: playbacksOf({
        seed: at * lessons.length + lesson,
        beats,
        beatMs: BEAT_MS,
        // A third of the time passes until the last has begun; each takes the rest of it.
        fromMs: openedAt.getTime() + Math.round((spreadMs * at) / people / 3),
        withinMs: Math.round((spreadMs * 2) / 3),
        twice,
        withGaps,
      }),
    })),
  );
}

type Beat = typeof schema.heartbeats.$inferInsert;

function chainOf(sessionId: string, { openedMs, spans, granted }: Beaten): Beat[] {
  const chain: Beat[] = [];
  for (const [at, [from, to]] of spans.entries()) {
    const seq = at + 1;
    const receivedAt = new Date(openedMs + seq * BEAT_MS);
    const body = JSON.stringify([
      seq,
      seq * BEAT_MS,
      [[from, to, 1]],
      'playing',
      true,
      false,
      4_200,
    ]);
    const bodyHash = sha256(body);
    const grantedMs = granted[at] ?? 0;
    const link = `${chain.at(-1)?.hash ?? ''}|${bodyHash}|${receivedAt.getTime()}|${grantedMs}`;
    chain.push({
      sessionId,
      seq,
      receivedAt,
      bodyHash,
      body,
      claimedMs: to - from,
      grantedMs,
      withheldMs: 0,
      hash: sha256(link),
    });
  }
  return chain;
}

async function insertPlaybacks(
  tx: Tx,
  rows: readonly Playback[],
  durationMs: number,
): Promise<void> {
  await tx.insert(schema.playbackSessions).values(
    rows.map(({ one, sessionId, epoch, openedAt, chain }) => ({
      id: sessionId,
      personId: one.personId,
      requestId: crypto.randomUUID(),
      enrolmentId: one.enrolmentId,
      lessonId: one.lessonId,
      mediaAssetId: one.assetId,
      durationMs,
      epoch,
      lastSeq: chain.length,
      lastMonoMs: chain.length * BEAT_MS,
      headHash: chain.at(-1)?.hash ?? '',
      device: USER_AGENT,
      openedAt,
    })),
  );
  await tx.insert(schema.evidenceOrigins).values(
    rows.map(({ one, sessionId, openedAt }) => ({
      id: sessionId,
      kind: 'playback',
      personId: one.personId,
      address: '10.20.30.40',
      browserMark: crypto.randomUUID(),
      at: openedAt,
    })),
  );
  await tx
    .insert(schema.mediaDeliveries)
    .values(
      rows.map(({ one }) => ({
        personId: one.personId,
        mediaAssetId: one.assetId,
        delivered: [[0, durationMs + 60_000] as const],
      })),
    )
    .onConflictDoNothing();
  await tx.insert(schema.presenceChecks).values(
    rows.flatMap(({ one, sessionId, openedAt }) =>
      Array.from({ length: CHECKS }, () => ({
        id: newId(),
        personId: one.personId,
        sessionId,
        lessonId: one.lessonId,
        kind: 'word',
        options: ['rice field', 'stone bridge', 'lighthouse', 'spring rain'],
        answer: 1,
        askedAt: openedAt,
        deadlineAt: openedAt,
        outcome: 'passed',
        attempts: 0,
        settledAt: openedAt,
        takenBackMs: 0,
      })),
    ),
  );
}
