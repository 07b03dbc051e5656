import type { DraftFile, FoundInFile } from '@xueshi/contracts';
import { NOTHING_FOUND } from './look-through.ts';
import type { FileRow } from './store.ts';

/** What is kept of a look: what was found, or why it is of no use in words. */
type KeptFound = FoundInFile | { readonly detail: NonNullable<DraftFile['detail']> } | null;

export const foundIn = ({ found }: FileRow): FoundInFile | null => {
  const kept = found as KeptFound;
  // What was found before a field was thought of has nothing in it.
  return kept && !('detail' in kept) ? { ...NOTHING_FOUND, ...kept } : null;
};

export const detailOf = ({ found }: FileRow): DraftFile['detail'] => {
  const kept = found as KeptFound;
  return kept && 'detail' in kept ? { ...kept.detail } : null;
};
