// System administrators keep the installation's own audience categories; the six stay as they are.
import type { CategoryFacts } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { AUDIENCE_CATEGORY_CODE, nameKey, RESERVED_CATEGORY_CODES } from '@xueshi/domain';
import { m } from '@xueshi/messages';
import { eq } from 'drizzle-orm';
import { isDeepStrictEqual } from 'node:util';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { isFitName, ownAmong, recordDeed, takenWords } from '../coded-names/service.ts';
import { knownCategories, ownCategories, type Category } from './known.ts';
import { usedCategories } from './register.ts';

const { audienceCategories } = schema;

const CODE = new RegExp(AUDIENCE_CATEGORY_CODE);

type Row = NonNullable<Category['own']>;

const factsOf = ({ name, nameEn }: CategoryFacts | Row) => ({
  name: name.trim(),
  nameEn: nameEn?.trim() ?? null,
});

const isFit = (name: string) => isFitName(name, /\p{Cc}/u);

/** What lists and rosters call those without a category is no name of one. */
const NO_NAMES: readonly string[] = [
  ...RESERVED_CATEGORY_CODES,
  m.accounts_category_none({}, { locale: 'zh-CN' }),
  m.accounts_category_none({}, { locale: 'en' }),
];

const isTaken = (known: readonly Category[], word: string): boolean =>
  NO_NAMES.map(nameKey).includes(nameKey(word)) || takenWords(known).has(nameKey(word));

/** Refuses names that a roster could take for another category, whatever their language. */
function demandFreeNames(
  known: readonly Category[],
  code: string,
  { name, nameEn }: CategoryFacts,
): void {
  const others = known.filter((one) => one.code !== code);
  for (const word of nameEn === null ? [name] : [name, nameEn]) {
    if (!isFit(word)) throw new Refused('category-name-unfit');
    if (isTaken(others, word)) throw new Refused('category-name-taken', { name: word });
  }
}

export async function addAudienceCategory(
  { write, clock }: Platform,
  actor: Actor,
  { code, ...wish }: CategoryFacts & { readonly code: string },
): Promise<{ code: string }> {
  if (!CODE.test(code)) throw new Refused('category-code-malformed');
  const facts = factsOf(wish);
  const at = clock.now();
  await write(async (tx) => {
    const known = await knownCategories(tx);
    if (isTaken(known, code)) throw new Refused('category-code-taken', { code });
    demandFreeNames(known, code, facts);
    const last = Math.max(0, ...known.map(({ own }) => own?.position ?? 0));
    const kept = { retiredAt: null, createdAt: at, createdBy: actor.personId };
    await tx.insert(audienceCategories).values({ code, ...facts, position: last + 1, ...kept });
    const detail = { category: code, ...facts };
    await recordDeed(tx, { actor, at, action: 'audience-category-added', detail });
  });
  return { code };
}

export async function saveAudienceCategory(
  { write, clock }: Platform,
  actor: Actor,
  code: string,
  wish: CategoryFacts,
): Promise<void> {
  const after = factsOf(wish);
  const at = clock.now();
  await write(async (tx) => {
    const known = await knownCategories(tx);
    const before = factsOf(ownAmong(known, code));
    if (isDeepStrictEqual(before, after)) return;
    demandFreeNames(known, code, after);
    await tx.update(audienceCategories).set(after).where(eq(audienceCategories.code, code));
    const detail = { category: code, before, after };
    await recordDeed(tx, { actor, at, action: 'audience-category-changed', detail });
  });
}

/** All of them, each once: who ordered a list that changed meanwhile is told so. */
export async function orderAudienceCategories(
  { write, clock }: Platform,
  actor: Actor,
  codes: readonly string[],
): Promise<void> {
  const at = clock.now();
  await write(async (tx) => {
    const before = (await ownCategories(tx)).map(({ code }) => code);
    if (!isDeepStrictEqual([...before].sort(), [...codes].sort()))
      throw new Refused('category-list-changed');
    if (isDeepStrictEqual(before, codes)) return;
    for (const [position, code] of codes.entries())
      await tx
        .update(audienceCategories)
        .set({ position: position + 1 })
        .where(eq(audienceCategories.code, code));
    const detail = { before, after: codes };
    await recordDeed(tx, { actor, at, action: 'audience-categories-ordered', detail });
  });
}

/** A retired one stays with whoever has it and in reports of the past; nobody is given it anew. */
export async function setCategoryState(
  { write, clock }: Platform,
  actor: Actor,
  code: string,
  state: 'active' | 'retired',
): Promise<void> {
  const at = clock.now();
  await write(async (tx) => {
    const { retiredAt, name } = ownAmong(await knownCategories(tx), code);
    const before = retiredAt === null ? 'active' : 'retired';
    if (before === state) return;
    const isRetired = state === 'retired';
    await tx
      .update(audienceCategories)
      .set({ retiredAt: isRetired ? at : null })
      .where(eq(audienceCategories.code, code));
    const action = isRetired ? 'audience-category-retired' : 'audience-category-restored';
    const detail = { category: code, name, before, after: state };
    await recordDeed(tx, { actor, at, action, detail });
  });
}

/** Only one that was never used: what somebody was is not forgotten. */
export async function deleteAudienceCategory(
  { write, clock }: Platform,
  actor: Actor,
  code: string,
): Promise<void> {
  const at = clock.now();
  await write(async (tx) => {
    const own = ownAmong(await knownCategories(tx), code);
    if ((await usedCategories(tx)).has(code))
      throw new Refused('category-in-use', { name: own.name });
    await tx.delete(audienceCategories).where(eq(audienceCategories.code, code));
    const detail = { category: code, ...factsOf(own) };
    await recordDeed(tx, { actor, at, action: 'audience-category-deleted', detail });
  });
}
