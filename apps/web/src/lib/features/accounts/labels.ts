import { page } from '$app/state';
import type { CategoryName } from '@xueshi/contracts';
import { getLocale, m } from '@xueshi/messages';
import { BUILT_IN_WORDS, categoryName } from './category-names.ts';

/** Every page has those of the installation's own from the server, with whoever asks: see +layout.server.ts. */
const own = (): readonly CategoryName[] =>
  (page.data['me'] as { ownCategories?: readonly CategoryName[] } | null)?.ownCategories ?? [];

export const categoryLabel = (code: string | null): string => categoryName(own(), code);

/** Whether some category has the code. */
export const isKnownCategory = (code: string): boolean =>
  Object.hasOwn(BUILT_IN_WORDS, code) || own().some((one) => one.code === code);

const builtInOptions = () =>
  Object.entries(BUILT_IN_WORDS).map(([value, label]) => ({ value, label: label() }));

const optionOf = ({ code, name, state }: CategoryName) => ({
  value: code,
  label:
    state === 'retired'
      ? m.categories_retired_choice({ name: name[getLocale()] })
      : name[getLocale()],
});

/** Those that may be given, and what stands there already. */
export const categoryOptions = (chosen: readonly (string | null | undefined)[] = []) => [
  ...builtInOptions(),
  ...own()
    .filter(({ code, state }) => state === 'active' || chosen.includes(code))
    .map(optionOf),
];

/** Those that a list can be cut to: retired ones, too. */
export const categoryFilterOptions = () => [...builtInOptions(), ...own().map(optionOf)];
