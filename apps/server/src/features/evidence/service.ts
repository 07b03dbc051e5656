// What is written down beside the heartbeats, so that people can look into what is conspicuous
// (TRUST.md §2.8): from where something was begun, and reports that no player of ours sends.
import { schema, type Tx } from '@xueshi/database';
import { asc, eq, sql } from 'drizzle-orm';
import { ownPart, type OwnDataPart } from '../../platform/own-data.ts';
import type { Actor } from '../../platform/sessions.ts';

const { evidenceOrigins, playbackIncidents } = schema;

export type OriginKind = 'playback' | 'quiz';

/** Written with the playback or the attempt itself; beginning again changes nothing. */
export async function recordOrigin(
  tx: Tx,
  origin: {
    id: string;
    kind: OriginKind;
    actor: Pick<Actor, 'personId' | 'address'>;
    browserMark: string | null;
    at: Date;
  },
): Promise<void> {
  const { actor, ...rest } = origin;
  const { personId, address } = actor;
  await tx
    .insert(evidenceOrigins)
    .values({ ...rest, personId, address })
    .onConflictDoNothing();
}

/** Refusals that are counted; all others are everyday. */
const COUNTED = ['sequence-conflict', 'bad-nonce'] as const;

export const isCounted = (code: string): boolean => COUNTED.some((one) => one === code);

export interface Incident {
  readonly sessionId: string;
  readonly code: string;
}

/** One row for each playback and kind of refusal, however often it is sent. */
export async function recordIncidents(
  tx: Tx,
  incidents: readonly Incident[],
  at: Date,
): Promise<void> {
  for (const { sessionId, code } of incidents) {
    await tx
      .insert(playbackIncidents)
      .values({ sessionId, code, count: 1, firstAt: at, lastAt: at })
      .onConflictDoUpdate({
        target: [playbackIncidents.sessionId, playbackIncidents.code],
        set: { count: sql`${playbackIncidents.count} + 1`, lastAt: at },
      });
  }
}

const originColumns = {
  id: evidenceOrigins.id,
  kind: evidenceOrigins.kind,
  address: evidenceOrigins.address,
  browserMark: evidenceOrigins.browserMark,
  at: evidenceOrigins.at,
};

/** From where a person began playbacks and quizzes. */
export const ownOrigins: readonly OwnDataPart[] = [
  ownPart('where-i-learned-from', originColumns, (db, personId, { limit, offset }) =>
    db
      .select(originColumns)
      .from(evidenceOrigins)
      .where(eq(evidenceOrigins.personId, personId))
      .orderBy(asc(evidenceOrigins.at), asc(evidenceOrigins.id))
      .limit(limit)
      .offset(offset),
  ),
];
