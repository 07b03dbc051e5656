// Evidence of delivery (TRUST.md §2.4) with a real packaged lecture: what was never sent is not watched.
import type { PlaybackSession } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addLearner, type Learner } from '../../testing/learners.ts';
import { inspectEvidence } from '../flags/service.ts';
import { deliveriesOf } from './deliveries.ts';
import { beatOf, openPlayer, type TestPlayer } from '../../testing/paper-lecture.ts';
import { pass, useReportingClock } from '../../testing/reporting-clock.ts';
import {
  openTestInstallation,
  withSampleCourse,
  type TestInstallation,
} from '../../testing/test-installation.ts';

let here: TestInstallation;
let learner: Learner;
let player: TestPlayer;

beforeAll(async () => {
  here = await openTestInstallation({
    courses: withSampleCourse,
    env: { XUESHI_DELIVERY_EVIDENCE: 'on', XUESHI_FLAG_LIMITS: 'fetched-ahead=3' },
  });
});
afterAll(() => here.close());
useReportingClock();

beforeEach(async () => {
  learner = await addLearner(here);
  await learner.visitor.post('/api/v1/courses/trial/enrolment');
  player = await openPlayer(learner.visitor, { slug: 'trial' });
});

const fetchMedia = (
  url: string,
  {
    headers = {},
    cookie = learner.visitor.cookie(),
    method = 'GET',
  }: {
    headers?: Record<string, string>;
    cookie?: string;
    method?: 'GET' | 'HEAD';
  } = {},
) => here.app.inject({ method, url, headers: { cookie, ...headers } });

const folderOf = (session: PlaybackSession) => session.audioPlaylistUrl.replace(/index\.m3u8$/, '');

/** The addresses of the sound's segments, as a player reads them. */
async function segments(session = player.session): Promise<string[]> {
  const playlist = (await fetchMedia(session.audioPlaylistUrl)).body;
  const names = playlist.split('\n').filter((line) => line.endsWith('.m4s') && !line.includes('"'));
  return names.map((name) => folderOf(session) + name);
}

/** Plays the whole of the short lecture, as the report claims it. */
async function claimAll(who = player) {
  here.clock.advance({ seconds: 30 });
  const to = who.session.durationMs;
  return (await who.report(beatOf(1, 30_000, [[0, to, 1]]))).body;
}

test('who fetched nothing has watched nothing, whatever is claimed', async () => {
  const { durationMs } = player.session;
  expect(await claimAll()).toMatchObject({
    grantedMs: 0,
    withheldMs: durationMs,
    reason: 'DELIVERY',
    watchedMs: 0,
    news: null,
  });
});

test('who fetched the lecture has watched it, to the last moment', async () => {
  for (const url of await segments()) expect((await fetchMedia(url)).statusCode).toBe(200);
  expect(await claimAll()).toMatchObject({
    grantedMs: player.session.durationMs,
    withheldMs: 0,
    reason: null,
    news: { lessonCompleted: true },
  });
});

test('only the stretches that were fetched count, and the others can be watched later', async () => {
  const [first = '', ...rest] = await segments();
  await fetchMedia(first);
  const part = await claimAll();
  expect(part.grantedMs).toBeGreaterThan(3_500);
  expect(part.grantedMs).toBeLessThan(4_500);
  for (const url of rest) await fetchMedia(url);
  here.clock.advance({ seconds: 30 });
  const { body } = await player.report(beatOf(2, 60_000, [[0, player.session.durationMs, 1]]));
  expect(body).toMatchObject({ watchedMs: player.session.durationMs, needMs: 0 });
});

test('the picture alone, the playlist, a HEAD and the first bytes are no evidence', async () => {
  const all = await segments();
  const video = all.map((url) => url.replace('/audio/', '/video-720/'));
  for (const url of [player.session.playlistUrl, ...video]) await fetchMedia(url);
  for (const url of all) {
    await fetchMedia(url, { method: 'HEAD' });
    expect((await fetchMedia(url, { headers: { range: 'bytes=0-0' } })).statusCode).toBe(206);
  }
  expect(await claimAll()).toMatchObject({ grantedMs: 0, reason: 'DELIVERY' });
});

test('a segment fetched in pieces is delivered when nine tenths of it came', async () => {
  for (const url of await segments()) {
    const size = Number(
      (await fetchMedia(url, { headers: { range: 'bytes=0-0' } })).headers['content-range']
        ?.toString()
        .split('/')[1],
    );
    const half = Math.floor(size / 2);
    await fetchMedia(url, { headers: { range: `bytes=0-${half}` } });
    await fetchMedia(url, { headers: { range: `bytes=${half}-${Math.ceil(size * 0.95)}` } });
  }
  expect((await claimAll()).needMs).toBe(0);
});

test('the addresses are the learner’s alone, and no cache keeps them', async () => {
  const [first = ''] = await segments();
  const stranger = await addLearner(here);
  const theirs = await fetchMedia(first, { cookie: stranger.visitor.cookie() });
  expect(theirs.statusCode).toBe(404);
  expect((await fetchMedia(first, { cookie: '' })).statusCode).toBe(401);
  const own = await fetchMedia(first);
  expect(own.headers['cache-control']).toBe('private, no-store');
  expect((await fetchMedia(`${folderOf(player.session)}../manifest.json`)).statusCode).toBe(404);
});

test('what was fetched for an earlier playback counts in a later one, as the player still holds it', async () => {
  for (const url of await segments()) await fetchMedia(url);
  const later = await openPlayer(learner.visitor, { slug: 'trial' });
  expect((await claimAll(later)).needMs).toBe(0);
});

/** Reports a second each, after so many segments were fetched before each. */
async function playOn(fetches: readonly number[]): Promise<void> {
  const all = await segments();
  for (const [at, count] of fetches.entries()) {
    for (const url of all.splice(0, count)) await fetchMedia(url);
    pass(here, 15_000);
    const from = at * 1_000;
    await player.report(beatOf(at + 1, (at + 1) * 15_000, [[from, from + 1_000, 1]]));
  }
}

const aheadOf = async () => {
  here.clock.advance({ days: 1 });
  const { platform } = here.installation;
  await inspectEvidence(platform);
  const rows = await platform.db
    .select()
    .from(schema.flags)
    .where(eq(schema.flags.personId, learner.personId));
  return rows.filter((row) => row.rule === 'fetched-ahead').map((row) => row.figures);
};

test('a lecture that is fetched as a whole and reported afterwards is shown to administrators, and counts', async () => {
  const { durationMs } = player.session;
  await playOn([99, 0, 0]);
  const [figures] = await aheadOf();
  expect(figures?.aheadMs).toBeGreaterThan(durationMs - 3_000);
  expect(figures?.aheadMs).toBeLessThanOrEqual(durationMs);
});

test('whoever fetches as they go on is not shown, nor who is ahead for one report', async () => {
  await playOn([1, 0]);
  expect(await aheadOf()).toEqual([]);
});

test('the evidence is on disk with what was granted on it', async () => {
  for (const url of await segments()) await fetchMedia(url);
  await claimAll();
  const rows = await here.installation.platform.db
    .select()
    .from(schema.mediaDeliveries)
    .where(
      and(
        eq(schema.mediaDeliveries.personId, learner.personId),
        eq(schema.mediaDeliveries.mediaAssetId, player.session.mediaVersion),
      ),
    );
  expect(rows[0]?.delivered).toHaveLength(1);
  expect(rows[0]?.delivered[0]?.[0]).toBe(0);
});

test('evidence that could not be written is written with the next try', async () => {
  const { platform } = here.installation;
  const deliveries = deliveriesOf(platform);
  const segment = { fromMs: 0, toMs: 4_000, isLast: false };
  await deliveries.add(learner.personId, player.session.mediaVersion, segment);
  const people = new Set([learner.personId]);
  // The first writing fails, as on a full disk: nobody says that it is done.
  expect(deliveries.unwritten(people).statements).toHaveLength(1);
  const again = deliveries.unwritten(people);
  expect(again.statements).toHaveLength(1);
  await platform.takeTurn((turn) => turn.batch(again.statements));
  again.written();
  expect(deliveries.unwritten(people).statements).toEqual([]);
});

test('what was sent of one lecture stands while another one is sent, on disk yet or not', async () => {
  const deliveries = deliveriesOf(here.installation.platform);
  const sent = new Map<string, number>();
  for (let round = 0; round < 6; round += 1) {
    for (const lecture of ['one-lecture', 'another-lecture']) {
      const fromMs = sent.get(lecture) ?? 0;
      const segment = { fromMs, toMs: fromMs + 4_000, isLast: false };
      await deliveries.add(learner.personId, lecture, segment);
      sent.set(lecture, segment.toMs);
      if (round % 2 === 1) await deliveries.flush();
    }
    for (const [lecture, toMs] of sent)
      expect(await deliveries.of(learner.personId, lecture)).toEqual([[0, toMs + 250]]);
  }
});
