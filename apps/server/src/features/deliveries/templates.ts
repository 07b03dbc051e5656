// The words around the notices of a letter.
import type { Reader } from '@xueshi/database';
import { schema } from '@xueshi/database';
import { m, type Locale } from '@xueshi/messages';
import { eq } from 'drizzle-orm';

const { letterTemplates } = schema;

export const PLACEHOLDERS = ['name', 'count', 'link', 'unit'] as const;
export type LetterValues = Readonly<Record<(typeof PLACEHOLDERS)[number], string>>;

export interface LetterTemplate {
  readonly subject: string;
  readonly greeting: string;
  readonly closing: string;
}

/** Placeholders stay as they are written. */
const AS_WRITTEN = { name: '{name}', count: '{count}', link: '{link}', unit: '{unit}' };

/** The product's own words. */
export const defaultTemplate = (locale: Locale): LetterTemplate => ({
  subject: m.delivery_letter_subject({ count: AS_WRITTEN.count }, { locale }),
  greeting: m.delivery_letter_greeting(
    { name: AS_WRITTEN.name, count: AS_WRITTEN.count },
    { locale },
  ),
  closing: m.delivery_letter_closing({ link: AS_WRITTEN.link }, { locale }),
});

export async function keptTemplate(db: Reader, locale: Locale) {
  const [row] = await db.select().from(letterTemplates).where(eq(letterTemplates.language, locale));
  return row ?? null;
}

export const templateOf = async (db: Reader, locale: Locale): Promise<LetterTemplate> =>
  (await keptTemplate(db, locale)) ?? defaultTemplate(locale);

const isPlaceholder = (name: string): name is keyof LetterValues =>
  PLACEHOLDERS.some((one) => one === name);

/** Puts values in; what is no placeholder stays as it is. */
export const filled = (text: string, values: LetterValues): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => (isPlaceholder(name) ? values[name] : whole));
