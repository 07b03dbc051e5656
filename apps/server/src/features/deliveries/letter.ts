// One letter with the notices of a day. It says what the notices say and nothing else about a person.
import { schema, type Reader } from '@xueshi/database';
import { m, type Locale } from '@xueshi/messages';
import { noticeText } from '@xueshi/messages/notice-text';
import { and, eq, isNull } from 'drizzle-orm';
import { mailTrouble, type Letter } from '../../platform/mail.ts';
import type { Platform } from '../../platform/platform.ts';
import { mailAddressOf } from '../planning/service.ts';
import { oneClickUrl } from './one-click.ts';
import { mailChoiceOf, stopTokenFor } from './preferences.ts';
import { noticesOf, type DeliveryRow, type NoticeRow, type SendOutcome } from './store.ts';
import { letterText, templateOf, type LetterValues } from './templates.ts';

const { memberships, orgUnits, people } = schema;

const MOST_SENTENCES = 20;

export const kindOf = (row: NoticeRow) => ({
  kind: row.kind as Parameters<typeof noticeText>[0]['kind'],
  params: row.params,
});

async function recipientOf(db: Reader, personId: string) {
  const [row] = await db
    .select({ name: people.name, unit: orgUnits.name })
    .from(people)
    .leftJoin(memberships, and(eq(memberships.personId, people.id), isNull(memberships.endsAt)))
    .leftJoin(orgUnits, eq(orgUnits.id, memberships.orgUnitId))
    .where(eq(people.id, personId));
  return { name: row?.name ?? '', unit: row?.unit ?? '' };
}

interface Parts {
  readonly values: LetterValues;
  readonly rows: readonly NoticeRow[];
  readonly stopLink: string;
}

async function textIn(db: Reader, locale: Locale, { values, rows, stopLink }: Parts) {
  const more = Number(values.count) - rows.length;
  const sentences = rows.map((row) => noticeText(kindOf(row), locale));
  if (more > 0) sentences.push(m.delivery_letter_more({ count: more }, { locale }));
  const stop = stopLink
    ? m.delivery_letter_stop({ link: stopLink }, { locale })
    : m.delivery_letter_stop_page({}, { locale });
  return letterText(await templateOf(db, locale), values, { sentences, after: [stop] });
}

async function letterFor(platform: Platform, delivery: DeliveryRow): Promise<Omit<Letter, 'to'>> {
  const { db, config, secret } = platform;
  const { personId } = delivery;
  const { language } = await mailChoiceOf(db, personId);
  const origin = config.publicUrl?.origin;
  const token = stopTokenFor(secret, personId);
  const stopLink = origin ? `${origin}/mail/stop/${token}` : '';
  const values = {
    ...(await recipientOf(db, personId)),
    count: String(delivery.notices),
    link: origin ? `${origin}/notices` : '',
  };
  const rows = await noticesOf(db, delivery, MOST_SENTENCES);
  const locales: readonly Locale[] = language ? [language] : ['zh-CN', 'en'];
  const texts = await Promise.all(
    locales.map((locale) => textIn(db, locale, { values, rows, stopLink })),
  );
  return {
    subject: texts[0]?.subject ?? '',
    text: texts.map(({ text }) => text).join('\n\n————\n\n'),
    messageId: `<notices-${delivery.id}@${config.publicUrl?.hostname ?? 'xueshi'}>`,
    ...(origin ? { unsubscribeUrl: oneClickUrl(origin, token) } : {}),
  };
}

/** Hands one person's letter to the mail server. */
export async function sendLetter(platform: Platform, delivery: DeliveryRow): Promise<SendOutcome> {
  const { db, mail, log } = platform;
  if (!mail) return 'mail-none';
  const address = await mailAddressOf(db, delivery.personId);
  const { rhythm } = await mailChoiceOf(db, delivery.personId);
  if (!address?.confirmedAt || rhythm === 'none') return 'address-gone';
  const letter = await letterFor(platform, delivery);
  try {
    await mail.send({ to: address.address, ...letter });
    return null;
  } catch (error) {
    const trouble = mailTrouble(error);
    log.warn({ delivery: delivery.id, trouble }, 'a letter could not be sent');
    return trouble;
  }
}
