// System administrators keep the installation's own key groups; the six stay as they are.
import type { KeyGroupFacts } from '@xueshi/contracts';
import { schema, type Tx } from '@xueshi/database';
import { KEY_GROUP_CODE, nameKey } from '@xueshi/domain';
import { eq } from 'drizzle-orm';
import { isDeepStrictEqual } from 'node:util';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { demandGivenCategory } from '../audience-categories/service.ts';
import { isFitName, ownAmong, recordDeed, takenWords } from '../coded-names/service.ts';
import { knownKeyGroups, type KeyGroup } from './known.ts';
import { usedKeyGroups } from './register.ts';

const { keyGroups } = schema;

const CODE = new RegExp(KEY_GROUP_CODE);

type Row = NonNullable<KeyGroup['own']>;

const factsOf = ({ name, nameEn, categories, mostInUnit }: KeyGroupFacts | Row) => ({
  name: name.trim(),
  nameEn: nameEn?.trim() ?? null,
  categories: [...categories],
  mostInUnit,
});

/** Refuses categories that there are not; one that it belonged to already may have retired since. */
async function demandCategories(
  tx: Tx,
  { categories }: Pick<KeyGroupFacts, 'categories'>,
  before: readonly string[],
): Promise<void> {
  for (const code of categories)
    if (!before.includes(code)) await demandGivenCategory(tx, code, null);
}

/** A cell of a roster holds several key groups between semicolons, so that none stands in a name. */
const isFit = (name: string) => isFitName(name, /[;；\p{Cc}]/u);

/** Refuses names that a roster could take for another key group, whatever their language. */
function demandFreeNames(
  known: readonly KeyGroup[],
  code: string,
  { name, nameEn }: Pick<KeyGroupFacts, 'name' | 'nameEn'>,
): void {
  const taken = takenWords(known.filter((one) => one.code !== code));
  for (const word of nameEn === null ? [name] : [name, nameEn]) {
    if (!isFit(word)) throw new Refused('key-group-name-unfit');
    if (taken.has(nameKey(word))) throw new Refused('key-group-name-taken', { name: word });
  }
}

export async function addKeyGroup(
  { write, clock }: Platform,
  actor: Actor,
  { code, ...wish }: KeyGroupFacts & { readonly code: string },
): Promise<{ code: string }> {
  if (!CODE.test(code)) throw new Refused('key-group-code-malformed');
  const facts = factsOf(wish);
  const at = clock.now();
  await write(async (tx) => {
    const known = await knownKeyGroups(tx);
    if (takenWords(known).has(nameKey(code))) throw new Refused('key-group-code-taken', { code });
    demandFreeNames(known, code, facts);
    await demandCategories(tx, facts, []);
    await tx
      .insert(keyGroups)
      .values({ code, ...facts, retiredAt: null, createdAt: at, createdBy: actor.personId });
    await recordDeed(tx, {
      actor,
      at,
      action: 'key-group-added',
      detail: { group: code, ...facts },
    });
  });
  return { code };
}

export async function saveKeyGroup(
  { write, clock }: Platform,
  actor: Actor,
  code: string,
  wish: KeyGroupFacts,
): Promise<void> {
  const after = factsOf(wish);
  const at = clock.now();
  await write(async (tx) => {
    const known = await knownKeyGroups(tx);
    const before = factsOf(ownAmong(known, code));
    if (isDeepStrictEqual(before, after)) return;
    demandFreeNames(known, code, after);
    await demandCategories(tx, after, before.categories);
    await tx.update(keyGroups).set(after).where(eq(keyGroups.code, code));
    const detail = { group: code, before, after };
    await recordDeed(tx, { actor, at, action: 'key-group-changed', detail });
  });
}

/** A retired one stays on whoever has it and in reports of the past; nobody is given it anew. */
export async function setKeyGroupState(
  { write, clock }: Platform,
  actor: Actor,
  code: string,
  state: 'active' | 'retired',
): Promise<void> {
  const at = clock.now();
  await write(async (tx) => {
    const { retiredAt, name } = ownAmong(await knownKeyGroups(tx), code);
    const before = retiredAt === null ? 'active' : 'retired';
    if (before === state) return;
    await tx
      .update(keyGroups)
      .set({ retiredAt: state === 'retired' ? at : null })
      .where(eq(keyGroups.code, code));
    await recordDeed(tx, {
      ...{ actor, at, action: state === 'retired' ? 'key-group-retired' : 'key-group-restored' },
      detail: { group: code, name, before, after: state },
    });
  });
}

/** Only one that was never used: what somebody was is not forgotten. */
export async function deleteKeyGroup(
  { write, clock }: Platform,
  actor: Actor,
  code: string,
): Promise<void> {
  const at = clock.now();
  await write(async (tx) => {
    const own = ownAmong(await knownKeyGroups(tx), code);
    if ((await usedKeyGroups(tx)).has(code))
      throw new Refused('key-group-in-use', { name: own.name });
    await tx.delete(keyGroups).where(eq(keyGroups.code, code));
    const detail = { group: code, ...factsOf(own) };
    await recordDeed(tx, { actor, at, action: 'key-group-deleted', detail });
  });
}
