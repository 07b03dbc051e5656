// The banks that a course may draw from: those kept in the studio, and those that are files.
import { schema, type Reader } from '@xueshi/database';
import type { ContentArea } from '@xueshi/domain';
import {
  loadBanks,
  readKeptBank,
  type Banks,
  type ItemForm,
  type KeptBank,
  type KeptPictures,
  type Statutes,
} from '@xueshi/formats';
import { and, asc, eq, isNull } from 'drizzle-orm';
import type { Platform } from '../../platform/platform.ts';
import { bankPictures } from './bank-pictures.ts';

const { questionBankItems, questionBanks } = schema;

export type BankRow = typeof questionBanks.$inferSelect;
export type BankItemRow = typeof questionBankItems.$inferSelect;

export const formOfRow = ({ form }: Pick<BankItemRow, 'form'>): ItemForm => form as ItemForm;

export const keptBankOf = (
  row: BankRow,
  items: readonly ItemForm[],
  pictures: KeptPictures,
): KeptBank => ({
  name: row.name,
  title: { 'zh-CN': row.title['zh-CN'], en: row.title.en || row.title['zh-CN'] },
  area: row.area as ContentArea,
  source: row.source,
  groups: row.groups,
  items,
  pictures,
});

const itemsInUse = (db: Reader, bankId: string) =>
  db
    .select()
    .from(questionBankItems)
    .where(and(eq(questionBankItems.bankId, bankId), isNull(questionBankItems.retiredAt)))
    .orderBy(asc(questionBankItems.position));

/** Only the kept banks that are asked for are read: a draft is checked with every pause in typing. */
export async function banksAtHand(
  platform: Pick<Platform, 'config' | 'db'>,
  statutes: Statutes,
  isWanted: (name: string) => boolean = () => true,
): Promise<Banks> {
  const { banks: files } = await loadBanks(platform.config.banksFolder, statutes);
  const banks = new Map(files);
  for (const row of await platform.db.select().from(questionBanks)) {
    if (!isWanted(row.name)) continue;
    const items = await itemsInUse(platform.db, row.id);
    const pictures = await bankPictures(platform, platform.db, row.id);
    const kept = keptBankOf(row, items.map(formOfRow), pictures);
    banks.set(row.name, (await readKeptBank(kept, statutes)).bank);
  }
  return banks;
}

export async function namesOfKeptBanks(db: Reader): Promise<ReadonlySet<string>> {
  const rows = await db.select({ name: questionBanks.name }).from(questionBanks);
  return new Set(rows.map(({ name }) => name));
}
