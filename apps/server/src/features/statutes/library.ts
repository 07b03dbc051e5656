import type { FoundArticle, StatuteCard, StatuteDifferences, StatuteView } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { trainingDayOf } from '@xueshi/domain';
import { editionFor, fromChinese, inChinese, isDay, type Article } from '@xueshi/formats';
import { and, asc, eq, inArray, isNotNull } from 'drizzle-orm';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import {
  changesBetween,
  keptStatutes,
  statuteNamed,
  type KeptEdition,
  type KeptStatute,
} from './store.ts';
import { differenceOf, headOf, headsOf, sectionsOf } from './views.ts';

const { courses, courseVersions, statuteCitations } = schema;

const MOST_HITS = 3;
const MOST_FOUND = 20;
const BEFORE = 10;
const AFTER = 40;

/** 第20条, 20, 二十条 and 第二十条 all ask for the same article. */
function numberAsked(word: string): string | null {
  const [, digits, chinese] =
    /^第?(?:(\d{1,4})|([〇零一二三四五六七八九十百千]+))条?$/u.exec(word) ?? [];
  const count = digits ? Number(digits) : fromChinese(chinese ?? '');
  const isNumber = digits !== undefined || word.endsWith('条') || word.startsWith('第');
  return isNumber && count !== null && count > 0 ? `第${inChinese(count)}条` : null;
}

interface Asked {
  readonly word: string;
  readonly number: string | null;
}

const wordsOf = (typed: string): Asked[] =>
  typed
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[《》,，、;；]/gu, ' ')
    .replaceAll(/(第[〇零一二三四五六七八九十百千\d]+条)/gu, ' $1 ')
    .split(/\s+/u)
    .filter((word) => word !== '')
    .slice(0, 8)
    .map((word) => ({ word, number: numberAsked(word) }));

const isOfTitle = ({ title, fullTitle, initials }: KeptStatute, { word }: Asked): boolean =>
  title.toLowerCase().includes(word) ||
  fullTitle.toLowerCase().includes(word) ||
  initials.toLowerCase().includes(word);

const isOfArticle = ({ number, text }: Article, asked: Asked): boolean =>
  asked.number === null ? text.includes(asked.word) : number === asked.number;

/** The articles of an edition that have what the title does not; none where the title has it all. */
function articlesAsked(statute: KeptStatute, edition: KeptEdition, words: readonly Asked[]) {
  const rest = words.filter((asked) => !isOfTitle(statute, asked));
  const isOfTitleOnly = rest.length === 0;
  const articles = isOfTitleOnly
    ? []
    : [...edition.articles.values()].filter((article) =>
        rest.every((asked) => isOfArticle(article, asked)),
      );
  return { isOfTitleOnly, rest, articles };
}

/** Some words around the first of those that are looked for. */
function snippetOf(text: string, words: readonly Asked[]): string {
  const line = text.replaceAll('\n', ' ');
  const at = words
    .filter(({ number }) => number === null)
    .map(({ word }) => line.indexOf(word))
    .find((place) => place >= 0);
  const from = Math.max(0, (at ?? 0) - BEFORE);
  const to = (at ?? 0) + AFTER;
  return `${from > 0 ? '…' : ''}${line.slice(from, to)}${to < line.length ? '…' : ''}`;
}

/** The library, or what of it has all the words; statutes whose title has them come first. */
export async function listStatutes(
  platform: Platform,
  typed = '',
): Promise<{ items: StatuteCard[] }> {
  const day = trainingDayOf(platform.clock.now());
  const words = wordsOf(typed);
  const found: { card: StatuteCard; isOfTitle: boolean }[] = [];
  for (const statute of await keptStatutes(platform)) {
    const edition = editionFor(statute.editions, day);
    if (!edition) continue;
    const { isOfTitleOnly, rest, articles } = articlesAsked(statute, edition, words);
    if (!isOfTitleOnly && articles.length === 0) continue;
    const card: StatuteCard = {
      title: statute.title,
      fullTitle: statute.fullTitle,
      edition: headOf(statute.editions, edition, day),
      editions: statute.editions.length,
      articles: edition.articles.size,
      hits: articles
        .slice(0, MOST_HITS)
        .map(({ number, text }) => ({ article: number, snippet: snippetOf(text, rest) })),
      hitCount: articles.length,
    };
    found.push({ card, isOfTitle: rest.length < words.length || words.length === 0 });
  }
  const titled = found.filter((one) => one.isOfTitle);
  const others = found.filter((one) => !one.isOfTitle);
  return { items: [...titled, ...others].map(({ card }) => card) };
}

/** Articles for an author who wants to cite one; those asked for by title and number come first. */
export async function findArticles(
  platform: Platform,
  typed: string,
): Promise<{ items: FoundArticle[] }> {
  const day = trainingDayOf(platform.clock.now());
  const words = wordsOf(typed);
  if (words.length === 0) return { items: [] };
  const found: { item: FoundArticle; rank: number }[] = [];
  for (const statute of await keptStatutes(platform)) {
    const edition = editionFor(statute.editions, day);
    if (!edition) continue;
    const { isOfTitleOnly, rest, articles } = articlesAsked(statute, edition, words);
    const rank = rest.length < words.length ? 0 : 1;
    const shown = isOfTitleOnly ? [...edition.articles.values()] : articles;
    for (const { number, text } of shown.slice(0, MOST_FOUND)) {
      const { title } = statute;
      found.push({
        item: { statute: title, article: number, text, inForceFrom: edition.inForceFrom },
        rank,
      });
    }
  }
  const ordered = [0, 1].flatMap((rank) => found.filter((one) => one.rank === rank));
  return { items: ordered.slice(0, MOST_FOUND).map(({ item }) => item) };
}

async function statuteAsked(platform: Platform, title: string): Promise<KeptStatute> {
  const statute = statuteNamed(await keptStatutes(platform), title);
  if (!statute) throw new Refused('statute-not-held');
  return statute;
}

function editionAsked(statute: KeptStatute, key: string): KeptEdition {
  const edition = statute.editions.find((one) => one.key === key);
  if (!edition) throw new Refused('statute-not-held');
  return edition;
}

export async function readStatute(
  platform: Platform,
  title: string,
  asked: { readonly on?: string; readonly edition?: string } = {},
): Promise<StatuteView> {
  const statute = await statuteAsked(platform, title);
  const today = trainingDayOf(platform.clock.now());
  // The thirtieth of February is asked for by hand only: it is then as if no day was.
  const on = asked.on !== undefined && isDay(asked.on) ? asked.on : today;
  const edition =
    asked.edition === undefined
      ? editionFor(statute.editions, on)
      : editionAsked(statute, asked.edition);
  if (!edition) throw new Refused('statute-not-held');
  return {
    title: statute.title,
    fullTitle: statute.fullTitle,
    notes: [...edition.notes],
    partial: edition.partial,
    on,
    edition: headOf(statute.editions, edition, today),
    editions: headsOf(statute.editions, today),
    sections: sectionsOf(edition),
    citedBy: await citedBy(platform, statute),
  };
}

async function citedBy({ db }: Platform, statute: KeptStatute): Promise<StatuteView['citedBy']> {
  const rows = await db
    .selectDistinct({
      slug: courses.slug,
      title: courseVersions.title,
      article: statuteCitations.article,
    })
    .from(statuteCitations)
    .innerJoin(courseVersions, eq(courseVersions.id, statuteCitations.courseVersionId))
    .innerJoin(courses, eq(courses.currentVersionId, courseVersions.id))
    .where(
      and(
        isNotNull(statuteCitations.courseVersionId),
        inArray(statuteCitations.statute, [statute.title, statute.fullTitle]),
        eq(courses.state, 'published'),
      ),
    )
    .orderBy(asc(courses.slug));
  const bySlug = new Map<string, StatuteView['citedBy'][number]>();
  for (const { slug, title, article } of rows) {
    const one = bySlug.get(slug) ?? { slug, title: { ...title }, articles: [] };
    one.articles.push(article);
    bySlug.set(slug, one);
  }
  return [...bySlug.values()];
}

/** Without named editions: from the one before the edition in force to that. */
export async function compareStatute(
  platform: Platform,
  title: string,
  asked: { readonly before?: string; readonly after?: string },
): Promise<StatuteDifferences> {
  const statute = await statuteAsked(platform, title);
  const { editions } = statute;
  const today = trainingDayOf(platform.clock.now());
  const after =
    asked.after === undefined ? editionFor(editions, today) : editionAsked(statute, asked.after);
  if (!after) throw new Refused('statute-not-held');
  const earlier = editions[Math.max(0, editions.indexOf(after) - 1)] ?? after;
  const before = asked.before === undefined ? earlier : editionAsked(statute, asked.before);
  return {
    title: statute.title,
    fullTitle: statute.fullTitle,
    before: headOf(editions, before, today),
    after: headOf(editions, after, today),
    editions: headsOf(editions, today),
    articles: await Promise.all(changesBetween(platform, before, after).map(differenceOf)),
  };
}
