// Fills a data folder with learners who are in the middle of a lecture, by direct inserts.
import { schema, type Database, type Tx } from '@xueshi/database';
import { hashSecret } from '@xueshi/server/sessions';
import { randomBytes } from 'node:crypto';

export interface BenchLearner {
  readonly personId: string;
  /** Of the enrolment, where there is one. */
  readonly number: number;
  readonly secret: string;
  readonly sessionId: string;
}

export const LECTURE_MS = 3_600_000;
export const ASSET_ID = 'b'.repeat(40);

const text = (words: string) => ({ 'zh-CN': words, en: words });

async function inPieces<T>(
  rows: readonly T[],
  size: number,
  insert: (rows: T[]) => Promise<unknown>,
): Promise<void> {
  for (let from = 0; from < rows.length; from += size) await insert(rows.slice(from, from + size));
}

/** One published course with one lecture whose package is ready. */
export async function makeCourse(database: Database, now: Date): Promise<void> {
  await database.write(async (tx) => {
    await tx.insert(schema.mediaAssets).values({
      id: ASSET_ID,
      state: 'ready',
      durationMs: LECTURE_MS,
      sourcePath: '',
      subtitles: [],
      slides: [],
      createdAt: now,
      readyAt: now,
    });
    await tx.insert(schema.courses).values({
      id: 'bench',
      slug: 'bench',
      state: 'published',
      createdAt: now,
      currentVersionId: 'bench-1',
    });
    await tx.insert(schema.courseVersions).values({
      id: 'bench-1',
      courseId: 'bench',
      revision: 1,
      contentHash: 'bench',
      title: text('基准'),
      summary: text('基准'),
      area: 'law',
      tags: [],
      lecturer: { name: '基准', title: '' },
      sources: [],
      repeat: 'never',
      valuation: {},
      valueHundredths: 100,
      materialSeconds: 3600,
      publishedAt: now,
    });
    await tx.insert(schema.lessons).values({
      id: 'bench-lecture',
      courseVersionId: 'bench-1',
      key: 'lecture',
      position: 0,
      kind: 'lecture',
      title: text('讲座'),
      required: true,
      materialSeconds: 3600,
      content: { kind: 'lecture', chapters: [], slides: [], durationMs: LECTURE_MS, subtitles: [] },
      mediaAssetId: ASSET_ID,
    });
  });
}

const newLearners = (count: number): BenchLearner[] =>
  Array.from({ length: count }, (_, at) => ({
    personId: `learner-${at}`,
    number: at + 1,
    secret: randomBytes(32).toString('base64url'),
    sessionId: `playback-${at}`,
  }));

export async function makeLearners(
  database: Database,
  count: number,
  now: Date,
): Promise<BenchLearner[]> {
  const learners = newLearners(count);
  const later = new Date(now.getTime() + 12 * 3_600_000);
  await database.write((tx) =>
    inPieces(learners, 500, async (some) => {
      await insertPeople(tx, some, now, later);
      await insertPlaying(tx, some, now);
    }),
  );
  return learners;
}

/** People who are signed in and have begun nothing. */
export async function makePeople(
  database: Database,
  count: number,
  now: Date,
): Promise<BenchLearner[]> {
  const people = newLearners(count);
  const later = new Date(now.getTime() + 12 * 3_600_000);
  await database.write((tx) => inPieces(people, 500, (some) => insertPeople(tx, some, now, later)));
  return people;
}

async function insertPeople(
  tx: Tx,
  some: readonly BenchLearner[],
  now: Date,
  later: Date,
): Promise<void> {
  await tx.insert(schema.people).values(
    some.map(({ personId }) => ({
      id: personId,
      name: '学员',
      namePinyin: 'xue yuan',
      nameInitials: 'xy',
      createdAt: now,
    })),
  );
  await tx.insert(schema.accounts).values(
    some.map(({ personId }) => ({
      personId,
      loginName: personId,
      loginKey: personId,
      passwordHash: '',
      mustChangePassword: false,
      passwordChangedAt: now,
      state: 'active',
      createdAt: now,
    })),
  );
  await tx.insert(schema.sessions).values(
    some.map(({ personId, secret }) => ({
      idHash: hashSecret(secret),
      personId,
      epoch: 0,
      createdAt: now,
      lastSeenAt: now,
      expiresAt: later,
      userAgent: 'bench',
      address: '127.0.0.1',
    })),
  );
}

async function insertPlaying(tx: Tx, some: readonly BenchLearner[], now: Date): Promise<void> {
  await tx.insert(schema.enrolments).values(
    some.map(({ personId, number }) => ({
      id: `enrolment-${personId}`,
      number,
      personId,
      courseId: 'bench',
      courseVersionId: 'bench-1',
      cycle: 'once',
      valueHundredths: 100,
      startedAt: now,
      lastActiveAt: now,
    })),
  );
  await tx.insert(schema.lessonProgress).values(
    some.map(({ number }) => ({
      enrolmentNumber: number,
      lessonId: 'bench-lecture',
      startedAt: now,
      watched: [],
      watchedMs: 0,
      resumeMs: 0,
    })),
  );
  await tx.insert(schema.learnerPlayheads).values(
    some.map(({ personId }) => ({
      personId,
      epoch: 1,
      tokensMs: 120_000,
      untilCheckMs: 600_000,
      lastServerMs: now.getTime(),
    })),
  );
  await tx.insert(schema.mediaDeliveries).values(
    some.map(({ personId }) => ({
      personId,
      mediaAssetId: ASSET_ID,
      delivered: [[0, LECTURE_MS] as const],
    })),
  );
  await tx.insert(schema.playbackSessions).values(
    some.map(({ personId, sessionId }) => ({
      id: sessionId,
      personId,
      requestId: sessionId,
      enrolmentId: `enrolment-${personId}`,
      lessonId: 'bench-lecture',
      mediaAssetId: ASSET_ID,
      durationMs: LECTURE_MS,
      epoch: 1,
      lastSeq: 0,
      lastMonoMs: 0,
      headHash: '',
      device: 'bench',
      openedAt: now,
    })),
  );
}
