// The door of the statute library: editions, what cites them, and who is told when they change.
import { editionFor, editionOfYear, type ArticleUrl } from '@xueshi/formats';
import type { Platform } from '../../platform/platform.ts';
import { keptStatutes, statuteNamed } from './store.ts';

export {
  draftWasReviewed,
  fillCitations,
  keepBankCitations,
  keepDraftCitations,
  keepLessonCitations,
} from './citations.ts';
export { hashOf, keepEdition, keptStatutes, keyOf, statutesAtHand } from './store.ts';
export { TELL_AUTHORS, tellAuthorsHandler, tellWhenInForce } from './tell-authors.ts';

/**
 * Where the page of a cited article is, by the edition in force on a day; null where the library
 * lacks it. `from` is the page to which it leads back.
 */
export async function articleUrls(
  platform: Platform,
  day: string,
  from: string,
): Promise<ArticleUrl> {
  const all = await keptStatutes(platform);
  return ({ statute: title, article, year }) => {
    const statute = statuteNamed(all, title);
    if (!statute) return null;
    const { editions } = statute;
    const edition = year === null ? editionFor(editions, day) : editionOfYear(editions, year);
    if (!edition?.articles.has(article)) return null;
    const which = year === null ? { on: day } : { edition: edition.key };
    const query = new URLSearchParams({ ...which, from }).toString();
    return `/statutes/${encodeURIComponent(statute.title)}?${query}#${encodeURIComponent(article)}`;
  };
}
