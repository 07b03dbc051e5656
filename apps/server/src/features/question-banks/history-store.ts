// How items of banks have read: rows that are only added.
import type { BankItemChange } from '@xueshi/contracts';
import { schema, type Reader, type Tx } from '@xueshi/database';
import { and, desc, eq, lt, max } from 'drizzle-orm';
import type { BankItemRow } from '../catalogue/service.ts';

const { people, questionBankItemStates } = schema;

export interface KeptChange {
  readonly change: BankItemChange;
  /** The number of the state that it was returned to. */
  readonly returnedTo?: number;
}

const ofItem = (bankId: string, itemId: string) =>
  and(eq(questionBankItemStates.bankId, bankId), eq(questionBankItemStates.itemId, itemId));

/** Keeps how an item reads after a change. */
export async function keepItemState(
  tx: Tx,
  { bankId, itemId, form, savedBy, savedAt }: BankItemRow,
  { change, returnedTo }: KeptChange,
): Promise<void> {
  const [last] = await tx
    .select({ number: max(questionBankItemStates.number) })
    .from(questionBankItemStates)
    .where(ofItem(bankId, itemId));
  const number = (last?.number ?? 0) + 1;
  await tx
    .insert(questionBankItemStates)
    .values({ bankId, itemId, number, change, returnedTo, form, savedBy, savedAt });
}

/** The newest first, `most` at most; `before`: only those with a smaller number. */
export const statesOf = (
  db: Reader,
  { bankId, itemId }: Pick<BankItemRow, 'bankId' | 'itemId'>,
  { before, most }: { readonly before: number | undefined; readonly most: number },
) =>
  db
    .select({ state: questionBankItemStates, savedBy: people.name })
    .from(questionBankItemStates)
    .innerJoin(people, eq(people.id, questionBankItemStates.savedBy))
    .where(
      and(
        ofItem(bankId, itemId),
        before === undefined ? undefined : lt(questionBankItemStates.number, before),
      ),
    )
    .orderBy(desc(questionBankItemStates.number))
    .limit(most);

export async function findState(
  db: Reader,
  { bankId, itemId }: Pick<BankItemRow, 'bankId' | 'itemId'>,
  number: number,
) {
  const [row] = await db
    .select()
    .from(questionBankItemStates)
    .where(and(ofItem(bankId, itemId), eq(questionBankItemStates.number, number)));
  return row ?? null;
}
