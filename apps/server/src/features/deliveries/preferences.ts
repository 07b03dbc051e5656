// How often a person wants mail. Each letter ends with a link by which they stop it without signing in.
import type { MailDelivery } from '@xueshi/contracts';
import { schema, type Reader, type Tx } from '@xueshi/database';
import { eq } from 'drizzle-orm';
import { createHmac, timingSafeEqual, type KeyObject } from 'node:crypto';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import { keyFor } from '../../platform/sealing.ts';
import type { Actor } from '../../platform/sessions.ts';
import { lastDelivery, type DeliveryRow } from './store.ts';

const { mailPreferences } = schema;

export type MailChoice = Pick<MailDelivery, 'rhythm' | 'language'>;

const NOTHING_SAID: MailChoice = { rhythm: 'weekly', language: null };
const stopKey = keyFor('mail stop');

export async function mailChoiceOf(db: Reader, personId: string): Promise<MailChoice> {
  const [row] = await db
    .select()
    .from(mailPreferences)
    .where(eq(mailPreferences.personId, personId));
  return row
    ? {
        rhythm: row.rhythm as MailChoice['rhythm'],
        language: row.language as MailChoice['language'],
      }
    : NOTHING_SAID;
}

export const deliveryView = (row: DeliveryRow) => ({
  channel: row.channel,
  day: row.day,
  notices: row.notices,
  state: row.state,
  error: row.error,
  attempts: row.attempts,
  at: (row.settledAt ?? row.createdAt).toISOString(),
});

export async function readMailDelivery({ db }: Platform, actor: Actor): Promise<MailDelivery> {
  const last = await lastDelivery(db, actor.personId);
  return {
    ...(await mailChoiceOf(db, actor.personId)),
    last: last && deliveryView(last),
  };
}

async function keepChoice(tx: Tx, personId: string, choice: MailChoice, now: Date): Promise<void> {
  const values = { ...choice, changedAt: now };
  await tx
    .insert(mailPreferences)
    .values({ personId, ...values })
    .onConflictDoUpdate({ target: mailPreferences.personId, set: values });
}

export async function setMailDelivery(
  { write, clock }: Platform,
  actor: Actor,
  choice: MailChoice,
): Promise<void> {
  await write((tx) => keepChoice(tx, actor.personId, choice, clock.now()));
}

const signatureOf = (secret: KeyObject, personId: string) =>
  createHmac('sha256', stopKey(secret)).update(personId).digest('base64url');

/** What a letter carries to stop the next; it opens nothing else. */
export const stopTokenFor = (secret: KeyObject, personId: string): string =>
  `${personId}.${signatureOf(secret, personId)}`;

/** Stops the mail of whom the token was made for. Any other is not found. */
export async function stopMail(platform: Platform, token: string): Promise<void> {
  const { db, write, clock, secret } = platform;
  const [personId = '', given = ''] = token.split('.');
  const right = Buffer.from(signatureOf(secret, personId));
  const sent = Buffer.from(given);
  if (sent.length !== right.length || !timingSafeEqual(sent, right))
    throw new Refused('mail-stop-unknown');
  const { language } = await mailChoiceOf(db, personId);
  await write((tx) => keepChoice(tx, personId, { rhythm: 'none', language }, clock.now()));
}
