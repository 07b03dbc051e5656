// A textbook as it is read: a page or chapter at a time, with where one stopped.
import type { TextbookMatches, TextbookPart, TextbookView } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { asSearched, findWords } from '@xueshi/domain';
import { plainText, renderMarkdown } from '@xueshi/formats';
import { and, eq } from 'drizzle-orm';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { demandReadable, keepsAt } from './permission.ts';
import { findPart, partsWith, type TextbookRow } from './store.ts';
import { headOf, preparationOf } from './views.ts';

const { textbookPlaces } = schema;

const MOST_MATCHES = 50;
/** Characters around what was found. */
const AROUND = 30;

async function placeOf(db: Reader, actor: Actor, { id, parts }: TextbookRow): Promise<number> {
  const [row] = await db
    .select({ number: textbookPlaces.number })
    .from(textbookPlaces)
    .where(and(eq(textbookPlaces.personId, actor.personId), eq(textbookPlaces.textbookId, id)));
  return Math.min(row?.number ?? 1, Math.max(1, parts));
}

export async function readTextbook(
  platform: Platform,
  actor: Actor,
  code: string,
): Promise<TextbookView> {
  const { db } = platform;
  const { row, unit } = await demandReadable(platform, actor, code);
  const { state, percent } = await preparationOf(db, row);
  return {
    ...headOf(row),
    ...{ state, percent },
    rights: row.rights,
    isbn: row.isbn,
    unitName: unit.name,
    language: row.language as TextbookView['language'],
    outline: row.outline,
    place: await placeOf(db, actor, row),
    mayEdit: keepsAt(actor, unit.path),
  };
}

async function demandReady(platform: Platform, actor: Actor, code: string): Promise<TextbookRow> {
  const { row } = await demandReadable(platform, actor, code);
  if (row.state !== 'ready') throw new Refused('textbook-not-ready');
  return row;
}

/** The same address never shows anything else: it ends with the hash of the book. */
const pictureUrl = ({ code, sha256 }: TextbookRow, name: string) =>
  `/media/textbooks/${code}/${name}?v=${(sha256 ?? '').slice(0, 12)}`;

export async function readTextbookPart(
  platform: Platform,
  actor: Actor,
  code: string,
  number: number,
): Promise<TextbookPart> {
  const row = await demandReady(platform, actor, code);
  const part = await findPart(platform.db, row.id, number);
  if (!part) throw new Refused('not-found');
  const { title, text, width, height } = part;
  if (width === null || height === null) {
    const html = renderMarkdown(text, {
      idPrefix: 'chapter-',
      pictureUrl: (name) => pictureUrl(row, name),
    });
    return { number, title, page: null, html };
  }
  const url = pictureUrl(row, `${String(number).padStart(4, '0')}.webp`);
  return { number, title, page: { url, width, height, text }, html: null };
}

export async function searchTextbook(
  platform: Platform,
  actor: Actor,
  code: string,
  typed: string,
): Promise<TextbookMatches> {
  const row = await demandReady(platform, actor, code);
  const words = asSearched(typed);
  if (words === '') return { items: [], hasMore: false };
  const found = await partsWith(platform.db, row.id, words, MOST_MATCHES + 1);
  return {
    items: found.slice(0, MOST_MATCHES).map(({ number, title, text, width }) => {
      const said = width === null ? plainText(text) : text;
      // A chapter may be found by its heading alone.
      const shown = findWords(said, typed, AROUND) ?? {
        before: said.slice(0, AROUND),
        found: '',
        after: '',
      };
      return { number, title, ...shown };
    }),
    hasMore: found.length > MOST_MATCHES,
  };
}

export async function rememberTextbookPlace(
  platform: Platform,
  actor: Actor,
  code: string,
  number: number,
): Promise<void> {
  const row = await demandReady(platform, actor, code);
  if (number > row.parts) throw new Refused('not-found');
  const place = { number, readAt: platform.clock.now() };
  await platform.write((tx) =>
    tx
      .insert(textbookPlaces)
      .values({ personId: actor.personId, textbookId: row.id, ...place })
      .onConflictDoUpdate({
        target: [textbookPlaces.personId, textbookPlaces.textbookId],
        set: place,
      }),
  );
}
