import type { ItemForm, KeptQuestionBank } from '@xueshi/contracts';
import { isArea } from '#lib/features/catalogue/labels.ts';
import { fieldOf } from './forms.ts';

/** What a form says of a bank. */
export function factsIn(form: FormData): Pick<KeptQuestionBank, 'title' | 'area' | 'source'> {
  const area = fieldOf(form, 'area');
  return {
    title: { 'zh-CN': fieldOf(form, 'title'), en: fieldOf(form, 'titleEn') },
    area: isArea(area) ? area : 'theory',
    source: fieldOf(form, 'source'),
  };
}

const NEW = 'group.new';

/** The shared texts of a form; one that was emptied is gone, and one that was added has the next free id. */
export function groupsIn(form: FormData): KeptQuestionBank['groups'] {
  const groups = [...form.entries()].flatMap(([name, value]) => {
    if (!name.startsWith('group.') || name === NEW || typeof value !== 'string') return [];
    const text = value.replaceAll('\r\n', '\n');
    return text.trim() === '' ? [] : [{ id: name.slice('group.'.length), text }];
  });
  const added = fieldOf(form, NEW).replaceAll('\r\n', '\n');
  if (added.trim() === '') return groups;
  const taken = new Set([...form.keys()]);
  let number = 1;
  while (taken.has(`group.g${number}`)) number += 1;
  return [...groups, { id: `g${number}`, text: added }];
}

/** The question that an editor sent, which the API checks; null: no editor sent it. */
export function itemIn(form: FormData): ItemForm | null {
  try {
    return JSON.parse(fieldOf(form, 'item')) as ItemForm;
  } catch {
    return null;
  }
}
