import { m } from '@xueshi/messages';

/** What is asked of one, by the kind of item. */
export const itemKinds = {
  single: m.learning_quiz_single,
  multiple: m.learning_quiz_multiple,
  true_false: m.learning_quiz_true_false,
  fill_in: m.assessment_fill_in,
  ordering: m.assessment_ordering,
  matching: m.assessment_matching,
  short_answer: m.assessment_short_answer,
};
