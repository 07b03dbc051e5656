/**
 * What of a name of a key group or audience category tells it from others: its letters and digits,
 * whatever their width and case. A roster takes names for the same that differ in signs and spaces only; '' for what is no name at all.
 */
export const nameKey = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
