import { schema, type Reader, type Tx } from '@xueshi/database';
import { and, asc, count, desc, eq, gt, inArray, lt, lte, min, ne, sql } from 'drizzle-orm';
import type { DeliveryTrouble } from '@xueshi/contracts';

const { notices, noticeDeliveries, noticeWebhooks } = schema;

export type Channel = 'mail' | 'webhook';
export type DeliveryState = 'waiting' | 'sent' | 'failed' | 'given_up';
export type DeliveryRow = Omit<
  typeof noticeDeliveries.$inferSelect,
  'channel' | 'state' | 'error'
> & {
  readonly channel: Channel;
  readonly state: DeliveryState;
  readonly error: DeliveryTrouble | null;
};
/** Why it was not taken; null: it was. */
export type SendOutcome = DeliveryTrouble | null;
export type NoticeRow = typeof notices.$inferSelect;

const OPEN: DeliveryState[] = ['waiting', 'failed'];
const open = inArray(noticeDeliveries.state, OPEN);
const markOf = (channel: Channel) => (channel === 'mail' ? notices.mailedIn : notices.postedIn);

/** Adds deliveries of one channel and day and puts into them what waits; whoever has one keeps it. */
export async function addDeliveries(
  tx: Tx,
  rows: readonly (typeof noticeDeliveries.$inferInsert)[],
  channel: Channel,
  since: Date,
): Promise<void> {
  if (rows.length === 0) return;
  const added = await tx
    .insert(noticeDeliveries)
    .values([...rows])
    .onConflictDoNothing()
    .returning({ id: noticeDeliveries.id, personId: noticeDeliveries.personId });
  const mark = sql.identifier(markOf(channel).name);
  for (const { id, personId } of added) {
    await tx.run(sql`UPDATE notices SET ${mark} = ${id} WHERE person_id = ${personId}
      AND read_at IS NULL AND ${mark} IS NULL AND created_at > ${since.getTime()}`);
  }
}

/** Those to be tried now, the longest due first. */
export const dueDeliveries = (db: Reader, now: Date, limit: number) =>
  db
    .select()
    .from(noticeDeliveries)
    .where(and(open, lte(noticeDeliveries.nextAt, now)))
    .orderBy(asc(noticeDeliveries.nextAt))
    .limit(limit) as unknown as Promise<DeliveryRow[]>;

/** What is due now and goes to the group of a unit, by unit. */
export async function dueForGroups(db: Reader, now: Date): Promise<DeliveryRow[][]> {
  const rows = (await db
    .select({ delivery: noticeDeliveries })
    .from(noticeDeliveries)
    .innerJoin(noticeWebhooks, eq(noticeWebhooks.orgUnitId, noticeDeliveries.orgUnitId))
    .where(and(open, lte(noticeDeliveries.nextAt, now), ne(noticeWebhooks.kind, 'xueshi')))
    .orderBy(asc(noticeDeliveries.createdAt), asc(noticeDeliveries.id))) as unknown as {
    delivery: DeliveryRow;
  }[];
  const groups = Map.groupBy(
    rows.map(({ delivery }) => delivery),
    ({ orgUnitId }) => orgUnitId,
  );
  return [...groups.values()];
}

/** When the next one is to be tried; null where none waits. */
export async function nextDue(db: Reader): Promise<Date | null> {
  const [row] = await db
    .select({ at: min(noticeDeliveries.nextAt) })
    .from(noticeDeliveries)
    .where(open);
  return row?.at ?? null;
}

/** Open ones of other days than this one. */
export const openOfEarlier = (db: Reader, day: string, limit: number) =>
  db
    .select()
    .from(noticeDeliveries)
    .where(and(open, lt(noticeDeliveries.day, day)))
    .limit(limit) as unknown as Promise<DeliveryRow[]>;

/** Lets some of what is due for the server of a delivery wait; returns of how many. */
export async function postponeDue(
  tx: Tx,
  { channel, orgUnitId }: DeliveryRow,
  { now, until }: { now: Date; until: Date },
): Promise<number> {
  const sameServer =
    orgUnitId === null
      ? eq(noticeDeliveries.channel, channel)
      : eq(noticeDeliveries.orgUnitId, orgUnitId);
  const some = tx
    .select({ id: noticeDeliveries.id })
    .from(noticeDeliveries)
    .where(and(open, lte(noticeDeliveries.nextAt, now), sameServer))
    .limit(500);
  const rows = await tx
    .update(noticeDeliveries)
    .set({ nextAt: until })
    .where(inArray(noticeDeliveries.id, some))
    .returning({ id: noticeDeliveries.id });
  return rows.length;
}

export async function updateDelivery(
  tx: Tx,
  id: string,
  change: Partial<typeof noticeDeliveries.$inferInsert>,
): Promise<void> {
  await tx.update(noticeDeliveries).set(change).where(eq(noticeDeliveries.id, id));
}

/** Lets notices of a delivery wait for the next one. */
export async function releaseNotices(tx: Tx, { id, personId, channel }: DeliveryRow) {
  await tx
    .update(notices)
    .set(channel === 'mail' ? { mailedIn: null } : { postedIn: null })
    .where(and(eq(notices.personId, personId), eq(markOf(channel), id)));
}

/** The newest notices of a delivery. */
export const noticesOf = (
  db: Reader,
  { id, personId, channel }: DeliveryRow,
  limit: number,
): Promise<NoticeRow[]> =>
  db
    .select()
    .from(notices)
    .where(and(eq(notices.personId, personId), eq(markOf(channel), id)))
    .orderBy(desc(notices.createdAt), desc(notices.id))
    .limit(limit);

export async function lastDelivery(db: Reader, personId: string): Promise<DeliveryRow | null> {
  const [row] = await db
    .select()
    .from(noticeDeliveries)
    .where(and(eq(noticeDeliveries.personId, personId), eq(noticeDeliveries.channel, 'mail')))
    .orderBy(desc(noticeDeliveries.day))
    .limit(1);
  return (row as DeliveryRow | undefined) ?? null;
}

/** Forgets records that are older; returns how many of at most `limit`. */
export async function forgetBefore(tx: Tx, before: Date, limit: number): Promise<number> {
  const old = tx
    .select({ id: noticeDeliveries.id })
    .from(noticeDeliveries)
    .where(lt(noticeDeliveries.createdAt, before))
    .limit(limit);
  const gone = await tx
    .delete(noticeDeliveries)
    .where(inArray(noticeDeliveries.id, old))
    .returning({ id: noticeDeliveries.id });
  return gone.length;
}

const { memberships, orgUnitAncestors, orgUnits, people } = schema;

/** What was delivered since then to those who belong to a subtree now. */
const ofSubtree = (unitId: string, since: Date) =>
  and(eq(orgUnitAncestors.ancestorId, unitId), gt(noticeDeliveries.createdAt, since));

const ofPresent = and(
  eq(memberships.personId, noticeDeliveries.personId),
  sql`${memberships.endsAt} IS NULL`,
);

export const countDeliveries = (db: Reader, unitId: string, since: Date) =>
  db
    .select({
      channel: noticeDeliveries.channel,
      state: noticeDeliveries.state,
      error: noticeDeliveries.error,
      count: count(),
    })
    .from(noticeDeliveries)
    .innerJoin(memberships, ofPresent)
    .innerJoin(orgUnitAncestors, eq(orgUnitAncestors.unitId, memberships.orgUnitId))
    .where(ofSubtree(unitId, since))
    .groupBy(noticeDeliveries.channel, noticeDeliveries.state, noticeDeliveries.error)
    .orderBy(noticeDeliveries.channel, noticeDeliveries.state, desc(count()));

/** Those that failed, newest first. */
export const failedDeliveries = (
  db: Reader,
  unitId: string,
  since: Date,
  page: { offset: number; limit: number },
) =>
  db
    .select({ delivery: noticeDeliveries, name: people.name, unitName: orgUnits.name })
    .from(noticeDeliveries)
    .innerJoin(memberships, ofPresent)
    .innerJoin(orgUnitAncestors, eq(orgUnitAncestors.unitId, memberships.orgUnitId))
    .innerJoin(people, eq(people.id, noticeDeliveries.personId))
    .innerJoin(orgUnits, eq(orgUnits.id, memberships.orgUnitId))
    .where(
      and(
        ofSubtree(unitId, since),
        inArray(noticeDeliveries.state, ['failed', 'given_up']),
        ne(noticeDeliveries.error, 'overtaken'),
      ),
    )
    .orderBy(desc(noticeDeliveries.createdAt), desc(noticeDeliveries.id))
    .limit(page.limit)
    .offset(page.offset);
