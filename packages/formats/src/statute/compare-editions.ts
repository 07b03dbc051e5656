import type { Article, StatuteEdition } from './parse-statute.ts';

/** What became of an article from one edition to a later one. */
export interface ArticleChange {
  /** `moved`: word for word the same under another number. */
  state: 'same' | 'moved' | 'changed' | 'gone' | 'new';
  before: Article | null;
  after: Article | null;
}

/** Of two articles that share fewer of their pairs of characters, one did not become the other. */
const ALIKE = 0.45;

/**
 * Compares two editions article by article, in the order of the later one; what is gone follows the
 * article it stood behind. Articles are matched by their words: first those that are the same, then
 * the most alike, so that an article is followed when its number has shifted.
 */
export function compareEditions(
  before: Pick<StatuteEdition, 'articles'>,
  after: Pick<StatuteEdition, 'articles'>,
): ArticleChange[] {
  const olds = [...before.articles.values()];
  const news = [...after.articles.values()];
  const becomes = matched(olds, news);
  const from = new Map([...becomes].map(([old, now]) => [now, old]));
  const changes = news.map((now): ArticleChange => {
    const old = from.get(now);
    if (!old) return { state: 'new', before: null, after: now };
    const isSame = bare(old.text) === bare(now.text);
    const state = !isSame ? 'changed' : old.number === now.number ? 'same' : 'moved';
    return { state, before: old, after: now };
  });
  return withGone(olds, becomes, changes);
}

function withGone(
  olds: readonly Article[],
  becomes: ReadonlyMap<Article, Article>,
  changes: readonly ArticleChange[],
): ArticleChange[] {
  const all = [...changes];
  let behind = -1;
  for (const old of olds) {
    const now = becomes.get(old);
    if (now) behind = all.findIndex(({ after }) => after === now);
    else all.splice((behind += 1), 0, { state: 'gone', before: old, after: null });
  }
  return all;
}

const bare = (text: string): string => text.replaceAll(/[\s\u3000]+/gu, '');

function matched(olds: readonly Article[], news: readonly Article[]): Map<Article, Article> {
  const becomes = new Map<Article, Article>();
  const taken = new Set<Article>();
  const bind = (old: Article, now: Article) => {
    becomes.set(old, now);
    taken.add(now);
  };
  const byWords = new Map(news.map((now) => [bare(now.text), now]));
  for (const old of olds) {
    const now = byWords.get(bare(old.text));
    if (now && !taken.has(now)) bind(old, now);
  }
  for (const { old, now } of pairsByLikeness(
    olds.filter((old) => !becomes.has(old)),
    news.filter((now) => !taken.has(now)),
  ))
    if (!becomes.has(old) && !taken.has(now)) bind(old, now);
  return becomes;
}

function pairsByLikeness(olds: readonly Article[], news: readonly Article[]) {
  const known = news.map((now) => ({ now, pairs: pairsIn(now.text) }));
  const found: { old: Article; now: Article; likeness: number }[] = [];
  for (const old of olds) {
    const mine = pairsIn(old.text);
    for (const { now, pairs } of known) {
      const likeness = shared(mine, pairs);
      if (likeness >= ALIKE) found.push({ old, now, likeness });
    }
  }
  return found.sort((a, b) => b.likeness - a.likeness);
}

function pairsIn(text: string): ReadonlySet<string> {
  const words = bare(text);
  const pairs = new Set<string>();
  for (let at = 0; at + 1 < words.length; at += 1) pairs.add(words.slice(at, at + 2));
  return pairs;
}

/** 0 … 1, by Dice: how many of the pairs of both are in both. */
function shared(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const [few, many] = one.size < other.size ? [one, other] : [other, one];
  let both = 0;
  for (const pair of few) if (many.has(pair)) both += 1;
  return one.size + other.size === 0 ? 1 : (2 * both) / (one.size + other.size);
}
