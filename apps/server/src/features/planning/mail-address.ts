// An address is written to only once a code that was sent there came back: nobody can have somebody
// else's mailbox filled.
import { schema, type Reader } from '@xueshi/database';
import { m, type Locale } from '@xueshi/messages';
import { eq, sql } from 'drizzle-orm';
import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';

const { mailAddresses } = schema;

type MailAddress = typeof mailAddresses.$inferSelect;

const ADDRESS = /^[^\s@<>()[\],;:"\\]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z]{2,24}$/;
const CODE_MS = 15 * 60_000;
const BETWEEN_CODES_MS = 60_000;
const MOST_TRIES = 5;

export async function mailAddressOf(db: Reader, personId: string): Promise<MailAddress | null> {
  const [row] = await db.select().from(mailAddresses).where(eq(mailAddresses.personId, personId));
  return row ?? null;
}

const hashOf = (personId: string, code: string) =>
  createHash('sha256').update(`${personId} ${code}`).digest('base64url');

/** Sends a code to the address; one a minute. An address that was confirmed before is replaced. */
export async function setMailAddress(
  platform: Platform,
  actor: Actor,
  given: string,
  locale: Locale,
): Promise<void> {
  const { db, write, clock, mail, log } = platform;
  if (!mail) throw new Refused('mail-not-available');
  const address = given.trim();
  if (!ADDRESS.test(address)) throw new Refused('mail-address-malformed');
  const { personId } = actor;
  const now = clock.now();
  const before = await mailAddressOf(db, personId);
  if (before && now.getTime() - before.codeSentAt.getTime() < BETWEEN_CODES_MS)
    throw new Refused('slow-down');
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  const values = {
    address,
    confirmedAt: null,
    codeHash: hashOf(personId, code),
    codeSentAt: now,
    codeTries: 0,
  };
  try {
    await mail.send({
      to: address,
      subject: m.planning_mail_code_subject({}, { locale }),
      text: m.planning_mail_code_text({ code, minutes: CODE_MS / 60_000 }, { locale }),
    });
  } catch (error) {
    log.warn({ err: error }, 'a code could not be sent');
    throw new Refused('mail-not-sent');
  }
  // Only now: an address whose letter was not taken changes nothing.
  await write((tx) =>
    tx
      .insert(mailAddresses)
      .values({ personId, ...values })
      .onConflictDoUpdate({ target: mailAddresses.personId, set: values }),
  );
}

/** Five tries within a quarter of an hour; then a new code is needed. */
export async function confirmMailAddress(
  { write, clock }: Platform,
  actor: Actor,
  given: string,
): Promise<void> {
  const { personId } = actor;
  const now = clock.now();
  const isRight = await write(async (tx) => {
    const row = await mailAddressOf(tx, personId);
    const isOpen =
      row?.codeHash &&
      row.codeTries < MOST_TRIES &&
      now.getTime() - row.codeSentAt.getTime() <= CODE_MS;
    if (!row?.codeHash || !isOpen) return false;
    const sent = Buffer.from(hashOf(personId, given.trim()));
    const right = timingSafeEqual(sent, Buffer.from(row.codeHash));
    await tx
      .update(mailAddresses)
      .set(
        right
          ? { confirmedAt: now, codeHash: null }
          : { codeTries: sql`${mailAddresses.codeTries} + 1` },
      )
      .where(eq(mailAddresses.personId, personId));
    return right;
  });
  if (!isRight) throw new Refused('mail-code-wrong');
}

export async function removeMailAddress({ write }: Platform, actor: Actor): Promise<void> {
  await write((tx) => tx.delete(mailAddresses).where(eq(mailAddresses.personId, actor.personId)));
}
