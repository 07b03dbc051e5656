// The audience categories there are, with their words: the one place that says what a code is called.
import type { CategoryName } from '@xueshi/contracts';
import { preparedQuery, schema, type Reader } from '@xueshi/database';
import { AUDIENCE_CATEGORIES, type AudienceCategory } from '@xueshi/domain';
import { m, type Locale } from '@xueshi/messages';
import { asc } from 'drizzle-orm';
import { Refused } from '../../platform/refused.ts';
import { rememberBy, type RemembersBy } from '../../platform/remembered.ts';
import { wordOf } from '../coded-names/service.ts';

const { audienceCategories } = schema;

type OwnCategory = typeof audienceCategories.$inferSelect;

export interface Category {
  readonly code: string;
  readonly name: CategoryName['name'];
  readonly isRetired: boolean;
  /** The row of one of the installation's own; null for the six. */
  readonly own: OwnCategory | null;
}

const BUILT_IN_WORDS: Readonly<
  Record<AudienceCategory, (inputs: Record<string, never>, options: { locale: Locale }) => string>
> = {
  county_department: m.accounts_category_county_department,
  township: m.accounts_category_township,
  county_enterprise_institution_leader: m.accounts_category_county_enterprise_institution_leader,
  village_community_principal: m.accounts_category_village_community_principal,
  rural_collective_party_head: m.accounts_category_rural_collective_party_head,
  nonpublic_social_party_head: m.accounts_category_nonpublic_social_party_head,
};

const BUILT_IN: readonly Category[] = AUDIENCE_CATEGORIES.map((code) => ({
  code,
  name: {
    'zh-CN': BUILT_IN_WORDS[code]({}, { locale: 'zh-CN' }),
    en: BUILT_IN_WORDS[code]({}, { locale: 'en' }),
  },
  isRetired: false,
  own: null,
}));

const ofRow = (own: OwnCategory): Category => ({
  code: own.code,
  name: { 'zh-CN': own.name, en: own.nameEn ?? own.name },
  isRetired: own.retiredAt !== null,
  own,
});

const inOrder = preparedQuery((db) =>
  db
    .select()
    .from(audienceCategories)
    .orderBy(asc(audienceCategories.position), asc(audienceCategories.code))
    .prepare(),
);

/** Those of the installation's own in their order; retired ones too. */
export const ownCategories = async (db: Reader): Promise<readonly Category[]> =>
  (await inOrder(db).all()).map(ofRow);

const memory = rememberBy<readonly Category[]>('subjects', 1);

/** The same as the database had them last: every page asks for them. */
export const rememberedCategories = (platform: RemembersBy): Promise<readonly Category[]> =>
  memory(platform)('all', () => ownCategories(platform.db));

/** The six, then the installation's own. */
export const knownCategories = async (db: Reader): Promise<readonly Category[]> => [
  ...BUILT_IN,
  ...(await ownCategories(db)),
];

/** A category as pages and files are told of it. */
export const nameOf = ({ code, name, isRetired }: Category): CategoryName => ({
  code,
  name,
  state: isRetired ? 'retired' : 'active',
});

/** What a category is called; that there is none is said, too. */
export const categoryOrNone = (
  known: readonly Category[],
  code: string | null,
  locale: Locale,
): string =>
  code === null || code === '' || code === 'none'
    ? m.accounts_category_none({}, { locale })
    : wordOf(known, code, locale);

/** Refuses a code of no category, by its name. */
export async function demandCategory(db: Reader, code: string): Promise<Category> {
  const found = (await knownCategories(db)).find((one) => one.code === code);
  if (!found) throw new Refused('category-unknown', { code });
  return found;
}

/** Refuses a code of no category where a list is cut to it; 'none' asks for those without one. */
export async function demandShownCategory(db: Reader, code: string | undefined): Promise<void> {
  if (code !== undefined && code !== 'none') await demandCategory(db, code);
}

/** Refuses what may not be given: an unknown one, and a retired one to whoever has not got it. */
export async function demandGivenCategory(
  db: Reader,
  code: string | null,
  before: string | null,
): Promise<void> {
  if (code === null || code === before) return;
  const { name, isRetired } = await demandCategory(db, code);
  if (isRetired) throw new Refused('category-retired', { name: name['zh-CN'] });
}
