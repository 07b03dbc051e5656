import type { Me, PersonRow } from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { labelOf } from '#lib/labels.ts';

type Category = NonNullable<PersonRow['category']>;
type Role = Me['roles'][number]['role'];

const categories = {
  county_department: m.accounts_category_county_department,
  township: m.accounts_category_township,
  county_enterprise_institution_leader: m.accounts_category_county_enterprise_institution_leader,
  village_community_principal: m.accounts_category_village_community_principal,
  rural_collective_party_head: m.accounts_category_rural_collective_party_head,
  nonpublic_social_party_head: m.accounts_category_nonpublic_social_party_head,
} satisfies Record<Category, () => string>;

const roles = {
  learner: m.accounts_role_learner,
  author: m.accounts_role_author,
  reviewer: m.accounts_role_reviewer,
  unit_admin: m.accounts_role_unit_admin,
  training_officer: m.accounts_role_training_officer,
  unit_clerk: m.accounts_role_unit_clerk,
  supervisor: m.accounts_role_supervisor,
  sys_admin: m.accounts_role_sys_admin,
} satisfies Record<Role, () => string>;

export const categoryLabel = (category: Category | null) =>
  category ? labelOf(categories, category) : m.accounts_category_none();

export const roleLabel = (role: Role) => labelOf(roles, role);

export const isCategory = (text: string): text is Category => text in categories;

export const categoryOptions = () =>
  Object.entries(categories).map(([value, label]) => ({ value, label: label() }));
