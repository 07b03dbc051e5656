// The media of one playback, under an address of its own: what is sent from here is the evidence that
// it was delivered (TRUST.md §2.4). A shared computer's cache must not stand in for it.
import { union, lengthMs, type IntervalSet } from '@xueshi/domain';
import type { FastifyReply } from 'fastify';
import { LRUCache } from 'lru-cache';
import type { App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import { sendProblem } from '../../platform/problems.ts';
import { answerImpossiblePart, audioSegments, isServed, sendMedia } from '../media/service.ts';
import { deliveriesOf } from './deliveries.ts';
import { fetchedAheadOf } from './fetched-ahead.ts';
import { findSession, type PlaybackRow } from './store.ts';

/** Share of a segment's bytes that counts as having sent it. */
const ENOUGH = 0.9;
const MOST_REMEMBERED = 20_000;

export const playbackMediaUrl = (sessionId: string, file: string) =>
  `/media/playback/${sessionId}/${file}`;

/** The bytes that an answer carried, of how many; null where it was no file. */
export function bytesSent(reply: FastifyReply): { part: IntervalSet; size: number } | null {
  const status = reply.statusCode;
  const range = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(String(reply.getHeader('content-range') ?? ''));
  if (status === 206 && range) {
    return { part: [[Number(range[1]), Number(range[2]) + 1]], size: Number(range[3]) };
  }
  const size = Number(reply.getHeader('content-length') ?? 0);
  return status === 200 && size > 0 ? { part: [[0, size]], size } : null;
}

export function addPlaybackMediaRoute(app: App, platform: Platform): void {
  const sessions = new LRUCache<string, PlaybackRow>({ max: MOST_REMEMBERED });
  /** Parts of segments that came in pieces. */
  const pieces = new LRUCache<string, IntervalSet>({ max: MOST_REMEMBERED });
  const deliveries = deliveriesOf(platform);
  const ahead = fetchedAheadOf(platform);
  app.addHook('onClose', () => deliveries.flush());

  async function sessionOf(id: string): Promise<PlaybackRow | null> {
    const row = sessions.get(id) ?? (await findSession(platform.db, id));
    if (row) sessions.set(id, row);
    return row;
  }

  async function noteSent(
    { id, personId, mediaAssetId }: PlaybackRow,
    file: string,
    reply: FastifyReply,
  ): Promise<void> {
    const segment = (await audioSegments(platform, mediaAssetId)).get(file);
    // Behind nginx the file is handed over: that it was asked for and allowed is all we know.
    const sent = platform.config.mediaAccelPrefix ? { part: [], size: 0 } : bytesSent(reply);
    if (!segment || !sent) return;
    const key = `${personId}/${mediaAssetId}/${file}`;
    const part = union(pieces.get(key) ?? [], sent.part);
    if (lengthMs(part) < sent.size * ENOUGH) return void pieces.set(key, part);
    pieces.delete(key);
    ahead.fetched(id, segment);
    await deliveries.add(personId, mediaAssetId, segment);
  }

  app.get<{ Params: { sessionId: string; '*': string } }>(
    '/media/playback/:sessionId/*',
    { schema: { hide: true }, exposeHeadRoute: false, errorHandler: answerImpossiblePart(app) },
    async (request, reply) => {
      const { actor } = request;
      if (!actor) return sendProblem(request, reply, 'not-signed-in');
      const { sessionId, '*': file } = request.params;
      const session = await sessionOf(sessionId);
      if (session?.personId !== actor.personId || !isServed(session.mediaAssetId, file))
        return sendProblem(request, reply, 'not-found');
      reply.raw.once('finish', () => {
        noteSent(session, file, reply).catch((error: unknown) =>
          request.log.error({ reqId: request.id, err: error }, 'a delivery was not noted'),
        );
      });
      const cache = 'private, no-store';
      return sendMedia(platform, request, reply, { assetId: session.mediaAssetId, file, cache });
    },
  );
}
