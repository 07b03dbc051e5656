// The notices of a day for one person, handed to the messaging platform of their unit.
import type { WebhookKind } from '@xueshi/contracts';
import { schema, type Reader, type Tx } from '@xueshi/database';
import { noticeText } from '@xueshi/messages/notice-text';
import { eq } from 'drizzle-orm';
import { createHmac } from 'node:crypto';
import { personHasDuty } from '../../platform/authorisation.ts';
import { postJson } from '../../platform/outgoing-call.ts';
import type { Platform } from '../../platform/platform.ts';
import { sealingFor } from '../../platform/sealing.ts';
import { nearestAdministrators } from '../authority/service.ts';
import { notifyMany } from '../notices/service.ts';
import { kindOf } from './letter.ts';
import { noticesOf, type DeliveryRow, type SendOutcome } from './store.ts';

const { accounts, noticeWebhooks, orgUnits, people } = schema;

export type WebhookRow = Omit<typeof noticeWebhooks.$inferSelect, 'kind'> & {
  readonly kind: WebhookKind;
};

export const FORMAT = 'xueshi-notices-1';
export const secrets = sealingFor('notice webhook secret');

const MOST_SENTENCES = 20;
const SUSPENDED_AFTER_MS = 3 * 86_400_000;

export async function webhookOf(db: Reader, orgUnitId: string): Promise<WebhookRow | null> {
  const [row] = await db
    .select()
    .from(noticeWebhooks)
    .where(eq(noticeWebhooks.orgUnitId, orgUnitId));
  return (row as WebhookRow | undefined) ?? null;
}

/** Calls with a signature over time and body; null: taken. */
export async function callSigned(
  { config, clock, secret }: Platform,
  hook: WebhookRow,
  id: string,
  content: object,
): Promise<SendOutcome> {
  const body = JSON.stringify({ format: FORMAT, id, ...content });
  const timestamp = String(Math.floor(clock.now().getTime() / 1000));
  const key = secrets.open(secret, hook.orgUnitId, hook.secretSealed);
  const signature = createHmac('sha256', key).update(`${timestamp}.${body}`).digest('hex');
  return postJson({
    url: new URL(hook.url),
    body,
    headers: {
      'x-xueshi-delivery': id,
      'x-xueshi-timestamp': timestamp,
      'x-xueshi-signature': `sha256=${signature}`,
    },
    allowed: config.webhookHosts,
  });
}

async function contentOf({ db, config }: Platform, delivery: DeliveryRow): Promise<object> {
  const [person] = await db
    .select({ loginName: accounts.loginName, code: people.code })
    .from(people)
    .leftJoin(accounts, eq(accounts.personId, people.id))
    .where(eq(people.id, delivery.personId));
  const rows = await noticesOf(db, delivery, MOST_SENTENCES);
  return {
    test: false,
    day: delivery.day,
    person: { loginName: person?.loginName ?? null, code: person?.code ?? null },
    count: delivery.notices,
    sentences: rows.map((row) => ({
      'zh-CN': noticeText(kindOf(row), 'zh-CN'),
      en: noticeText(kindOf(row), 'en'),
    })),
    link: config.publicUrl ? `${config.publicUrl.origin}/notices` : null,
  };
}

/** Posts one person's notices to the webhook that they were gathered for. */
export async function callWebhook(platform: Platform, delivery: DeliveryRow): Promise<SendOutcome> {
  const hook = await webhookOf(platform.db, delivery.orgUnitId ?? '');
  if (!hook || hook.suspendedAt) return 'hook-gone';
  // It became a group’s meanwhile: what is one person’s is not said there, and goes with the next round.
  if (hook.kind !== 'xueshi') return 'hook-refused';
  const outcome = await callSigned(
    platform,
    hook,
    delivery.id,
    await contentOf(platform, delivery),
  );
  await keepHealth(platform, hook, outcome);
  return outcome;
}

/** Remembers since when every call fails; after three days nothing is called any more. */
export async function keepHealth(
  platform: Platform,
  { orgUnitId }: WebhookRow,
  outcome: SendOutcome,
): Promise<void> {
  const { db, write, clock } = platform;
  const before = await webhookOf(db, orgUnitId);
  if (!before || (outcome === null && before.failingSince === null)) return;
  const now = clock.now();
  await write(async (tx) => {
    const hook = await webhookOf(tx, orgUnitId);
    if (!hook) return;
    const failingSince = outcome === null ? null : (hook.failingSince ?? now);
    const isLost =
      failingSince !== null && now.getTime() - failingSince.getTime() >= SUSPENDED_AFTER_MS;
    const suspendedAt = hook.suspendedAt ?? (isLost ? now : null);
    await tx
      .update(noticeWebhooks)
      .set({ failingSince, suspendedAt })
      .where(eq(noticeWebhooks.orgUnitId, orgUnitId));
    if (suspendedAt && !hook.suspendedAt) await tellAdministrators(tx, platform, hook, now);
  });
}

/** Those who administer the unit itself, or the nearest above that has somebody, and who set it. */
async function tellAdministrators(tx: Tx, platform: Platform, hook: WebhookRow, now: Date) {
  const [unit] = await tx.select().from(orgUnits).where(eq(orgUnits.id, hook.orgUnitId));
  if (!unit) return;
  const told = new Set(await nearestAdministrators(tx, unit.id, now));
  if (await personHasDuty({ db: tx, clock: platform.clock }, hook.setBy, unit.path, 'administer'))
    told.add(hook.setBy);
  await notifyMany(
    tx,
    [...told].map((personId) => ({
      personId,
      kind: 'webhook-suspended' as const,
      occasion: `${unit.id} ${now.toISOString()}`,
      params: { title: unit.name },
      link: `/admin/units/${unit.id}/webhook`,
      now,
    })),
  );
}
