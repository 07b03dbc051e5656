import type { PersonRow } from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { labelOf } from '#lib/labels.ts';

type Category = NonNullable<PersonRow['category']>;

const categories = {
  county_department: m.accounts_category_county_department,
  township: m.accounts_category_township,
  county_enterprise_institution_leader: m.accounts_category_county_enterprise_institution_leader,
  village_community_principal: m.accounts_category_village_community_principal,
  rural_collective_party_head: m.accounts_category_rural_collective_party_head,
  nonpublic_social_party_head: m.accounts_category_nonpublic_social_party_head,
} satisfies Record<Category, () => string>;

export const categoryLabel = (category: Category | null) =>
  category ? labelOf(categories, category) : m.accounts_category_none();

export const isCategory = (text: string): text is Category => text in categories;

export const categoryOptions = () =>
  Object.entries(categories).map(([value, label]) => ({ value, label: label() }));
