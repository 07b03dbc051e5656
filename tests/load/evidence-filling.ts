// Learners who have watched whole lectures, with everything that the server keeps of it, each chain of
// heartbeats as the server makes it: for measuring what evidence takes, and for taking it apart.
import { schema, type Database, type Tx } from '@xueshi/database';
import { createHash, randomBytes } from 'node:crypto';

export interface Filling {
  readonly people: number;
  readonly lessons: number;
  /** A heartbeat each 15 s of the lecture. */
  readonly beats: number;
  readonly openedAt: Date;
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
  readonly lessonId: string;
  readonly assetId: string;
  readonly sessionId: string;
  readonly epoch: number;
}

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
  const { openedAt, measure = async () => {} } = filling;
  const lessons = await makeCourse(database, filling, durationMs);
  const watched = await enrol(database, filling, lessons);
  await measure('learning');
  await insertAll(database, watched, 500, (tx, rows) =>
    tx.insert(schema.lessonProgress).values(
      rows.map(({ enrolmentId, lessonId }) => ({
        enrolmentId,
        lessonId,
        startedAt: openedAt,
        completedAt: new Date(openedAt.getTime() + durationMs),
        watched: [[0, durationMs] as const],
        watchedMs: durationMs,
        resumeMs: durationMs,
      })),
    ),
  );
  await measure('progress');
  const chains = watched.map((one) => ({ one, chain: chainOf(one, filling.beats, openedAt) }));
  await insertAll(database, chains, 200, (tx, rows) => insertPlaybacks(tx, rows, filling));
  await measure('playbacks');
  for (const { chain } of chains)
    await insertAll(database, chain, 1000, (tx, rows) => tx.insert(schema.heartbeats).values(rows));
  await measure('heartbeats');
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
  { people, openedAt }: Filling,
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
        epoch: lessons.length + 1,
        tokensMs: 0,
        lastServerMs: openedAt.getTime(),
      })),
    );
  });
  return persons.flatMap((person) =>
    lessons.map(({ id, assetId }, at) => ({
      ...person,
      lessonId: id,
      assetId,
      sessionId: newId(),
      epoch: at + 1,
    })),
  );
}

type Beat = typeof schema.heartbeats.$inferInsert;

function chainOf({ sessionId }: Watched, beats: number, openedAt: Date): Beat[] {
  const chain: Beat[] = [];
  for (let seq = 1; seq <= beats; seq += 1) {
    const receivedAt = new Date(openedAt.getTime() + seq * BEAT_MS);
    const span = [(seq - 1) * BEAT_MS, seq * BEAT_MS, 1];
    const body = JSON.stringify([seq, seq * BEAT_MS, [span], 'playing', true, false, 4_200]);
    const bodyHash = sha256(body);
    const link = `${chain.at(-1)?.hash ?? ''}|${bodyHash}|${receivedAt.getTime()}|${BEAT_MS}`;
    chain.push({
      sessionId,
      seq,
      receivedAt,
      bodyHash,
      body,
      claimedMs: BEAT_MS,
      grantedMs: BEAT_MS,
      withheldMs: 0,
      hash: sha256(link),
    });
  }
  return chain;
}

async function insertPlaybacks(
  tx: Tx,
  rows: readonly { one: Watched; chain: readonly Beat[] }[],
  { openedAt, beats }: Filling,
): Promise<void> {
  await tx.insert(schema.playbackSessions).values(
    rows.map(({ one, chain }) => ({
      id: one.sessionId,
      personId: one.personId,
      requestId: crypto.randomUUID(),
      enrolmentId: one.enrolmentId,
      lessonId: one.lessonId,
      mediaAssetId: one.assetId,
      durationMs: beats * BEAT_MS,
      epoch: one.epoch,
      lastSeq: beats,
      lastMonoMs: beats * BEAT_MS,
      headHash: chain.at(-1)?.hash ?? '',
      device: USER_AGENT,
      openedAt,
    })),
  );
  await tx.insert(schema.evidenceOrigins).values(
    rows.map(({ one }) => ({
      id: one.sessionId,
      kind: 'playback',
      personId: one.personId,
      address: '10.20.30.40',
      browserMark: crypto.randomUUID(),
      at: openedAt,
    })),
  );
  await tx.insert(schema.mediaDeliveries).values(
    rows.map(({ one }) => ({
      personId: one.personId,
      mediaAssetId: one.assetId,
      delivered: [[0, beats * BEAT_MS + 60_000] as const],
    })),
  );
  await tx.insert(schema.presenceChecks).values(
    rows.flatMap(({ one }) =>
      Array.from({ length: CHECKS }, () => ({
        id: newId(),
        personId: one.personId,
        sessionId: one.sessionId,
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
