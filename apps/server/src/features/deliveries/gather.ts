// Once a day: what is unread and was not sent yet goes into one delivery a person and channel.
import type { Reader } from '@xueshi/database';
import { trainingDayOf, weekdayOf } from '@xueshi/domain';
import { sql, type SQL } from 'drizzle-orm';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import {
  addDeliveries,
  forgetBefore,
  openOfEarlier,
  releaseNotices,
  updateDelivery,
  type Channel,
} from './store.ts';

const PAGE = 100;
/** What nobody read within a month is no news any more. */
const NEWS_DAYS = 30;
const KEPT_DAYS = 180;
const DAY_MS = 86_400_000;

interface Waiting {
  readonly personId: string;
  readonly orgUnitId: string | null;
  readonly notices: number;
}

type ReadPage = (db: Reader, after: string, since: Date) => Promise<Waiting[]>;

const waitingCount = (personId: SQL, mark: SQL, since: Date) => sql`
  (SELECT count(*) FROM notices n WHERE n.person_id = ${personId} AND n.read_at IS NULL
    AND ${mark} IS NULL AND n.created_at > ${since.getTime()})`;

/** Whoever has a confirmed address and wants mail on this day of the week (1 Monday … 7 Sunday). */
const readersByMail =
  (weekday: number): ReadPage =>
  (db, after, since) =>
    db.all<Waiting>(sql`
      SELECT a.person_id AS personId, NULL AS orgUnitId,
        ${waitingCount(sql`a.person_id`, sql`n.mailed_in`, since)} AS notices
      FROM mail_addresses a
      JOIN accounts c ON c.person_id = a.person_id AND c.state = 'active'
      LEFT JOIN mail_preferences p ON p.person_id = a.person_id
      LEFT JOIN study_plans s ON s.person_id = a.person_id
      WHERE a.person_id > ${after} AND a.confirmed_at IS NOT NULL
        AND (p.rhythm = 'daily' OR coalesce(p.rhythm, 'weekly') = 'weekly'
          AND coalesce(s.remind_on, 1) = ${weekday})
      ORDER BY a.person_id LIMIT ${PAGE}`);

/** Whoever has something unread and belongs to a unit that has a webhook, or lies below one: the nearest. */
const readersByWebhook: ReadPage = (db, after, since) =>
  db.all<Waiting>(sql`
    SELECT w.person_id AS personId,
      ${waitingCount(sql`w.person_id`, sql`n.posted_in`, since)} AS notices,
      (SELECT h.org_unit_id FROM memberships b
        JOIN org_unit_ancestors a ON a.unit_id = b.org_unit_id
        JOIN notice_webhooks h ON h.org_unit_id = a.ancestor_id
        WHERE b.person_id = w.person_id AND b.ends_at IS NULL
        ORDER BY a.depth LIMIT 1) AS orgUnitId
    FROM (SELECT DISTINCT n.person_id FROM notices n
      WHERE n.person_id > ${after} AND n.read_at IS NULL AND n.posted_in IS NULL
      ORDER BY n.person_id LIMIT ${PAGE}) w ORDER BY w.person_id`);

/** Whose unit has a webhook that was suspended gets nothing by it until it is set anew. */
async function suspendedUnits(db: Reader): Promise<ReadonlySet<string>> {
  const rows = await db.all<{ id: string }>(
    sql`SELECT org_unit_id AS id FROM notice_webhooks WHERE suspended_at IS NOT NULL`,
  );
  return new Set(rows.map(({ id }) => id));
}

async function gatherBy(
  platform: Platform,
  channel: Channel,
  read: ReadPage,
  signal: AbortSignal,
): Promise<void> {
  const { db, write, clock } = platform;
  const suspended = await suspendedUnits(db);
  for (let after: string | null = ''; after !== null;) {
    signal.throwIfAborted();
    const now = clock.now();
    const since = new Date(now.getTime() - NEWS_DAYS * DAY_MS);
    const page: Waiting[] = await read(db, after, since);
    const rows = page
      .filter(
        ({ notices, orgUnitId }) =>
          notices > 0 && (channel === 'mail' || (orgUnitId !== null && !suspended.has(orgUnitId))),
      )
      .map((one) => ({
        ...one,
        id: newId(),
        channel,
        day: trainingDayOf(now),
        state: 'waiting',
        attempts: 0,
        nextAt: now,
        createdAt: now,
      }));
    await write((tx) => addDeliveries(tx, rows, channel, since));
    after = page.length === PAGE ? (page.at(-1)?.personId ?? null) : null;
  }
}

/** What is left of earlier days is given up: its notices go with those of this day. */
async function overtake(platform: Platform, signal: AbortSignal): Promise<void> {
  const { db, write, clock } = platform;
  for (;;) {
    signal.throwIfAborted();
    const now = clock.now();
    const rows = await openOfEarlier(db, trainingDayOf(now), PAGE);
    if (rows.length === 0) return;
    await write(async (tx) => {
      for (const row of rows) {
        const error = row.error ?? 'overtaken';
        await updateDelivery(tx, row.id, { state: 'given_up', error, settledAt: now });
        await releaseNotices(tx, row);
      }
    });
  }
}

async function forgetOld({ write, clock }: Platform, signal: AbortSignal): Promise<void> {
  const before = new Date(clock.now().getTime() - KEPT_DAYS * DAY_MS);
  while ((await write((tx) => forgetBefore(tx, before, PAGE))) === PAGE) signal.throwIfAborted();
}

/** Gathers what is to go out on a day (YYYY-MM-DD); going on after a crash gathers nothing twice. */
export async function gather(platform: Platform, day: string, signal: AbortSignal): Promise<void> {
  await overtake(platform, signal);
  if (platform.mail) {
    const weekday = weekdayOf(new Date(`${day}T04:00:00Z`));
    await gatherBy(platform, 'mail', readersByMail(weekday), signal);
  }
  const [hook] = await platform.db.all(sql`SELECT 1 FROM notice_webhooks LIMIT 1`);
  if (hook) await gatherBy(platform, 'webhook', readersByWebhook, signal);
  await forgetOld(platform, signal);
}
