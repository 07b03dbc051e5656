import type { BeatsAnswer, PlaybackSession } from '@xueshi/contracts';
import { request, type Answer } from '../api-client.ts';
import type { Standing, Transport } from './beat-sender.ts';

const SESSIONS = '/api/v1/playback-sessions';
/** Browsers refuse a larger request that is to outlive its page. */
const KEEPALIVE_BYTES = 60_000;

export interface OpeningRequest {
  requestId: string;
  slug: string;
  lessonKey: string;
  clientInfo: string;
  browserMark: string;
}

export function openSession(body: OpeningRequest): Promise<Answer<PlaybackSession>> {
  return request({ method: 'POST', url: SESSIONS, body });
}

export const playbackTransport: Transport = {
  report(sessionId, batch, last) {
    const keepalive = last && JSON.stringify(batch).length < KEEPALIVE_BYTES;
    return request<BeatsAnswer>({
      method: 'POST',
      url: `${SESSIONS}/${sessionId}/beats`,
      body: batch,
      keepalive,
    });
  },
  stand: (sessionId) => request<Standing>({ method: 'GET', url: `${SESSIONS}/${sessionId}` }),
};
