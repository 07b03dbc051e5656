// The words around the notices of a letter.
import type { LetterTemplate as LetterTemplateView, LetterWords } from '@xueshi/contracts';
import { schema, type Reader, type Tx } from '@xueshi/database';
import type { AuditAction } from '@xueshi/domain';
import { m, type Locale } from '@xueshi/messages';
import { eq } from 'drizzle-orm';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { recordAudit } from '../audit/service.ts';

const { letterTemplates } = schema;

const PLACEHOLDERS = ['name', 'count', 'link', 'unit'] as const;
export type LetterValues = Readonly<Record<(typeof PLACEHOLDERS)[number], string>>;

/** Placeholders stay as they are written. */
const AS_WRITTEN = { name: '{name}', count: '{count}', link: '{link}', unit: '{unit}' };

/** The product's own words. */
const defaultTemplate = (locale: Locale): LetterWords => ({
  subject: m.delivery_letter_subject({ count: AS_WRITTEN.count }, { locale }),
  greeting: m.delivery_letter_greeting(
    { name: AS_WRITTEN.name, count: AS_WRITTEN.count },
    { locale },
  ),
  closing: m.delivery_letter_closing({ link: AS_WRITTEN.link }, { locale }),
});

async function keptTemplate(db: Reader, locale: Locale) {
  const [row] = await db.select().from(letterTemplates).where(eq(letterTemplates.language, locale));
  return row ?? null;
}

export const templateOf = async (db: Reader, locale: Locale): Promise<LetterWords> =>
  (await keptTemplate(db, locale)) ?? defaultTemplate(locale);

const isPlaceholder = (name: string): name is keyof LetterValues =>
  PLACEHOLDERS.some((one) => one === name);

/** Puts values in; what is no placeholder stays. Where there is no link, lines about it are left out. */
const filled = (text: string, values: LetterValues): string =>
  text
    .split('\n')
    .filter((line) => values.link !== '' || !line.includes('{link}'))
    .join('\n')
    .replace(/\{(\w+)\}/g, (whole, name: string) => (isPlaceholder(name) ? values[name] : whole));

const LANGUAGES = ['zh-CN', 'en'] as const;

export async function listLetterTemplates({
  db,
}: Platform): Promise<{ items: LetterTemplateView[] }> {
  const items = LANGUAGES.map(async (language) => {
    const kept = await keptTemplate(db, language);
    const { subject, greeting, closing } = kept ?? defaultTemplate(language);
    return { language, subject, greeting, closing, isOwn: kept !== null };
  });
  return { items: await Promise.all(items) };
}

/** Refuses the first placeholder that there is not, by its name. */
function demandKnownPlaceholders(words: LetterWords): void {
  for (const text of [words.subject, words.greeting, words.closing]) {
    const unknown = [...text.matchAll(/\{([^{}]*)\}/g)].find(
      ([, name = '']) => !isPlaceholder(name),
    );
    if (unknown) throw new Refused('letter-placeholder-unknown', { name: unknown[1] ?? '' });
  }
}

const wordsOf = ({ subject, greeting, closing }: LetterWords): LetterWords => ({
  subject,
  greeting,
  closing,
});

interface Reworded {
  readonly language: Locale;
  readonly before: LetterWords;
  readonly after: LetterWords;
  readonly now: Date;
}

const audit = (
  tx: Tx,
  actor: Actor,
  action: AuditAction,
  { language, before, after, now }: Reworded,
) =>
  recordAudit(tx, {
    at: now,
    actorId: actor.personId,
    action,
    subject: 'installation',
    detail: { language, before: wordsOf(before), after: wordsOf(after) },
    address: actor.address,
  });

export async function setLetterTemplate(
  { write, clock }: Platform,
  actor: Actor,
  language: Locale,
  words: LetterWords,
): Promise<void> {
  demandKnownPlaceholders(words);
  const now = clock.now();
  const values = { ...words, changedBy: actor.personId, changedAt: now };
  await write(async (tx) => {
    const before = await templateOf(tx, language);
    await tx
      .insert(letterTemplates)
      .values({ language, ...values })
      .onConflictDoUpdate({ target: letterTemplates.language, set: values });
    await audit(tx, actor, 'letter-template-set', { language, before, after: words, now });
  });
}

export async function resetLetterTemplate(
  { write, clock }: Platform,
  actor: Actor,
  language: Locale,
): Promise<void> {
  await write(async (tx) => {
    const before = await templateOf(tx, language);
    const after = defaultTemplate(language);
    await tx.delete(letterTemplates).where(eq(letterTemplates.language, language));
    const now = clock.now();
    await audit(tx, actor, 'letter-template-reset', { language, before, after, now });
  });
}

/** A letter with two invented notices for whoever asks. */
export function previewLetter(
  { config }: Platform,
  actor: Actor,
  language: Locale,
  words: LetterWords,
): { subject: string; text: string } {
  demandKnownPlaceholders(words);
  const origin = config.publicUrl?.origin ?? '';
  const values = {
    name: actor.name,
    count: '2',
    link: origin && `${origin}/notices`,
    unit: m.letters_sample_unit({}, { locale: language }),
  };
  const sentences = [
    m.letters_sample_first({}, { locale: language }),
    m.letters_sample_second({}, { locale: language }),
  ];
  return letterText(words, values, { sentences, after: [] });
}

interface Around {
  readonly sentences: readonly string[];
  /** Paragraphs after the closing. */
  readonly after: readonly string[];
}

/** Subject and text of one letter in one language. */
export function letterText(
  words: LetterWords,
  values: LetterValues,
  { sentences, after }: Around,
): { subject: string; text: string } {
  const parts = [
    filled(words.greeting, values),
    sentences.map((sentence) => `· ${sentence}`).join('\n'),
    filled(words.closing, values),
    ...after,
  ];
  return {
    subject: filled(words.subject, values).replace(/\s+/g, ' ').trim(),
    text: parts.filter((part) => part.trim() !== '').join('\n\n'),
  };
}
