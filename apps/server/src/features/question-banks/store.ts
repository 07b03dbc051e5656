import { schema, type Reader } from '@xueshi/database';
import { and, asc, eq } from 'drizzle-orm';
import { Refused } from '../../platform/refused.ts';
import type { BankItemRow, BankRow } from '../catalogue/service.ts';

const { people, questionBankItems, questionBanks } = schema;

export async function findBank(db: Reader, name: string): Promise<BankRow> {
  const [row] = await db.select().from(questionBanks).where(eq(questionBanks.name, name));
  if (!row) throw new Refused('not-found');
  return row;
}

export const itemsOf = (db: Reader, bankId: string): Promise<BankItemRow[]> =>
  db
    .select()
    .from(questionBankItems)
    .where(eq(questionBankItems.bankId, bankId))
    .orderBy(asc(questionBankItems.position));

export const oneItem = (bankId: string, itemId: string) =>
  and(eq(questionBankItems.bankId, bankId), eq(questionBankItems.itemId, itemId));

export async function findItem(db: Reader, bankId: string, itemId: string): Promise<BankItemRow> {
  const [row] = await db.select().from(questionBankItems).where(oneItem(bankId, itemId));
  if (!row) throw new Refused('not-found');
  return row;
}

export async function nameOf(db: Reader, personId: string): Promise<string> {
  const [row] = await db.select({ name: people.name }).from(people).where(eq(people.id, personId));
  return row?.name ?? '';
}
