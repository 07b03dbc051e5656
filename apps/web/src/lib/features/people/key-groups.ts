import { page } from '$app/state';
import type { KeyGroupName } from '@xueshi/contracts';
import { getLocale, m } from '@xueshi/messages';

/**
 * Every page for administrators has them from the server, with their names: see admin/+layout.server.ts; so has a page
 * on which a course is written.
 */
const known = () => (page.data['keyGroups'] ?? []) as readonly KeyGroupName[];

/** The reserve cadres' tag is for whoever may know of them. */
const RESERVE = 'reserve';

export const groupLabel = (code: string): string =>
  known().find((one) => one.code === code)?.name[getLocale()] ?? code;

const optionOf = ({ code, name, state }: KeyGroupName) => ({
  value: code,
  label:
    state === 'retired'
      ? m.key_groups_retired_choice({ name: name[getLocale()] })
      : name[getLocale()],
});

/** Those that may be given, and those that stand there already. */
export const groupOptions = (mayKnowReserve: boolean, chosen: readonly string[] = []) =>
  known()
    .filter(({ code, state }) => state === 'active' || chosen.includes(code))
    .filter(({ code }) => mayKnowReserve || code !== RESERVE)
    .map(optionOf);

/** Those that a list can be cut to: retired ones, too, and never reserve cadres. */
export const groupFilterOptions = () =>
  known()
    .filter(({ code }) => code !== RESERVE)
    .map(optionOf);

/** Those that a course can be meant for: what a page tells of is never reserve cadres; a course from elsewhere keeps its codes. */
export const courseGroupOptions = (chosen: readonly string[]) => [
  ...groupOptions(false, chosen),
  ...chosen
    .filter((code) => !known().some((one) => one.code === code))
    .map((code) => ({ value: code, label: code })),
];
