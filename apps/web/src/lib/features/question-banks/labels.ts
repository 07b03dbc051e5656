import type { BankItemState } from '@xueshi/contracts';
import { m } from '@xueshi/messages';

export const bankUrl = (name: string): string => `/studio/banks/${name}`;
export const bankItemUrl = (name: string, itemId: string): string =>
  `${bankUrl(name)}/items/${itemId}`;

export const itemStates = {
  ready: m.qbanks_state_ready,
  unfinished: m.qbanks_state_unfinished,
  retired: m.qbanks_state_retired,
} as const satisfies Readonly<Record<BankItemState, () => string>>;

/** What a search can ask for; empty: all that are not retired. */
export const STATE_OPTIONS = [
  { value: '', label: m.qbanks_state_live },
  { value: 'ready', label: m.qbanks_state_ready },
  { value: 'unfinished', label: m.qbanks_state_unfinished },
  { value: 'retired', label: m.qbanks_state_retired },
  { value: 'all', label: m.qbanks_state_all },
] as const;
