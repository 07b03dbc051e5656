/**
 * Everything that is written into the audit trail, in the groups by which it is searched. A deed
 * that is not here cannot be recorded. Source: DOMAIN G18 (written rules, audit log).
 */
export const AUDIT_ACTIONS = {
  /** Reading what is kept closed: each look is written down. */
  sensitive: ['identity-number-seen', 'account-slips-shown'],
  sign_in: ['sign-in', 'sign-in-refused', 'password-changed'],
  accounts: [
    'account-opened',
    'account-reopened',
    'account-slips-forgotten',
    'account-suspended',
    'accounts-ordered',
    'first-administrator-created',
    'one-time-password-set',
  ],
  people: [
    'appointed',
    'appointment-added',
    'appointment-corrected',
    'appointment-removed',
    'audience-categories-ordered',
    'audience-category-added',
    'audience-category-changed',
    'audience-category-deleted',
    'audience-category-restored',
    'audience-category-retired',
    'audience-category-set',
    'concurrent-post-added',
    'concurrent-post-ended',
    'identity-number-set',
    'key-group-added',
    'key-group-changed',
    'key-group-corrected',
    'key-group-deleted',
    'key-group-ended',
    'key-group-restored',
    'key-group-retired',
    'key-group-set',
    'people-kept-apart',
    'people-merged',
    'person-changed',
    'person-created',
    'person-status-set',
    'roster-export-ordered',
    'roster-exported',
    'roster-imported',
    'roster-rolled-back',
    'roster-undone',
  ],
  roles: ['role-delegated', 'role-ended', 'role-granted'],
  units: [
    'org-unit-closed',
    'org-unit-created',
    'org-unit-edited',
    'org-unit-merged',
    'org-unit-moved',
    'org-unit-reopened',
    'unit-setting-changed',
    'units-import-rolled-back',
    'units-import-undone',
    'units-imported',
  ],
  courses: [
    'course-draft-begun',
    'course-draft-called-back',
    'course-draft-discarded',
    'course-draft-given-back',
    'course-draft-published',
    'course-draft-schedule-stopped',
    'course-draft-scheduled',
    'course-draft-submitted',
    'course-draft-withdrawn',
    'course-restored',
    'course-withdrawn',
    'question-bank-begun',
    'question-bank-exported',
    'question-bank-picture-removed',
    'question-bank-picture-sent',
    'question-returned',
    'lecturer-added',
    'lecturer-changed',
    'lecturer-restored',
    'lecturer-retired',
    'statute-taken',
    'syllabus-added',
    'syllabus-changed',
    'syllabus-discarded',
    'syllabus-in-force',
    'textbook-added',
    'textbook-changed',
    'textbook-file-sent',
    'textbook-restored',
    'textbook-retired',
  ],
  training: [
    'attempt-marked',
    'class-closed',
    'class-opened',
    'presence-check-time-set',
    'programme-amended',
    'programme-closed',
    'programme-copied',
    'programme-created',
    'programme-discarded',
    'programme-exemption',
    'programme-exemption-withdrawn',
    'programme-extension',
    'programme-extension-withdrawn',
    'programme-offer-withdrawn',
    'programme-offered',
    'programme-published',
    'programme-reminded',
    'programme-report-corrected',
    'programme-responsible-set',
    'programme-saved',
    'programme-taken',
    'year-reminded',
  ],
  hours: [
    'correction-declined',
    'correction-proposed',
    'correction-withdrawn',
    'credit-reduced',
    'credit-reinstated',
    'credit-reversed',
    'credit-supplemented',
    'document-issued',
    'flag-answered',
    'flag-appealed',
    'flag-asked',
    'flag-cleared',
    'flag-confirmed',
    'flag-overturned',
    'flag-upheld',
    'hour-policy-adopted',
    'hour-policy-gave-way',
    'hour-policy-applies-again',
    'requirement-adjusted',
    'requirement-adjustment-declined',
    'requirement-adjustment-proposed',
    'requirement-adjustment-withdrawn',
    'requirement-proposal-withdrawn',
    'year-closed',
    'year-sealed',
  ],
  talk: [
    'complaint-answered',
    'complaint-reassigned',
    'complaint-state-set',
    'question-post-hidden',
    'question-post-shown',
    'reflection-hidden',
    'reflection-shown',
  ],
  notices: ['letter-template-set', 'letter-template-reset', 'webhook-set', 'webhook-removed'],
  reports: [
    'audit-exported',
    'audit-export-made',
    'file-fetched',
    'report-forgotten',
    'report-made',
    'report-ordered',
    'report-saved',
  ],
} as const;

export type AuditGroup = keyof typeof AUDIT_ACTIONS;
export type AuditAction = (typeof AUDIT_ACTIONS)[AuditGroup][number];

export const AUDIT_GROUPS = Object.keys(AUDIT_ACTIONS) as readonly AuditGroup[];

/** How events are taken away. */
export const AUDIT_FORMATS = ['xlsx', 'csv'] as const;

/** What an event is about: 'person:<id>', 'org-unit:<id>' … */
export const AUDIT_SUBJECT_KINDS = [
  'person',
  'org-unit',
  'programme',
  'course',
  'course-draft',
  'question-bank',
  'class',
  'complaint',
  'quiz-attempt',
  'question-post',
  'shared-reflection',
  'installation',
] as const;
export type AuditSubjectKind = (typeof AUDIT_SUBJECT_KINDS)[number];
export type AuditSubject =
  | `${Exclude<AuditSubjectKind, 'installation'>}:${string}`
  | 'installation'
  | 'unknown';

/** The kind and the id of a subject as stored; kind null for what is not known, as in a sign-in with an unknown name. */
export function readAuditSubject(subject: string): {
  readonly kind: AuditSubjectKind | null;
  readonly id: string;
} {
  const colon = subject.indexOf(':');
  const word = colon === -1 ? subject : subject.slice(0, colon);
  const kind = AUDIT_SUBJECT_KINDS.find((one) => one === word) ?? null;
  return { kind, id: colon === -1 ? '' : subject.slice(colon + 1) };
}

/**
 * Whether something written down names a group that only few may know of (DOMAIN K3), at whatever
 * depth: who was tagged, for whom a programme is, what a report was filtered by.
 */
export function mentions(detail: unknown, word: string): boolean {
  if (typeof detail === 'string') return detail === word;
  if (Array.isArray(detail)) return detail.some((one) => mentions(one, word));
  if (detail === null || typeof detail !== 'object') return false;
  return Object.entries(detail).some(([key, value]) => key === word || mentions(value, word));
}
