import type { BankItem } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { and, asc, count, eq, inArray, ne, sql } from 'drizzle-orm';
import type { Platform } from '../../platform/platform.ts';
import { contains } from '../../platform/typed-words.ts';
import type { BankEntry, QuizItem } from '../catalogue/service.ts';
import { explanationHtml, groupHtml, stemHtml } from './rendered.ts';

const { bankItems } = schema;

const PAGE = 20;

export interface BankQuery {
  readonly search?: string;
  /** The bank's name or the course's slug. */
  readonly origin?: string;
  readonly kind?: BankItem['kind'];
  readonly area?: BankItem['area'];
  readonly difficulty?: number;
  readonly tag?: string;
  /** The statute's title. */
  readonly statute?: string;
  /** Left out: all that are not retired. */
  readonly state?: BankItem['state'] | 'all';
  /** Of banks only, and only what can be asked within a lecture. */
  readonly forLecture?: 'yes';
  readonly page?: number;
}

const fitting = (query: BankQuery) =>
  and(
    query.origin ? eq(bankItems.originName, query.origin) : undefined,
    query.kind ? eq(bankItems.kind, query.kind) : undefined,
    query.area ? eq(bankItems.area, query.area) : undefined,
    query.difficulty ? eq(bankItems.difficulty, query.difficulty) : undefined,
    query.tag
      ? sql`exists (select 1 from json_each(${bankItems.tags}) where value = ${query.tag})`
      : undefined,
    query.statute ? eq(bankItems.statute, bareTitle(query.statute)) : undefined,
    stateFits(query.state),
    query.forLecture ? askableInLecture() : undefined,
    ...wordsOf(query.search ?? '').map((word) => contains(bankItems.words, word)),
  );

/** The items of one bank that fit, by their places in it, and how each of them stands. */
export async function bankPlaces(
  db: Reader,
  bankId: string,
  query: BankQuery,
): Promise<ReadonlyMap<number, BankItem['state']>> {
  const { position, state } = bankItems;
  const rows = await db
    .select({ position, state })
    .from(bankItems)
    .where(and(eq(bankItems.bankId, bankId), fitting(query)));
  return new Map(rows.map((row) => [row.position, row.state as BankItem['state']]));
}

/** Items of banks and quizzes that fit, page by page in the order of their files. */
export async function searchBank({ db }: Platform, query: BankQuery) {
  const fits = fitting(query);
  const [row] = await db.select({ total: count() }).from(bankItems).where(fits);
  const total = row?.total ?? 0;
  const pages = Math.max(1, Math.ceil(total / PAGE));
  const page = Math.min(query.page ?? 1, pages);
  const rows = await db
    .select()
    .from(bankItems)
    .where(fits)
    .orderBy(asc(bankItems.origin), asc(bankItems.originName), asc(bankItems.position))
    .limit(PAGE)
    .offset((page - 1) * PAGE);
  return { total, page, pages, origins: await originsOf(db), items: rows.map(shownItem) };
}

/** Titles are typed with their marks as often as without. */
const bareTitle = (title: string) => title.replaceAll(/[《》\s]/gu, '');

function stateFits(state: BankQuery['state']) {
  if (state === undefined) return ne(bankItems.state, 'retired');
  return state === 'all' ? undefined : eq(bankItems.state, state);
}

/** What can be read and answered while the picture rests (lecture-questions.ts of packages/formats). */
const askableInLecture = () =>
  and(
    eq(bankItems.origin, 'bank'),
    eq(bankItems.state, 'ready'),
    inArray(bankItems.kind, ['single', 'multiple', 'true_false']),
    sql`json_extract(${bankItems.content}, '$.group') is null`,
  );

/** Every item of banks and quizzes that is in use, to be compared with. */
export async function bankQuestions(db: Reader): Promise<BankEntry['content'][]> {
  const rows = await db
    .select({ content: bankItems.content })
    .from(bankItems)
    .where(ne(bankItems.state, 'retired'));
  return rows.map(({ content }) => content as BankEntry['content']);
}

const wordsOf = (search: string) =>
  search
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== '')
    .slice(0, 8);

async function originsOf(db: Reader) {
  return db
    .select({
      name: bankItems.originName,
      title: bankItems.originTitle,
      items: sql<number>`count(*)`,
    })
    .from(bankItems)
    .groupBy(bankItems.origin, bankItems.originName, bankItems.originTitle)
    .orderBy(asc(bankItems.origin), asc(bankItems.originName));
}

function shownItem(row: typeof bankItems.$inferSelect): BankItem {
  const { item, group } = row.content as BankEntry['content'];
  return {
    id: row.id,
    origin: row.origin === 'bank' ? 'bank' : 'course',
    originName: row.originName,
    originTitle: row.originTitle,
    isKept: row.bankId !== null,
    state: row.state as BankItem['state'],
    itemId: item.id,
    kind: item.kind,
    area: row.area as BankItem['area'],
    difficulty: row.difficulty,
    tags: row.tags,
    source: row.source,
    statute: row.statute,
    article: row.article,
    groupHtml: group ? groupHtml(group) : null,
    stemHtml: stemHtml(item),
    lines: linesOf(item),
    explanationHtml: explanationHtml(item),
  };
}

function linesOf(item: QuizItem): BankItem['lines'] {
  const letters = Array.isArray(item.answer) ? item.answer : [];
  switch (item.kind) {
    case 'single':
    case 'multiple':
      return item.options.map(({ id, text }) => ({
        text: `${id}. ${text}`,
        isRight: letters.includes(id),
      }));
    case 'true_false':
      return [{ text: item.answer === true ? '✓' : '✗', isRight: true }];
    case 'ordering':
      return item.options.map(({ text }, at) => ({ text: `${at + 1}. ${text}`, isRight: true }));
    case 'matching':
      return [
        ...(item.lefts ?? []).map((left, at) => ({
          text: `${left} — ${item.options[at]?.text ?? ''}`,
          isRight: true,
        })),
        ...item.options
          .slice(item.lefts?.length ?? 0)
          .map(({ text }) => ({ text: `— ${text}`, isRight: false })),
      ];
    case 'fill_in':
      return (item.blanks ?? []).map((accepted, at) => ({
        text: `(${at + 1}) ${accepted.join(' / ')}`,
        isRight: true,
      }));
    case 'short_answer':
      return [{ text: item.guide ?? '', isRight: true }];
  }
}
