import type { CategoryName } from '@xueshi/contracts';
import type { AudienceCategory } from '@xueshi/domain';
import { getLocale, m } from '@xueshi/messages';

export const BUILT_IN_WORDS = {
  county_department: m.accounts_category_county_department,
  township: m.accounts_category_township,
  county_enterprise_institution_leader: m.accounts_category_county_enterprise_institution_leader,
  village_community_principal: m.accounts_category_village_community_principal,
  rural_collective_party_head: m.accounts_category_rural_collective_party_head,
  nonpublic_social_party_head: m.accounts_category_nonpublic_social_party_head,
} satisfies Record<AudienceCategory, () => string>;

const builtIn: Readonly<Record<string, () => string>> = BUILT_IN_WORDS;

/** What a category is called, where `own` are those of the installation; a code that is not known is shown as it is. */
export const categoryName = (own: readonly CategoryName[], code: string | null): string => {
  if (code === null) return m.accounts_category_none();
  if (Object.hasOwn(builtIn, code)) return builtIn[code]?.() ?? code;
  return own.find((one) => one.code === code)?.name[getLocale()] ?? code;
};
