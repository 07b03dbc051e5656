import type { AuditRow } from '@xueshi/contracts';
import type { AuditAction, AuditGroup, AuditSubjectKind } from '@xueshi/domain';
import type { Locale } from '@xueshi/messages';
import {
  AUDIT_ACTION_WORDS,
  AUDIT_FIELD_WORDS,
  AUDIT_GROUP_WORDS,
  AUDIT_SUBJECT_WORDS,
} from '@xueshi/messages/audit';

type Sentence = (inputs: Record<string, never>, options: { locale: Locale }) => string;

const actions: Readonly<Record<AuditAction, Sentence>> = AUDIT_ACTION_WORDS;
const groups: Readonly<Record<AuditGroup, Sentence>> = AUDIT_GROUP_WORDS;
const subjects: Readonly<Record<AuditSubjectKind, Sentence>> = AUDIT_SUBJECT_WORDS;
const fields: Readonly<Record<string, Sentence>> = AUDIT_FIELD_WORDS;

export const actionWord = (action: AuditRow['action'], locale: Locale) =>
  actions[action]({}, { locale });

export const groupWord = (group: AuditGroup, locale: Locale) => groups[group]({}, { locale });

export const subjectWord = (kind: AuditSubjectKind | null, locale: Locale) =>
  kind === null ? '' : subjects[kind]({}, { locale });

/** The word for a field; its name in the code where there is none. */
export const fieldWord = (name: string, locale: Locale) => fields[name]?.({}, { locale }) ?? name;
