// What happened that concerns a person: told once, in words that are made when it is shown.
import type { Notice } from '@xueshi/contracts';
import { preparedQuery, schema, type Reader, type Tx } from '@xueshi/database';
import { and, desc, eq, isNull, lte, sql } from 'drizzle-orm';
import { newId } from '../../platform/new-id.ts';
import { ownPart, type OwnDataPart } from '../../platform/own-data.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';

const { notices } = schema;

type NoticeRow = typeof notices.$inferSelect;

const PAGE_SIZE = 30;
const MOST_COUNTED = 100;
const ON_HOME = 3;

export interface Occasion {
  readonly personId: string;
  readonly kind: Notice['kind'];
  /** What makes it this occasion and no other: told again, it is told once. */
  readonly occasion: string;
  readonly params: Notice['params'];
  readonly link: string | null;
  readonly now: Date;
}

/** Tells a person, in the transaction of what happened. */
export async function notify(tx: Tx, { now, params, ...occasion }: Occasion): Promise<void> {
  await tx
    .insert(notices)
    .values({ id: newId(), ...occasion, params: { ...params }, createdAt: now, readAt: null })
    .onConflictDoNothing();
}

/** Tells many people at once; at most a few hundred in one statement. */
export async function notifyMany(tx: Tx, occasions: readonly Occasion[]): Promise<void> {
  if (occasions.length === 0) return;
  await tx
    .insert(notices)
    .values(
      occasions.map(({ now, params, ...occasion }) => ({
        id: newId(),
        ...occasion,
        params: { ...params },
        createdAt: now,
        readAt: null,
      })),
    )
    .onConflictDoNothing();
}

const viewOf = (row: NoticeRow): Notice => ({
  id: row.id,
  kind: row.kind as Notice['kind'],
  params: row.params,
  link: row.link,
  createdAt: row.createdAt.toISOString(),
  isRead: row.readAt !== null,
});

export async function listNotices(
  { db }: Platform,
  actor: Actor,
  { unread = false, page = 1 }: { unread?: boolean; page?: number },
) {
  const wanted = and(
    eq(notices.personId, actor.personId),
    unread ? isNull(notices.readAt) : undefined,
  );
  const rows = await db
    .select()
    .from(notices)
    .where(wanted)
    .orderBy(desc(notices.createdAt), desc(notices.id))
    .limit(PAGE_SIZE)
    .offset((page - 1) * PAGE_SIZE);
  const total = await db.$count(notices, wanted);
  return { items: rows.map(viewOf), total, page, pageSize: PAGE_SIZE };
}

const unreadCountQuery = preparedQuery((db) =>
  db
    .select({ id: notices.id })
    .from(notices)
    .where(and(eq(notices.personId, sql.placeholder('personId')), isNull(notices.readAt)))
    .limit(MOST_COUNTED)
    .prepare(),
);

/** How many wait to be read; no more than a hundred are counted. */
export const countUnreadNotices = async (db: Reader, personId: string): Promise<number> =>
  (await unreadCountQuery(db).all({ personId })).length;

const unreadQuery = preparedQuery((db) =>
  db
    .select()
    .from(notices)
    .where(and(eq(notices.personId, sql.placeholder('personId')), isNull(notices.readAt)))
    .orderBy(desc(notices.createdAt))
    .limit(ON_HOME)
    .prepare(),
);

/** The newest few that were not read yet. */
export async function unreadNotices(db: Reader, personId: string): Promise<Notice[]> {
  return (await unreadQuery(db).all({ personId })).map(viewOf);
}

/** Another person's notice is not found; one that was read stays read as it was. */
export async function readNotice(platform: Platform, actor: Actor, id: string): Promise<void> {
  const mine = and(eq(notices.id, id), eq(notices.personId, actor.personId));
  await platform.write(async (tx) => {
    const [notice] = await tx.select().from(notices).where(mine);
    if (!notice) throw new Refused('not-found');
    if (notice.readAt) return;
    await tx.update(notices).set({ readAt: platform.clock.now() }).where(mine);
  });
}

/** What came after the one that was seen last is still to be read. */
export async function readAllNotices(
  platform: Platform,
  { personId }: Actor,
  upToId: string,
): Promise<void> {
  const mine = eq(notices.personId, personId);
  await platform.write(async (tx) => {
    const [seen] = await tx
      .select({ createdAt: notices.createdAt })
      .from(notices)
      .where(and(mine, eq(notices.id, upToId)));
    if (!seen) throw new Refused('not-found');
    await tx
      .update(notices)
      .set({ readAt: platform.clock.now() })
      .where(and(mine, isNull(notices.readAt), lte(notices.createdAt, seen.createdAt)));
  });
}

const columns = {
  kind: notices.kind,
  params: notices.params,
  createdAt: notices.createdAt,
  readAt: notices.readAt,
};

export const ownNotices: readonly OwnDataPart[] = [
  ownPart('notices', columns, (db, personId, { limit, offset }) =>
    db
      .select(columns)
      .from(notices)
      .where(eq(notices.personId, personId))
      .orderBy(notices.createdAt, notices.id)
      .limit(limit)
      .offset(offset),
  ),
];
