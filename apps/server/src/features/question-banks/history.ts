// What was changed in an item of a bank, by whom and when, and the way back.
import type { BankItemHistory, BankItemHistoryEntry } from '@xueshi/contracts';
import { itemDifferences, type ItemDifference, type ItemForm } from '@xueshi/formats';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { recordAudit } from '../audit/service.ts';
import { formOfRow } from '../catalogue/service.ts';
import { findState, statesOf } from './history-store.ts';
import { findBank, findItem } from './store.ts';
import { changeItem, type ItemPlace } from './write.ts';

const PAGE = 20;

/** Their values are codes: of two codes no letter is the same. */
const CODES: ReadonlySet<ItemDifference['field']> = new Set([
  ...(['kind', 'truth', 'difficulty', 'points', 'group', 'area'] as const),
]);
/** Characters; of longer texts the search for what changed would hold everybody else up. */
const MOST_COMPARED = 1_000;

export async function listBankItemHistory(
  { db }: Platform,
  { name, itemId }: ItemPlace,
  before?: number,
): Promise<BankItemHistory> {
  const bank = await findBank(db, name);
  const item = await findItem(db, bank.id, itemId);
  const now = formOfRow(item);
  const rows = await statesOf(db, item, { before, most: PAGE + 1 });
  const items: BankItemHistoryEntry[] = [];
  for (const [at, { state, savedBy }] of rows.slice(0, PAGE).entries()) {
    const { number, change, returnedTo, savedAt } = state;
    const form = formOfRow(state);
    const earlier = rows[at + 1];
    items.push({
      ...{ number, returnedTo, savedBy },
      change: change as BankItemHistoryEntry['change'],
      savedAt: savedAt.toISOString(),
      isNow: itemDifferences(now, form).length === 0,
      differences: earlier ? await differences(formOfRow(earlier.state), form) : [],
    });
  }
  const older = rows.length > PAGE ? (items.at(-1)?.number ?? null) : null;
  return { version: item.version, items, older };
}

async function differences(
  before: ItemForm,
  after: ItemForm,
): Promise<BankItemHistoryEntry['differences']> {
  // Loaded when first asked for: starting the server does without it.
  const { compareCharacters } = await import('@xueshi/formats/comparison');
  return itemDifferences(before, after).map((one) => {
    const isCompared =
      !CODES.has(one.field) && one.before.length + one.after.length < MOST_COMPARED;
    if (isCompared) return { field: one.field, parts: compareCharacters(one.before, one.after) };
    const replaced = [
      { kind: 'removed' as const, text: one.before },
      { kind: 'added' as const, text: one.after },
    ];
    return { field: one.field, parts: replaced.filter(({ text }) => text !== '') };
  });
}

/** For the audit trail, which is read at a glance; the whole is in the history. */
const inBrief = (text: string) => [...text].slice(0, 200).join('');

/** As any saving: whoever has not seen what somebody else changed meanwhile is told first. */
export async function returnBankItem(
  platform: Platform,
  actor: Actor,
  { number, ...place }: ItemPlace & { readonly number: number },
  version: number,
): Promise<{ version: number }> {
  const row = await changeItem(platform, place, async (tx, before, now) => {
    if (before.version !== version) throw new Refused('draft-changed-elsewhere');
    const state = await findState(tx, before, number);
    if (!state) throw new Refused('not-found');
    const form = formOfRow(state);
    const changed = itemDifferences(formOfRow(before), form);
    if (changed.length === 0) return null;
    await recordAudit(tx, {
      at: now,
      actorId: actor.personId,
      action: 'question-returned',
      subject: `question-bank:${before.bankId}`,
      detail: {
        name: place.name,
        item: place.itemId,
        returnedTo: number,
        before: Object.fromEntries(changed.map((one) => [one.field, inBrief(one.before)])),
        after: Object.fromEntries(changed.map((one) => [one.field, inBrief(one.after)])),
      },
      address: actor.address,
    });
    const values = { form, version: version + 1, savedBy: actor.personId, savedAt: now };
    return { values, kept: { change: 'returned', returnedTo: number } };
  });
  return { version: row.version };
}
