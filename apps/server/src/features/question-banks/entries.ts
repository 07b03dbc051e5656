// What a search finds of the items that are kept, and what they cite: brought up to date as they are saved.
import type { Reader, Tx } from '@xueshi/database';
import { CONTENT_AREAS } from '@xueshi/domain';
import {
  readKeptBank,
  type ItemForm,
  type KeptBankFault,
  type KeptPictures,
  type Statutes,
} from '@xueshi/formats';
import type { Platform } from '../../platform/platform.ts';
import {
  articleTextIn,
  bankPictures,
  formOfRow,
  keepBankEntry,
  keptBankOf,
  type BankEntryState,
  type BankItemRow,
  type BankRow,
} from '../catalogue/service.ts';
import { contentOf } from '../draft-questions/service.ts';
import { keepBankCitations } from '../statutes/service.ts';
import { pictureUrls } from './picture-urls.ts';

export interface Checking {
  readonly statutes: Statutes;
  readonly pictures: KeptPictures;
  readonly faults: readonly KeptBankFault[];
}

interface Checked {
  readonly statutes: Statutes;
  readonly bank: BankRow;
  readonly items: readonly ItemForm[];
}

/** What is to be mended in items of the bank before they can be drawn. */
export async function checkItems(
  platform: Pick<Platform, 'config'>,
  db: Reader,
  { statutes, bank, items }: Checked,
): Promise<Checking> {
  const pictures = await bankPictures(platform, db, bank.id);
  const { faults } = await readKeptBank(keptBankOf(bank, items, pictures), statutes);
  return { statutes, pictures, faults };
}

export function stateOf(
  { itemId, retiredAt }: Pick<BankItemRow, 'itemId' | 'retiredAt'>,
  faults: readonly KeptBankFault[],
): BankEntryState {
  if (retiredAt !== null) return 'retired';
  const isFaulty = faults.some((fault) => fault.itemId === itemId || fault.itemId === null);
  return isFaulty ? 'unfinished' : 'ready';
}

/** Brings what is found of the items up to date. */
export async function keepEntries(
  tx: Tx,
  bank: BankRow,
  rows: readonly BankItemRow[],
  { statutes, pictures, faults }: Checking,
  now: Date,
): Promise<void> {
  const articleText = articleTextIn(statutes);
  const { title, area, source } = keptBankOf(bank, [], pictures);
  for (const row of rows) {
    const form = formOfRow(row);
    const state = stateOf(row, faults);
    // An article that the library does not have has no words; the fault says so.
    const cited = { ...form, ...(state === 'ready' ? {} : { statute: '', article: '' }) };
    const content = {
      item: contentOf(cited, articleText, pictureUrls(bank.name, pictures, textsOf(form))),
      group: groupOf(bank, form, pictures),
    };
    const itemId = await keepBankEntry(tx, {
      bankId: bank.id,
      position: row.position,
      state,
      origin: { name: bank.name, title, area, tags: [] },
      source: {
        tags: form.tags,
        area: CONTENT_AREAS.find((one) => one === form.area) ?? area,
        source: form.source || source,
      },
      content,
    });
    const place = { bank: bank.name, itemId };
    await keepBankCitations(tx, place, state === 'retired' ? null : content, now);
  }
}

const textsOf = ({ stem, explanation, guide }: ItemForm) => [stem, explanation, guide];

/** The text that an item asks about, with the pictures that it shows. */
export function groupOf(
  { name, groups }: Pick<BankRow, 'name' | 'groups'>,
  { group }: ItemForm,
  pictures: KeptPictures,
) {
  const found = groups.find(({ id }) => id === group);
  return found ? { ...found, pictures: pictureUrls(name, pictures, [found.text]) } : null;
}
