// Shared texts that questions bring into a bank: the same text is never there twice.
import type { KeptQuestionBank } from '@xueshi/contracts';
import { schema, type Tx } from '@xueshi/database';
import type { ItemForm } from '@xueshi/formats';
import { eq } from 'drizzle-orm';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import type { BankRow } from '../catalogue/service.ts';

const { questionBanks } = schema;

/** As many as a bank's file may have (quiz-shapes.ts). */
const MOST_GROUPS = 50;

interface Brought {
  readonly items: readonly ItemForm[];
  readonly groups: KeptQuestionBank['groups'];
  readonly actor: Actor;
  readonly now: Date;
}

/** Adds the texts that the items ask about and the bank has not; the items name them as the bank does. */
export async function takeGroups(
  tx: Tx,
  bank: BankRow,
  { items, groups, actor, now }: Brought,
): Promise<{ bank: BankRow; items: readonly ItemForm[] }> {
  const used = groups.filter(({ id }) => items.some(({ group }) => group === id));
  if (used.length === 0) return { bank, items };
  const all = [...bank.groups];
  const ids = new Map<string, string>();
  for (const { id, text } of used) {
    const there = all.find((group) => group.text === text);
    const own = there?.id ?? freeId(id, all);
    if (!there) all.push({ id: own, text });
    ids.set(id, own);
  }
  const named = items.map((item) => ({ ...item, group: ids.get(item.group) ?? item.group }));
  if (all.length === bank.groups.length) return { bank, items: named };
  if (all.length > MOST_GROUPS) throw new Refused('bank-texts-full', { most: MOST_GROUPS });
  const values = {
    ...{ groups: all, version: bank.version + 1 },
    ...{ savedBy: actor.personId, savedAt: now },
  };
  await tx.update(questionBanks).set(values).where(eq(questionBanks.id, bank.id));
  return { bank: { ...bank, ...values }, items: named };
}

/** The id that was wished for, or the next of the form g1, g2 … that is free. */
function freeId(wished: string, groups: KeptQuestionBank['groups']): string {
  const taken = new Set(groups.map(({ id }) => id));
  if (!taken.has(wished)) return wished;
  let number = 1;
  while (taken.has(`g${number}`)) number += 1;
  return `g${number}`;
}
