import { schema, type Reader, type Tx } from '@xueshi/database';
import { and, desc, eq, gt, inArray, isNull, sql, sum } from 'drizzle-orm';

const { classSessions, classVoteCounts, classVotes } = schema;

export type ClassSession = typeof classSessions.$inferSelect;

/** A class that can still be joined: neither ended nor older than it may get. */
export async function findByCode(
  db: Reader,
  code: string,
  now: Date,
): Promise<ClassSession | null> {
  const [row] = await db
    .select()
    .from(classSessions)
    .where(and(eq(classSessions.code, code), gt(classSessions.expiresAt, now)));
  return row ?? null;
}

export async function findSession(db: Reader, id: string): Promise<ClassSession | null> {
  const [row] = await db.select().from(classSessions).where(eq(classSessions.id, id));
  return row ?? null;
}

export async function runningOf(
  db: Reader,
  presenterId: string,
  now: Date,
): Promise<ClassSession[]> {
  return db
    .select()
    .from(classSessions)
    .where(
      and(
        eq(classSessions.presenterId, presenterId),
        isNull(classSessions.closedAt),
        gt(classSessions.expiresAt, now),
      ),
    )
    .orderBy(desc(classSessions.openedAt));
}

export async function countsAt(
  db: Reader,
  sessionId: string,
  nodeId: string,
): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .select({ optionId: classVoteCounts.optionId, votes: classVoteCounts.votes })
    .from(classVoteCounts)
    .where(and(eq(classVoteCounts.sessionId, sessionId), eq(classVoteCounts.nodeId, nodeId)));
  return new Map(rows.map(({ optionId, votes }) => [optionId, votes]));
}

export async function votesCast(db: Reader, sessionId: string, nodeId: string): Promise<number> {
  const [row] = await db
    .select({ votes: sum(classVoteCounts.votes).mapWith(Number) })
    .from(classVoteCounts)
    .where(and(eq(classVoteCounts.sessionId, sessionId), eq(classVoteCounts.nodeId, nodeId)));
  return row?.votes ?? 0;
}

export async function voteOf(
  db: Reader,
  of: { sessionId: string; nodeId: string; tokenHash: string },
): Promise<string | null> {
  const rows = await votesOf(db, of, [of.tokenHash]);
  return rows.get(of.tokenHash) ?? null;
}

async function votesOf(
  db: Reader,
  at: { sessionId: string; nodeId: string },
  tokenHashes: readonly string[],
): Promise<Map<string, string>> {
  const rows = await db
    .select({ tokenHash: classVotes.tokenHash, optionId: classVotes.optionId })
    .from(classVotes)
    .where(
      and(
        eq(classVotes.sessionId, at.sessionId),
        eq(classVotes.nodeId, at.nodeId),
        inArray(classVotes.tokenHash, [...tokenHashes]),
      ),
    );
  return new Map(rows.map(({ tokenHash, optionId }) => [tokenHash, optionId]));
}

/** Votes by hashed token: one a device, a later one in place of the earlier, and the counts with them. */
export async function saveVotes(
  tx: Tx,
  at: { sessionId: string; nodeId: string },
  votes: ReadonlyMap<string, string>,
): Promise<void> {
  const before = await votesOf(tx, at, [...votes.keys()]);
  const changes = new Map<string, number>();
  const change = (optionId: string, by: number) =>
    changes.set(optionId, (changes.get(optionId) ?? 0) + by);
  for (const [tokenHash, optionId] of votes) {
    const earlier = before.get(tokenHash);
    if (earlier !== undefined) change(earlier, -1);
    change(optionId, 1);
  }
  const { sessionId, nodeId } = at;
  await tx
    .insert(classVotes)
    .values([...votes].map(([tokenHash, optionId]) => ({ ...at, tokenHash, optionId })))
    .onConflictDoUpdate({
      target: [classVotes.sessionId, classVotes.nodeId, classVotes.tokenHash],
      set: { optionId: sql`excluded.option_id` },
    });
  await tx
    .insert(classVoteCounts)
    .values([...changes].map(([optionId, by]) => ({ sessionId, nodeId, optionId, votes: by })))
    .onConflictDoUpdate({
      target: [classVoteCounts.sessionId, classVoteCounts.nodeId, classVoteCounts.optionId],
      set: { votes: sql`${classVoteCounts.votes} + excluded.votes` },
    });
}

/** Ends a class: no code leads to it, and which device voted how is gone for good. */
export async function endSession(tx: Tx, id: string, now: Date): Promise<void> {
  await tx.delete(classVotes).where(eq(classVotes.sessionId, id));
  await tx
    .update(classSessions)
    .set({ code: null, closedAt: now })
    .where(and(eq(classSessions.id, id), isNull(classSessions.closedAt)));
}
