// A lecture of any length whose video exists on paper only: reporting what was watched never touches
// the video, so tests of it need none. Used by tests only.
import type { Beat, BeatsAnswer, PlaybackSession, ProblemCode } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { createHash } from 'node:crypto';
import type { LectureContent } from '../features/catalogue/service.ts';
import { findCourse } from '../features/catalogue/store.ts';
import { newId } from '../platform/new-id.ts';
import type { Platform } from '../platform/platform.ts';
import { newRequestId, type Answer, type Visitor } from './test-installation.ts';

const { lessons, mediaAssets } = schema;

/** Gives a published course one lesson more, `lecture`, of `durationMs`; real time without chapters, unless said. */
export async function addPaperLecture(
  platform: Platform,
  slug: string,
  durationMs: number,
  more: Partial<Pick<LectureContent, 'maxRate' | 'seeking' | 'chapters' | 'questions'>> = {},
  position = 1,
): Promise<void> {
  const published = await findCourse(platform.db, slug);
  if (!published) throw new Error(`${slug} is not published`);
  const assetId = createHash('sha1').update(slug).digest('hex');
  const now = platform.clock.now();
  await platform.write(async (tx) => {
    await tx
      .insert(mediaAssets)
      .values({
        id: assetId,
        state: 'ready',
        durationMs,
        sourcePath: '',
        subtitles: [],
        slides: [],
        createdAt: now,
        readyAt: now,
      })
      .onConflictDoNothing(); // The same recording in the next version.
    await tx.insert(lessons).values({
      id: newId(),
      courseVersionId: published.version.id,
      key: 'lecture',
      position,
      kind: 'lecture',
      title: { 'zh-CN': '讲座', en: 'Lecture' },
      required: true,
      materialSeconds: Math.floor(durationMs / 1000),
      content: { kind: 'lecture', durationMs, chapters: [], slides: [], subtitles: [], ...more },
      mediaAssetId: assetId,
    });
  });
}

export type Spans = Beat['spans'];

/** One report's body as a player makes it: played without hurry, in sight. */
export const beatOf = (seq: number, monoMs: number, spans: Spans): Beat => ({
  seq,
  monoMs,
  spans,
  state: 'playing',
  visible: true,
  muted: false,
  sinceInputMs: 0,
});

/** The good answer or the problem document; tests look at the fields they expect. */
export type ReportAnswer = Answer<
  BeatsAnswer & { code: ProblemCode; params: Record<string, number> }
>;

export interface TestPlayer {
  readonly session: PlaybackSession;
  /** Reports beats with the nonce last given, and keeps the next one. */
  report(...beats: Beat[]): Promise<ReportAnswer>;
  /** Reports exactly this. */
  send(body: { epoch?: number; nonce?: string; beats: unknown }): Promise<ReportAnswer>;
}

export async function openPlayer(
  learner: Visitor,
  place: { slug: string; lessonKey?: string; requestId?: string; clientInfo?: string },
): Promise<TestPlayer> {
  const opened = await learner.post<PlaybackSession>('/api/v1/playback-sessions', {
    requestId: newRequestId(),
    lessonKey: 'lecture',
    clientInfo: 'test',
    ...place,
  });
  if (opened.status !== 201)
    throw new Error(`the lecture cannot be played: ${JSON.stringify(opened.body)}`);
  const session = opened.body;
  let { nonce } = session;
  const send: TestPlayer['send'] = (body) =>
    learner.post(`/api/v1/playback-sessions/${session.sessionId}/beats`, {
      epoch: session.epoch,
      nonce,
      ...body,
    });
  return {
    session,
    send,
    async report(...beats) {
      const answer = await send({ beats });
      if (answer.status === 200) nonce = answer.body.nonce;
      return answer;
    },
  };
}
