// Authors keep banks. What is published, and attempts under way, have copies of their own and never change.
import type { KeptQuestionBank } from '@xueshi/contracts';
import { schema, type Tx } from '@xueshi/database';
import type { ContentArea } from '@xueshi/domain';
import { itemDifferences, type ItemForm } from '@xueshi/formats';
import { and, count, eq } from 'drizzle-orm';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { recordAudit } from '../audit/service.ts';
import { formOfRow, type BankItemRow } from '../catalogue/service.ts';
import { statutesAtHand } from '../statutes/service.ts';
import { checkItems, keepEntries } from './entries.ts';
import { takeGroups } from './groups.ts';
import { keepItemState, type KeptChange } from './history-store.ts';
import { findBank, findItem, itemsOf, oneItem } from './store.ts';

const { bankItems, questionBankItems, questionBanks } = schema;

/** As many as a bank's file may have (quiz-shapes.ts). */
const MOST_ITEMS = 2_000;

interface Facts {
  readonly title: { readonly 'zh-CN': string; readonly en: string };
  readonly area: ContentArea;
  readonly source: string;
}

/** A bank without a title or a source would be refused where it is drawn from. */
function factsIn({ title, area, source }: Facts) {
  const facts = {
    title: { 'zh-CN': title['zh-CN'].trim(), en: title.en.trim() },
    area,
    source: source.trim(),
  };
  if (facts.title['zh-CN'] === '' || facts.source === '') throw new Refused('text-empty');
  return facts;
}

export async function beginBank(
  { write, clock }: Platform,
  actor: Actor,
  wish: Facts & { readonly name: string },
): Promise<{ name: string }> {
  const { name } = wish;
  const facts = factsIn(wish);
  const now = clock.now();
  const id = newId();
  const by = actor.personId;
  await write(async (tx) => {
    const [kept] = await tx.select().from(questionBanks).where(eq(questionBanks.name, name));
    const [found] = await tx
      .select({ items: count() })
      .from(bankItems)
      .where(and(eq(bankItems.origin, 'bank'), eq(bankItems.originName, name)));
    if (kept || (found?.items ?? 0) > 0) throw new Refused('bank-name-taken', { name });
    await tx.insert(questionBanks).values({
      ...{ id, name, ...facts, groups: [], version: 1 },
      ...{ createdBy: by, createdAt: now, savedBy: by, savedAt: now },
    });
    await recordAudit(tx, {
      at: now,
      actorId: by,
      action: 'question-bank-begun',
      subject: `question-bank:${id}`,
      detail: { name, title: facts.title['zh-CN'] },
      address: actor.address,
    });
  });
  return { name };
}

export async function saveBank(
  platform: Platform,
  actor: Actor,
  name: string,
  saved: Facts & Pick<KeptQuestionBank, 'version' | 'groups'>,
): Promise<{ version: number }> {
  const facts = factsIn(saved);
  const statutes = await statutesAtHand(platform);
  const now = platform.clock.now();
  return platform.write(async (tx) => {
    const before = await findBank(tx, name);
    if (before.version !== saved.version) throw new Refused('draft-changed-elsewhere');
    const rows = await itemsOf(tx, before.id);
    const ids = new Set(saved.groups.map(({ id }) => id));
    if (ids.size < saved.groups.length) throw new Refused('invalid-request');
    const inUse = rows.filter(({ retiredAt }) => retiredAt === null).map(formOfRow);
    if (inUse.some(({ group }) => group !== '' && !ids.has(group) && hadGroup(before, group)))
      throw new Refused('bank-text-used');
    const values = {
      ...facts,
      groups: saved.groups,
      version: before.version + 1,
      savedBy: actor.personId,
      savedAt: now,
    };
    await tx.update(questionBanks).set(values).where(eq(questionBanks.id, before.id));
    const bank = { ...before, ...values };
    const checked = await checkItems(platform, tx, { statutes, bank, items: inUse });
    await keepEntries(tx, bank, rows, checked, now);
    return { version: bank.version };
  });
}

const hadGroup = ({ groups }: Pick<KeptQuestionBank, 'groups'>, id: string) =>
  groups.some((group) => group.id === id);

interface Taken {
  readonly items: readonly ItemForm[];
  /** Texts that they ask about, by the ids that they name. */
  readonly groups?: KeptQuestionBank['groups'] | undefined;
  /** Those that are out of use from the beginning, by their places. */
  readonly retired?: readonly number[] | undefined;
}

export async function addBankItems(
  platform: Platform,
  actor: Actor,
  name: string,
  { items: sent, groups = [], retired = [] }: Taken,
): Promise<{ added: string[] }> {
  const statutes = await statutesAtHand(platform);
  const now = platform.clock.now();
  return platform.write(async (tx) => {
    const before = await findBank(tx, name);
    const { bank, items } = await takeGroups(tx, before, { items: sent, groups, actor, now });
    const there = await itemsOf(tx, bank.id);
    if (there.length + items.length > MOST_ITEMS)
      throw new Refused('bank-full', { most: MOST_ITEMS, there: there.length });
    const taken = new Set(there.map(({ itemId }) => itemId));
    const last = there.at(-1)?.position ?? -1;
    const rows = items.map((item, at): BankItemRow => {
      const itemId = freeId(taken);
      return {
        bankId: bank.id,
        itemId,
        position: last + 1 + at,
        form: { ...item, id: itemId },
        version: 1,
        retiredAt: retired.includes(at) ? now : null,
        savedBy: actor.personId,
        savedAt: now,
      };
    });
    for (const row of rows) {
      await tx.insert(questionBankItems).values(row);
      await keepItemState(tx, row, { change: 'written' });
      if (row.retiredAt !== null) await keepItemState(tx, row, { change: 'retired' });
    }
    const inUse = rows.filter(({ retiredAt }) => retiredAt === null).map(formOfRow);
    const checked = await checkItems(platform, tx, { statutes, bank, items: inUse });
    await keepEntries(tx, bank, rows, checked, now);
    return { added: rows.map(({ itemId }) => itemId) };
  });
}

/** Takes the next id of the form q1, q2 … that is free; ids of retired items are never free again. */
function freeId(taken: Set<string>): string {
  let number = taken.size + 1;
  while (taken.has(`q${number}`)) number += 1;
  taken.add(`q${number}`);
  return `q${number}`;
}

export interface ItemPlace {
  readonly name: string;
  readonly itemId: string;
}

/** What becomes of an item; null: it stays as it is. */
type Change = { readonly values: Partial<BankItemRow>; readonly kept: KeptChange } | null;

/** Changes an item, and keeps how it reads afterwards. */
export async function changeItem(
  platform: Platform,
  { name, itemId }: ItemPlace,
  change: (tx: Tx, before: BankItemRow, now: Date) => Change | Promise<Change>,
): Promise<BankItemRow> {
  const statutes = await statutesAtHand(platform);
  const now = platform.clock.now();
  return platform.write(async (tx) => {
    const bank = await findBank(tx, name);
    const before = await findItem(tx, bank.id, itemId);
    const changed = await change(tx, before, now);
    if (!changed) return before;
    const row = { ...before, ...changed.values };
    await tx.update(questionBankItems).set(changed.values).where(oneItem(bank.id, itemId));
    await keepItemState(tx, row, changed.kept);
    const checked = await checkItems(platform, tx, { statutes, bank, items: [formOfRow(row)] });
    await keepEntries(tx, bank, [row], checked, now);
    return row;
  });
}

/** Its id stays: lectures and what was answered name it. */
export async function saveBankItem(
  platform: Platform,
  actor: Actor,
  place: ItemPlace,
  { version, item }: { readonly version: number; readonly item: ItemForm },
): Promise<{ version: number }> {
  const saved = await changeItem(platform, place, (_tx, row, now) => {
    if (row.version !== version) throw new Refused('draft-changed-elsewhere');
    const form = { ...item, id: place.itemId };
    if (itemDifferences(formOfRow(row), form).length === 0) return null;
    const values = { form, version: version + 1, savedBy: actor.personId, savedAt: now };
    return { values, kept: { change: 'saved' } };
  });
  return { version: saved.version };
}

export async function retireBankItem(
  platform: Platform,
  actor: Actor,
  place: ItemPlace,
  isRetired: boolean,
): Promise<void> {
  await changeItem(platform, place, (_tx, row, now) => {
    if ((row.retiredAt !== null) === isRetired) return null;
    const retiredAt = isRetired ? now : null;
    const values = { retiredAt, savedBy: actor.personId, savedAt: now };
    return { values, kept: { change: isRetired ? 'retired' : 'restored' } };
  });
}
