import type { ArticleDifference, StatuteEditionHead, StatuteSection } from '@xueshi/contracts';
import {
  editionInForce,
  paragraphsOf,
  supersededOn,
  type ArticleChange,
  type Heading,
  type StatuteEdition,
} from '@xueshi/formats';
import { keyOf } from './store.ts';

/** What is said of an edition on a day, beside the other editions of its statute. */
export function headOf<Edition extends StatuteEdition>(
  editions: readonly Edition[],
  edition: Edition,
  day: string,
): StatuteEditionHead {
  const next = supersededOn(editions, edition);
  const start = edition.inForceFrom ?? edition.adoptedOn ?? '';
  const isRepealed = edition.repealedOn !== null && edition.repealedOn <= day;
  const isInForce = editionInForce(editions, day) === edition;
  return {
    key: keyOf(edition),
    adoptedOn: edition.adoptedOn,
    change: edition.change,
    issuer: edition.issuer,
    documentNumber: edition.documentNumber,
    inForceFrom: edition.inForceFrom,
    supersededOn: next,
    repealedOn: edition.repealedOn,
    state: isInForce
      ? 'in_force'
      : start > day
        ? 'to_come'
        : isRepealed
          ? 'repealed'
          : 'superseded',
  };
}

/** From the newest to the oldest. */
export const headsOf = <Edition extends StatuteEdition>(
  editions: readonly Edition[],
  day: string,
): StatuteEditionHead[] => editions.map((edition) => headOf(editions, edition, day)).reverse();

/** The headings one after the other, with the articles below each; articles below none come first. */
export function sectionsOf({
  contents,
  articles,
}: Pick<StatuteEdition, 'contents' | 'articles'>): StatuteSection[] {
  const placed = new Set<string>();
  const shown = (numbers: readonly string[]) =>
    numbers.flatMap((number) => {
      const article = articles.get(number);
      if (!article) return [];
      placed.add(number);
      return [{ number, paragraphs: paragraphsOf(article.text) }];
    });
  const sections: StatuteSection[] = [];
  const walk = (headings: readonly Heading[], depth: number): void => {
    for (const heading of headings) {
      sections.push({ title: heading.title, depth, articles: shown(heading.articles) });
      walk(heading.children, depth + 1);
    }
  };
  walk(contents, 1);
  const loose = shown([...articles.keys()].filter((number) => !placed.has(number)));
  return loose.length > 0 ? [{ title: null, depth: 1, articles: loose }, ...sections] : sections;
}

export async function differenceOf({
  state,
  before,
  after,
}: ArticleChange): Promise<ArticleDifference> {
  // Loaded when first asked for: starting the server does without it.
  const { compareCharacters } = await import('@xueshi/formats/comparison');
  return {
    state,
    before: before && { ...before },
    after: after && { ...after },
    parts: before && after && state === 'changed' ? compareCharacters(before.text, after.text) : [],
  };
}
