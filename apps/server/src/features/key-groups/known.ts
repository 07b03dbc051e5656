// The key groups there are, with their words: the one place that says what a code is called.
import type { KeyGroupName, NamedKeyGroup } from '@xueshi/contracts';
import { preparedQuery, schema, type Reader } from '@xueshi/database';
import { BUILT_IN_KEY_GROUPS, SENSITIVE_KEY_GROUP, type KeyGroupRule } from '@xueshi/domain';
import { m, type Locale } from '@xueshi/messages';
import { asc } from 'drizzle-orm';
import { Refused } from '../../platform/refused.ts';
import { inListedOrder } from '../coded-names/service.ts';

const { keyGroups } = schema;

type OwnKeyGroup = typeof keyGroups.$inferSelect;

export interface KeyGroup extends KeyGroupRule {
  readonly name: KeyGroupName['name'];
  readonly isRetired: boolean;
  /** The row of one of the installation's own; null for the six. */
  readonly own: OwnKeyGroup | null;
}

const BUILT_IN_WORDS: Readonly<
  Record<string, (inputs: Record<string, never>, options: { locale: Locale }) => string>
> = {
  department_head: m.people_group_department_head,
  township_chief: m.people_group_township_chief,
  reserve: m.people_group_reserve,
  enterprise_principal: m.people_group_enterprise_principal,
  village_secretary: m.people_group_village_secretary,
  nonpublic_secretary: m.people_group_nonpublic_secretary,
};

const builtInWord = (code: string, locale: Locale) =>
  BUILT_IN_WORDS[code]?.({}, { locale }) ?? code;

const BUILT_IN: readonly KeyGroup[] = BUILT_IN_KEY_GROUPS.map((rule) => ({
  ...rule,
  name: { 'zh-CN': builtInWord(rule.code, 'zh-CN'), en: builtInWord(rule.code, 'en') },
  isRetired: false,
  own: null,
}));

const ofRow = (own: OwnKeyGroup): KeyGroup => ({
  code: own.code,
  categories: own.categories,
  mostInUnit: own.mostInUnit,
  name: { 'zh-CN': own.name, en: own.nameEn ?? own.name },
  isRetired: own.retiredAt !== null,
  own,
});

const ownQuery = preparedQuery((db) =>
  db.select().from(keyGroups).orderBy(asc(keyGroups.createdAt), asc(keyGroups.code)).prepare(),
);

/** The six, then the installation's own in the order in which they were added; retired ones too. */
export async function knownKeyGroups(db: Reader): Promise<readonly KeyGroup[]> {
  const rows = await ownQuery(db).all();
  return [...BUILT_IN, ...rows.map(ofRow)];
}

/** Codes with what they are called, in the order in which key groups are listed; one that is not known is its own name. */
export async function namedKeyGroups(
  db: Reader,
  codes: readonly string[],
): Promise<NamedKeyGroup[]> {
  if (codes.length === 0) return [];
  const known = await knownKeyGroups(db);
  const names = new Map(known.map(({ code, name }) => [code, name]));
  return inListedOrder(known, codes).map((code) => ({
    code,
    name: names.get(code) ?? { 'zh-CN': code, en: code },
  }));
}

/** Refuses a code of no key group, by its name. */
export async function demandKeyGroup(db: Reader, code: string): Promise<KeyGroup> {
  const found = (await knownKeyGroups(db)).find((one) => one.code === code);
  if (!found) throw new Refused('key-group-unknown', { code });
  return found;
}

/** As above, of groups that figures and lists may tell: never of reserve cadres (DOMAIN K3). */
export async function demandShownKeyGroup(db: Reader, code: string | undefined): Promise<void> {
  if (code === undefined) return;
  if (code === SENSITIVE_KEY_GROUP) throw new Refused('key-group-unknown', { code });
  await demandKeyGroup(db, code);
}

/** Refuses one that is given to nobody any more. */
export function demandInUse({ name, isRetired }: KeyGroup): void {
  if (isRetired) throw new Refused('key-group-retired', { name: name['zh-CN'] });
}
