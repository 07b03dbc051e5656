// What authors can look up of question banks and quizzes; written anew whenever either is read.
import { schema, type Tx } from '@xueshi/database';
import {
  plainText,
  type CourseSource,
  type QuizBank,
  type QuizItem as SourceItem,
} from '@xueshi/formats';
import type { ContentArea } from '@xueshi/domain';
import { and, eq } from 'drizzle-orm';
import type { LocalText } from '@xueshi/contracts';
import type { QuizContent, QuizItem } from './lesson-content.ts';

const { bankItems } = schema;

export interface BankEntry {
  readonly content: {
    readonly item: QuizItem;
    readonly group: NonNullable<QuizContent['groups']>[number] | null;
  };
}

interface Origin {
  readonly origin: 'bank' | 'course';
  readonly name: string;
  readonly title: LocalText;
  readonly area: ContentArea;
  readonly tags: readonly string[];
}

interface Entry {
  /** What an item says of itself beside what learners see. */
  readonly source: Pick<SourceItem, 'tags' | 'area' | 'source'>;
  readonly content: BankEntry['content'];
}

/** Puts the items of a bank or course in the place of those it had before. */
export async function replaceEntries(
  tx: Tx,
  origin: Origin,
  entries: readonly Entry[],
): Promise<void> {
  await tx
    .delete(bankItems)
    .where(and(eq(bankItems.origin, origin.origin), eq(bankItems.originName, origin.name)));
  for (let from = 0; from < entries.length; from += 100) {
    const rows = entries
      .slice(from, from + 100)
      .map((entry, at) => rowOf(origin, entry, from + at));
    await tx.insert(bankItems).values(rows);
  }
}

export type BankEntryState = 'ready' | 'unfinished' | 'retired';

interface KeptEntry {
  readonly bankId: string;
  readonly position: number;
  readonly state: BankEntryState;
  readonly origin: Omit<Origin, 'origin'>;
  readonly source: Entry['source'];
  readonly content: BankEntry['content'];
}

/** Puts one item of a bank that is kept in the studio in the place of what it was. Gives its id here. */
export async function keepBankEntry(tx: Tx, kept: KeptEntry): Promise<string> {
  const { bankId, state, position } = kept;
  const row = rowOf({ ...kept.origin, origin: 'bank' }, kept, position);
  const values = { ...row, bankId, state };
  await tx
    .insert(bankItems)
    .values(values)
    .onConflictDoUpdate({ target: bankItems.id, set: values });
  return row.id;
}

function rowOf(origin: Origin, { source, content }: Entry, position: number) {
  const { item, group } = content;
  const tags = source.tags ?? [...origin.tags];
  const words = [
    ...(group ? [plainText(group.text)] : []),
    plainText(item.stem),
    ...item.options.map(({ text }) => text),
    ...(item.lefts ?? []),
    ...(item.blanks ?? []).flat(),
    plainText(item.explanation),
    ...tags,
    ...(item.statute ? [item.statute.statute, item.statute.article] : []),
  ];
  return {
    id: `${origin.origin}/${origin.name}/${position}`,
    origin: origin.origin,
    originName: origin.name,
    originTitle: origin.title,
    kind: item.kind,
    area: source.area ?? origin.area,
    difficulty: item.difficulty,
    tags,
    source: source.source ?? null,
    statute: item.statute?.statute ?? null,
    article: item.statute?.article ?? null,
    words: words.join('\n').toLowerCase(),
    position,
    content,
  };
}

const groupOf = (content: QuizContent, item: QuizItem) =>
  content.groups?.find(({ id }) => id === item.group) ?? null;

/** The course's own items; what its quizzes draw from banks stands with the bank. */
export async function replaceCourseEntries(
  tx: Tx,
  course: CourseSource,
  contents: ReadonlyMap<string, QuizContent>,
): Promise<void> {
  const entries = course.lessons.flatMap((lesson) => {
    const content = contents.get(lesson.id);
    if (lesson.kind !== 'quiz' || !content) return [];
    const own = new Set(lesson.own);
    return lesson.items.flatMap((source, at): Entry[] => {
      const item = content.items[at];
      if (!item || !own.has(source.id)) return [];
      return [{ source, content: { item, group: groupOf(content, item) } }];
    });
  });
  const { slug: name, title, area, tags } = course;
  await replaceEntries(tx, { origin: 'course', name, title, area, tags }, entries);
}

export async function replaceBankEntries(
  tx: Tx,
  bank: QuizBank,
  content: Pick<QuizContent, 'items' | 'groups'>,
): Promise<void> {
  const entries = bank.items.flatMap((source, at): Entry[] => {
    const item = content.items[at];
    const group = content.groups?.find(({ id }) => id === source.group) ?? null;
    return item ? [{ source, content: { item, group } }] : [];
  });
  const { name, title, area } = bank;
  await replaceEntries(tx, { origin: 'bank', name, title, area, tags: [] }, entries);
}
