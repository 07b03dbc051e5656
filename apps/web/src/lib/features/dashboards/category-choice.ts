import { m } from '@xueshi/messages';
import type { Dashboard } from '@xueshi/contracts';
import { categoryLabel, categoryOptions, isCategory } from '#lib/features/accounts/labels.ts';

type Category = Dashboard['byCategory'][number]['category'];

export const isCategoryChoice = (text: string | null): text is Category =>
  text !== null && (text === 'none' || isCategory(text));

export const categoryChoiceLabel = (category: Category) =>
  category === 'none' ? m.accounts_category_none() : categoryLabel(category);

export const categoryChoices = () => [
  { value: '', label: m.dashboards_filter_all() },
  ...categoryOptions(),
  { value: 'none', label: m.accounts_category_none() },
];
