// The checklist of a reviewer who found nothing to say, for a course without a lecture. Used by tests only.
import type { Checklist } from '@xueshi/contracts';

export const WHOLE_CHECKLIST: Checklist = [
  { point: 'content', answer: 'done', remark: '' },
  { point: 'law', answer: 'done', remark: '' },
  { point: 'media', answer: 'not_applicable', remark: '' },
  { point: 'accessibility', answer: 'done', remark: '' },
];
