// A row of a bank's table that says all of its question.
import type { ItemForm } from '../../course/forms/item-form.ts';
import type { SheetRow } from '../../spreadsheet/cell.ts';
import { ItemReading, type ItemRead } from '../item-reading.ts';
import { kindNamed } from '../pasted/lines.ts';
import { letterAt } from '../question.ts';
import { cellOf, exactWords, type Column, type Columns } from './columns.ts';
import { areaNamed, emptyForm, formOfCells, MOST_CELLS, tagsOfCell } from './exact-cells.ts';

export const isRetiredWord = (state: string): boolean => /^(?:已)?停用$/.test(state.trim());

/** Reads the row; `groupOf` gives the id of a text that several questions ask about. */
export function readExactRow(
  file: string,
  row: SheetRow,
  columns: Columns,
  groupOf: (text: string) => string,
): ItemRead | null {
  const at = (column: Column) => exactWords(row.cells[columns.get(column) ?? -1]);
  const all = Array.from({ length: MOST_CELLS }, (_, place) => at(`option ${letterAt(place)}`));
  const options = all.slice(0, all.findLastIndex((option) => option !== '') + 1);
  if ([at('stem'), at('kind'), ...options, at('answer')].every((words) => words.trim() === ''))
    return null;
  const name = at('id').trim().slice(0, 80) || String(row.number);
  const item = new ItemReading(file, cellOf(row, columns, 'stem'), name);
  const kind = formKindOf(at('kind'));
  if (kind === null)
    item.refuse(
      'sheet-kind',
      { kind: at('kind').slice(0, 20) || '?' },
      cellOf(row, columns, 'kind'),
    );
  const gap = options.indexOf('');
  if (gap >= 0) {
    const letter = letterAt(gap);
    item.refuse('sheet-option-gap', { letter }, cellOf(row, columns, `option ${letter}`));
  }
  const answer = at('answer');
  const matter = kind && formOfCells(kind, { options, answer });
  if (kind && !matter)
    item.refuse('paste-answer', { answer: answer.slice(0, 40) }, cellOf(row, columns, 'answer'));
  const numberAt = (column: 'difficulty' | 'points', heading: string) => {
    const words = at(column).trim();
    if (words === '') return null;
    if (Number.isFinite(Number(words))) return Number(words);
    item.refuse(
      'sheet-number',
      { heading, text: words.slice(0, 20) },
      cellOf(row, columns, column),
    );
    return null;
  };
  const form: ItemForm = {
    ...emptyForm(),
    kind: kind ?? 'single',
    ...matter,
    id: name,
    stem: at('stem'),
    explanation: at('explanation'),
    statute: at('statute'),
    article: at('article'),
    difficulty: numberAt('difficulty', '难度'),
    points: numberAt('points', '分值'),
    tags: tagsOfCell(at('tags')),
    area: areaNamed(at('area')),
    source: at('source'),
    group: at('group') === '' ? '' : groupOf(at('group')),
  };
  return item.asForm(form, isRetiredWord(at('state')));
}

function formKindOf(words: string): ItemForm['kind'] | null {
  if (/连线|配对|匹配/.test(words)) return 'matching';
  const kind = kindNamed(words.trim());
  return kind === 'choice' ? null : kind;
}
