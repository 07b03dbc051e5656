// The door of the statute library: editions, what cites them, and who is told when they change.
import type { Platform } from '../../platform/platform.ts';
import { editionFor } from '@xueshi/formats';
import { keptStatutes, statuteNamed } from './store.ts';

export {
  draftWasReviewed,
  fillCitations,
  keepDraftCitations,
  keepLessonCitations,
} from './citations.ts';
export { hashOf, keepEdition, keptStatutes, keyOf, statutesAtHand } from './store.ts';
export { TELL_AUTHORS, tellAuthorsHandler, tellWhenInForce } from './tell-authors.ts';

/** Where the page of a cited article is, by the edition in force on a day; null where the library lacks it. */
export async function articleUrls(
  platform: Platform,
  day: string,
): Promise<(cited: { statute: string; article: string; year: number | null }) => string | null> {
  const all = await keptStatutes(platform);
  return ({ statute: title, article, year }) => {
    const statute = statuteNamed(all, title);
    if (!statute) return null;
    const named = statute.editions.filter(({ adoptedOn }) => adoptedOn?.startsWith(`${year}-`));
    const edition = year === null ? editionFor(statute.editions, day) : named.at(-1);
    if (!edition?.articles.has(article)) return null;
    const query = year === null ? `on=${day}` : `edition=${edition.key}`;
    return `/statutes/${encodeURIComponent(statute.title)}?${query}#${encodeURIComponent(article)}`;
  };
}
