// The checklist of a reviewer who found nothing to say. Used by tests only.
import type { Checklist } from '@xueshi/contracts';

/** With a lecture. */
export const WHOLE_CHECKLIST_WITH_LECTURE: Checklist = [
  { point: 'content', answer: 'done', remark: '' },
  { point: 'law', answer: 'done', remark: '' },
  { point: 'media', answer: 'done', remark: '' },
  { point: 'accessibility', answer: 'done', remark: '' },
];

/** Without a lecture. */
export const WHOLE_CHECKLIST: Checklist = [
  { point: 'content', answer: 'done', remark: '' },
  { point: 'law', answer: 'done', remark: '' },
  { point: 'media', answer: 'not_applicable', remark: '' },
  { point: 'accessibility', answer: 'done', remark: '' },
];
