// An administrator names where the messaging platform of a unit takes notices.
import type { UnitWebhook, WebhookKind } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { eq } from 'drizzle-orm';
import { administeredUnit } from '../../platform/authorisation.ts';
import { newId } from '../../platform/new-id.ts';
import { isCallable } from '../../platform/outgoing-call.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { recordAudit } from '../audit/service.ts';
import { crumbsTo, refOf } from '../organisations/service.ts';
import { isRobot } from './group-robots.ts';
import { sayToGroup, trialText } from './group-message.ts';
import { callSigned, keepHealth, secrets, webhookOf } from './webhook-post.ts';

const { noticeWebhooks } = schema;

const LEAST_SECRET = 16;
const BETWEEN_TESTS_MS = 10_000;

export async function readWebhook({ db }: Platform, actor: Actor, unitId: string) {
  const unit = await administeredUnit(db, actor, unitId);
  const hook = await webhookOf(db, unit.id);
  const webhook: UnitWebhook | null = hook && {
    kind: hook.kind,
    url: hook.url,
    setAt: hook.setAt.toISOString(),
    failingSince: hook.failingSince?.toISOString() ?? null,
    suspendedAt: hook.suspendedAt?.toISOString() ?? null,
  };
  return { unit: refOf(unit), crumbs: await crumbsTo(db, actor, unit), webhook };
}

const hostIn = (hook: { readonly url: string; readonly kind: string } | null) =>
  hook === null ? {} : { host: new URL(hook.url).host, kind: hook.kind };

/** Sets kind, address and secret, also of one that was suspended. What was there before is replaced. */
export async function setWebhook(
  { db, write, clock, config, secret }: Platform,
  actor: Actor,
  unitId: string,
  given: { readonly kind: WebhookKind; readonly url: string; readonly secret: string },
): Promise<void> {
  const unit = await administeredUnit(db, actor, unitId);
  const url = URL.canParse(given.url.trim()) ? new URL(given.url.trim()) : null;
  if (!url || !isCallable(url, config.webhookHosts)) throw new Refused('webhook-url-unfit');
  if (!isRobot(given.kind) && [...given.secret].length < LEAST_SECRET)
    throw new Refused('webhook-secret-too-short', { minimum: LEAST_SECRET });
  const now = clock.now();
  const values = {
    kind: given.kind,
    url: url.href,
    secretSealed: secrets.seal(secret, unit.id, given.secret),
    setBy: actor.personId,
    setAt: now,
    testedAt: null,
    failingSince: null,
    suspendedAt: null,
  };
  await write(async (tx) => {
    const before = await webhookOf(tx, unit.id);
    await tx
      .insert(noticeWebhooks)
      .values({ orgUnitId: unit.id, ...values })
      .onConflictDoUpdate({ target: noticeWebhooks.orgUnitId, set: values });
    await recordAudit(tx, {
      at: now,
      actorId: actor.personId,
      action: 'webhook-set',
      subject: `org-unit:${unit.id}`,
      // The rest of the address may be a secret itself: only that it is another is said.
      detail: {
        before: hostIn(before),
        after: hostIn(values),
        addressChanged: before !== null && before.url !== url.href,
      },
      address: actor.address,
    });
  });
}

export async function removeWebhook(
  { db, write, clock }: Platform,
  actor: Actor,
  unitId: string,
): Promise<void> {
  const unit = await administeredUnit(db, actor, unitId);
  await write(async (tx) => {
    const gone = await tx
      .delete(noticeWebhooks)
      .where(eq(noticeWebhooks.orgUnitId, unit.id))
      .returning({ url: noticeWebhooks.url, kind: noticeWebhooks.kind });
    if (gone.length === 0) throw new Refused('not-found');
    await recordAudit(tx, {
      at: clock.now(),
      actorId: actor.personId,
      action: 'webhook-removed',
      subject: `org-unit:${unit.id}`,
      detail: { before: hostIn(gone[0] ?? null), after: {} },
      address: actor.address,
    });
  });
}

/** Sends a message that concerns nobody, and says what became of it. */
export async function testWebhook(platform: Platform, actor: Actor, unitId: string) {
  const { db, write, clock } = platform;
  const unit = await administeredUnit(db, actor, unitId);
  const hook = await webhookOf(db, unit.id);
  if (!hook) throw new Refused('not-found');
  const now = clock.now();
  if (hook.testedAt && now.getTime() - hook.testedAt.getTime() < BETWEEN_TESTS_MS)
    throw new Refused('slow-down');
  await write((tx) =>
    tx.update(noticeWebhooks).set({ testedAt: now }).where(eq(noticeWebhooks.orgUnitId, unit.id)),
  );
  const error = isRobot(hook.kind)
    ? await sayToGroup(platform, hook, trialText(unit.name))
    : await callSigned(platform, hook, newId(), { test: true, unit: unit.name });
  await keepHealth(platform, hook, error);
  return { error };
}
