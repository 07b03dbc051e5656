import { m } from '@xueshi/messages';
import { isCategory } from '#lib/features/accounts/category-code.ts';
import { categoryLabel, categoryFilterOptions } from '#lib/features/accounts/labels.ts';

export const isCategoryChoice = (text: string | null): text is string =>
  text !== null && (text === 'none' || isCategory(text));

export const categoryChoiceLabel = (category: string) =>
  category === 'none' ? m.accounts_category_none() : categoryLabel(category);

export const categoryChoices = () => [
  { value: '', label: m.dashboards_filter_all() },
  ...categoryFilterOptions(),
  { value: 'none', label: m.accounts_category_none() },
];
