import { m } from '@xueshi/messages';
import { areaLabel } from '#lib/features/catalogue/labels.ts';
import { itemKinds } from '#lib/features/learning/quiz/item-kinds.ts';
import { labelOf } from '#lib/labels.ts';
import type { ExportFilter } from './bank-query.ts';
import { STATE_OPTIONS } from './labels.ts';

/** What a search asks for, in the words of its form. */
export function filterWords(filter: ExportFilter): string[] {
  const { search, kind, area, difficulty, tag, statute, state = '' } = filter;
  return [
    ...(search ? [search] : []),
    ...(kind ? [labelOf(itemKinds, kind)] : []),
    ...(area ? [areaLabel(area)] : []),
    ...(difficulty ? [m.analysis_difficulty({ level: difficulty })] : []),
    ...(tag ? [tag] : []),
    ...(statute ? [`《${statute.replaceAll(/[《》]/gu, '')}》`] : []),
    ...STATE_OPTIONS.filter(({ value }) => value === state).map(({ label }) => label()),
  ];
}
