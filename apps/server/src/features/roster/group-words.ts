// The key groups of a cell, of which it may hold several, and its category: what they mean, and how they are written.
import { nameKey, SENSITIVE_KEY_GROUP } from '@xueshi/domain';
import { locales, type Locale } from '@xueshi/messages';
import { inKeyGroupOrder, keyGroupWord, type KeyGroup } from '../key-groups/service.ts';

const BETWEEN_GROUPS: Readonly<Record<Locale, string>> = { 'zh-CN': '；', en: '; ' };

export const groupsCell = (
  known: readonly KeyGroup[],
  groups: readonly string[],
  locale: Locale,
): string | null =>
  groups.length === 0
    ? null
    : inKeyGroupOrder(known, groups)
        .map((group) => keyGroupWord(known, group, locale))
        .join(BETWEEN_GROUPS[locale]);

/** What a template lists: those that are given, and reserve cadres for whoever may know of them. */
export const groupsOffered = (
  known: readonly KeyGroup[],
  locale: Locale,
  knowsReserve: boolean,
): string[] =>
  known
    .filter(({ code, isRetired }) => !isRetired && (knowsReserve || code !== SENSITIVE_KEY_GROUP))
    .map(({ name }) => name[locale]);

/** Key groups, or categories, by their codes, and by their names in every language, signs and spaces aside. */
export type GroupDictionary = ReadonlyMap<string, string>;

export const dictionaryOf = (known: readonly Pick<KeyGroup, 'code' | 'name'>[]): GroupDictionary =>
  new Map(
    known.flatMap(({ code, name }) =>
      [code, ...locales.map((locale) => name[locale])].map((word) => [nameKey(word), code]),
    ),
  );

/** The category that a cell names; undefined for words that are none. */
export const categoryMeant = (dictionary: GroupDictionary, text: string): string | undefined =>
  dictionary.get(nameKey(text));

/** The key groups that a cell names, and what in it is none. */
export function groupsMeant(
  dictionary: GroupDictionary,
  text: string,
): { groups: string[]; unknown: string[] } {
  const groups = new Set<string>();
  const unknown: string[] = [];
  const read = (word: string): boolean => {
    const group = dictionary.get(nameKey(word));
    if (group !== undefined) groups.add(group);
    return group !== undefined;
  };
  for (const part of text.split(/[;；\n]/).filter((one) => one.trim() !== '')) {
    if (read(part)) continue;
    for (const word of part.split(/[、，,/]/).filter((one) => one.trim() !== ''))
      if (!read(word)) unknown.push(word.trim());
  }
  return { groups: [...groups], unknown };
}
