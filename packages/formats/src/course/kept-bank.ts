// A question bank that is kept as forms, one an item: it is written out as its file would be, and read.
import type { ContentArea } from '@xueshi/domain';
import { locatedError, WHOLE_FILE, type LocatedError } from '../located-error.ts';
import type { Statutes } from '../statute/statute.ts';
import { bankOf } from './bank.ts';
import type { InBothLanguages, QuizBank } from './course-source.ts';
import { fieldsOfErrors } from './forms/field-at.ts';
import { itemValue, type ItemForm } from './forms/item-form.ts';
import { rewriteYaml } from './forms/rewrite-yaml.ts';
import type { Inspection, KeptPictures } from './inspection.ts';
import { readYaml } from './yaml-document.ts';

export interface KeptBank {
  readonly name: string;
  readonly title: InBothLanguages;
  readonly area: ContentArea;
  readonly source: string;
  readonly groups: readonly { readonly id: string; readonly text: string }[];
  readonly items: readonly ItemForm[];
  /** Those that its texts may show. */
  readonly pictures: KeptPictures;
}

export interface KeptBankFault {
  /** Of the item, or of the shared text that it asks about; null: of the bank itself. */
  readonly itemId: string | null;
  /** Within the item, as in `options.0`; null where it is about no field of its own. */
  readonly field: string | null;
  readonly error: LocatedError;
}

export interface KeptBankRead {
  /** With the items that are in order: only those can be drawn. */
  readonly bank: QuizBank;
  readonly faults: readonly KeptBankFault[];
}

/**
 * Reads a bank that is kept as forms, by the rules of bank files (docs/author/course-format.md), and demands words
 * for its pictures besides. Items with a fault are left out and told. Nothing on the disk is looked at.
 */
export async function readKeptBank(kept: KeptBank, statutes: Statutes): Promise<KeptBankRead> {
  const first = await readWhole(kept, statutes);
  if (first.faults.length === 0) return first;
  const faulty = new Set(first.faults.map(({ itemId }) => itemId));
  const items = faulty.has(null) ? [] : kept.items.filter(({ id }) => !faulty.has(id));
  const { bank } = await readWhole({ ...kept, items }, statutes);
  return { bank, faults: first.faults };
}

async function readWhole(kept: KeptBank, statutes: Statutes): Promise<KeptBankRead> {
  const { name, title, area, source, items, pictures } = kept;
  const empty: QuizBank = { name, title, area, groups: [], items: [] };
  if (items.length === 0) return { bank: empty, faults: [] };
  const groups = kept.groups.filter(({ id }) => items.some(({ group }) => group === id));
  const file = `${name}.yaml`;
  const text = rewriteYaml('', {
    format: 1,
    title,
    area,
    source,
    ...(groups.length > 0 ? { groups: groups.map((group) => ({ ...group })) } : {}),
    items: items.map(itemValue),
  });
  const inspection: Inspection = {
    folder: '',
    statutes,
    banks: new Map(),
    requireMedia: true,
    pictures,
    errors: [],
    files: new Set(),
  };
  const read = readYaml(file, text);
  const bank = read.ok ? await bankOf(inspection, read.document, name) : null;
  const errors = read.ok ? inspection.errors : read.errors;
  if (bank === null && errors.length === 0)
    errors.push(locatedError('yaml-syntax', file, WHOLE_FILE, { detail: '' }));
  const fields = fieldsOfErrors(text, errors);
  const faults = errors.flatMap((error, at) => faultsOf({ items, groups }, error, fields[at]));
  return { bank: bank !== null && faults.length === 0 ? bank : empty, faults };
}

const PLACE = /^(items|groups)\.(\d+)(?:\.(.+))?$/;

function faultsOf(
  { items, groups }: Pick<KeptBank, 'items' | 'groups'>,
  error: LocatedError,
  at: string | null | undefined,
): KeptBankFault[] {
  const [, part, place, field = null] = PLACE.exec(at ?? '') ?? [];
  if (part === 'items')
    return [{ itemId: items[Number(place)]?.id ?? null, field: field ?? null, error }];
  const group = part === 'groups' ? groups[Number(place)] : undefined;
  if (group === undefined) return [{ itemId: null, field: null, error }];
  return items
    .filter((item) => item.group === group.id)
    .map(({ id }) => ({ itemId: id, field: 'group', error }));
}
