import type { Personnel } from '@xueshi/contracts';
import {
  KEY_GROUPS,
  PERSON_STATUSES,
  POLITICAL_STATUSES,
  POSITION_LEVELS,
  RANKS,
} from '@xueshi/domain';
import { m } from '@xueshi/messages';

type Word = () => string;
const words = m as unknown as Readonly<Record<string, Word | undefined>>;
const word = (prefix: string, code: string) => words[`people_${prefix}_${code}`]?.() ?? code;

type Group = Personnel['keyGroups'][number]['group'];

export const levelLabel = (code: string) => word('level', code);
export const rankLabel = (code: string) => word('rank', code);
export const groupLabel = (code: Group) => word('group', code);
export const statusLabel = (code: Personnel['status']) => word('status', code);

const options = (codes: readonly string[], prefix: string) =>
  codes.map((code) => ({ value: code, label: word(prefix, code) }));
const withNone = (some: { value: string; label: string }[]) => [
  { value: '', label: m.people_not_given() },
  ...some,
];

export const levelOptions = () => withNone(options(POSITION_LEVELS, 'level'));
export const rankOptions = () => withNone(options(RANKS, 'rank'));
export const politicalOptions = () => withNone(options(POLITICAL_STATUSES, 'political'));
export const statusOptions = () => options(PERSON_STATUSES, 'status');
/** Without the tag of reserve cadres for whoever may not know of it. */
export const groupOptions = (mayKnowReserve: boolean) =>
  options(
    KEY_GROUPS.filter((group) => mayKnowReserve || group !== 'reserve'),
    'group',
  );
