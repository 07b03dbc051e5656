import { schema, type Reader, type Tx } from '@xueshi/database';
import type { IntervalSet, StudyEntry } from '@xueshi/domain';
import { and, asc, count, desc, eq, gt, inArray, isNull, ne } from 'drizzle-orm';

const {
  enrolments,
  heartbeats,
  offlinePermissions,
  offlineStudy,
  playbackSessions,
  watchArchives,
} = schema;

export type PermissionRow = typeof offlinePermissions.$inferSelect;
export type StudyRow = typeof offlineStudy.$inferSelect;

export async function findPermission(db: Reader, id: string): Promise<PermissionRow | null> {
  const [row] = await db.select().from(offlinePermissions).where(eq(offlinePermissions.id, id));
  return row ?? null;
}

export async function insertPermission(tx: Tx, row: PermissionRow): Promise<void> {
  await tx.insert(offlinePermissions).values(row);
}

export async function updatePermission(
  tx: Tx,
  id: string,
  change: Partial<Omit<PermissionRow, 'id' | 'personId'>>,
): Promise<void> {
  await tx.update(offlinePermissions).set(change).where(eq(offlinePermissions.id, id));
}

/** How many permissions a person holds that neither expired nor were given back. */
export async function countHeld(db: Reader, personId: string, now: Date): Promise<number> {
  const [row] = await db
    .select({ held: count() })
    .from(offlinePermissions)
    .where(
      and(
        eq(offlinePermissions.personId, personId),
        isNull(offlinePermissions.endedAt),
        gt(offlinePermissions.expiresAt, now),
      ),
    );
  return row?.held ?? 0;
}

/** Server time by which a person's earlier returns were paid. */
export async function spentOffline(db: Reader, personId: string): Promise<IntervalSet[]> {
  const rows = await db
    .select({ spent: offlinePermissions.spent })
    .from(offlinePermissions)
    .where(and(eq(offlinePermissions.personId, personId), ne(offlinePermissions.grantedMs, 0)));
  return rows.map(({ spent }) => spent);
}

/** When a person's players reported something played since `from`, ms since 1970. */
export async function reportedSince(db: Reader, personId: string, from: Date): Promise<number[]> {
  const rows = await db
    .select({ at: heartbeats.receivedAt })
    .from(heartbeats)
    .innerJoin(playbackSessions, eq(playbackSessions.id, heartbeats.sessionId))
    .where(
      and(
        eq(playbackSessions.personId, personId),
        gt(heartbeats.receivedAt, from),
        gt(heartbeats.claimedMs, 0),
      ),
    );
  return rows.map(({ at }) => at.getTime());
}

/** Playbacks since `from` whose reports were compacted, as stretches of server time. */
export async function archivedSince(db: Reader, personId: string, from: Date) {
  const rows = await db
    .select({ firstAt: watchArchives.firstAt, lastedSeconds: watchArchives.lastedSeconds })
    .from(watchArchives)
    .innerJoin(enrolments, eq(enrolments.number, watchArchives.enrolmentNumber))
    .where(eq(enrolments.personId, personId));
  return rows
    .map(({ firstAt, lastedSeconds }) => ({
      fromMs: firstAt.getTime(),
      // Archives know the second; the last report came before that second was over.
      toMs: firstAt.getTime() + (lastedSeconds + 1) * 1000,
    }))
    .filter(({ toMs }) => toMs > from.getTime());
}

/** When the lesson was last played online; null where it never was. */
export async function lastPlayedOnline(
  db: Reader,
  { enrolmentId, lessonId }: Pick<PermissionRow, 'enrolmentId' | 'lessonId'>,
): Promise<number | null> {
  const [row] = await db
    .select({ openedAt: playbackSessions.openedAt })
    .from(playbackSessions)
    .where(
      and(eq(playbackSessions.enrolmentId, enrolmentId), eq(playbackSessions.lessonId, lessonId)),
    )
    .orderBy(desc(playbackSessions.epoch))
    .limit(1);
  return row?.openedAt.getTime() ?? null;
}

export async function hashesUpTo(db: Reader, permissionId: string, seqs: readonly number[]) {
  const rows = await db
    .select({ seq: offlineStudy.seq, hash: offlineStudy.hash })
    .from(offlineStudy)
    .where(and(eq(offlineStudy.permissionId, permissionId), inArray(offlineStudy.seq, [...seqs])));
  return new Map(rows.map(({ seq, hash }) => [seq, hash]));
}

export async function insertStudy(tx: Tx, rows: readonly StudyRow[]): Promise<void> {
  if (rows.length > 0) await tx.insert(offlineStudy).values([...rows]);
}

/** What the log of a permission says happened, beside playing. */
export async function deedsOf(
  db: Reader,
  permissionId: string,
): Promise<Pick<StudyEntry, 'kind' | 'decision'>[]> {
  const rows = await db
    .select({ body: offlineStudy.body })
    .from(offlineStudy)
    .where(eq(offlineStudy.permissionId, permissionId))
    .orderBy(asc(offlineStudy.seq));
  return rows.map(({ body }) => {
    const [, kind, , , , , chosen] = JSON.parse(body) as [
      number,
      StudyEntry['kind'],
      string,
      number,
      number,
      unknown,
      [string, string] | null,
    ];
    return { kind, decision: chosen && { nodeId: chosen[0], optionId: chosen[1] } };
  });
}
