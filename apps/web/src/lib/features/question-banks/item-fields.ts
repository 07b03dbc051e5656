// The fields of a question in words, for telling what was changed in them.
import type { BankItemChange, BankItemHistory } from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { areaLabel, isArea } from '#lib/features/catalogue/labels.ts';
import { itemKinds } from '#lib/features/learning/quiz/item-kinds.ts';
import { labelOf } from '#lib/labels.ts';

type Field = BankItemHistory['items'][number]['differences'][number]['field'];

export const itemFields = {
  kind: m.qeditor_kind,
  stem: m.qeditor_stem,
  options: m.qeditor_options,
  truth: m.qeditor_truth,
  blanks: m.qeditor_blanks,
  steps: m.qeditor_steps,
  pairs: m.qeditor_pairs,
  extra: m.qeditor_extra,
  guide: m.qeditor_guide,
  explanation: m.qeditor_explanation,
  statute: m.qeditor_statute,
  article: m.qeditor_article,
  difficulty: m.qeditor_difficulty,
  tags: m.qhistory_tags,
  points: m.qeditor_points,
  group: m.qeditor_group,
  area: m.qeditor_area,
  source: m.qeditor_source,
} as const satisfies Readonly<Record<Field, () => string>>;

export const stateChanges = {
  written: m.qhistory_written,
  saved: m.qhistory_saved,
  retired: m.qhistory_retired,
  restored: m.qhistory_restored,
  returned: m.qhistory_title,
} as const satisfies Readonly<Record<BankItemChange, () => string>>;

const truths = { true: m.learning_quiz_true, false: m.learning_quiz_false } as const;
const difficulties = { 1: m.qeditor_easy, 2: m.qeditor_medium, 3: m.qeditor_hard } as const;

/** What a field said, in words where it holds a code. */
export function saidOf(field: Field, value: string, groups: readonly { id: string }[]): string {
  switch (field) {
    case 'kind':
      return labelOf(itemKinds, value);
    case 'truth':
      return labelOf(truths, value);
    case 'difficulty':
      return labelOf(difficulties, value);
    case 'area':
      return isArea(value) ? areaLabel(value) : value;
    case 'group': {
      const at = groups.findIndex(({ id }) => id === value);
      return at < 0 ? value : m.qeditor_group_at({ number: at + 1 });
    }
    default:
      return value;
  }
}
