import type { ComplaintKind, ComplaintState } from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { formatClock, localText } from '#lib/format.ts';
import { labelOf } from '#lib/labels.ts';
import type { IconName } from '#lib/ui/Icon.svelte';

const KINDS: Readonly<Record<ComplaintKind, () => string>> = {
  complaint: m.complaints_kind_complaint,
  suggestion: m.complaints_kind_suggestion,
  lecture_fault: m.complaints_kind_lecture_fault,
  hours_question: m.complaints_kind_hours_question,
};

export const kindLabel = (kind: string): string => labelOf(KINDS, kind);

export const kindOptions = () =>
  Object.entries(KINDS).map(([value, label]) => ({ value, label: label() }));

interface StateLook {
  readonly label: string;
  readonly icon: IconName;
  readonly tone: 'good' | 'accent' | 'warn' | 'quiet';
}

/** A state in words, with a sign; never by colour alone. */
export function stateLook(state: ComplaintState): StateLook {
  switch (state) {
    case 'open':
      return { label: m.complaints_state_open(), icon: 'circle', tone: 'warn' };
    case 'in_work':
      return { label: m.complaints_state_in_work(), icon: 'circle-half', tone: 'accent' };
    case 'answered':
      return { label: m.complaints_state_answered(), icon: 'circle-check', tone: 'good' };
    case 'closed':
      return { label: m.complaints_state_closed(), icon: 'check', tone: 'quiet' };
  }
}

interface Place {
  courseSlug: string;
  courseTitle: { 'zh-CN': string; en: string };
  lessonKey: string | null;
  lessonTitle: { 'zh-CN': string; en: string } | null;
  atMs: number | null;
}

/** "Course · lesson · 4:10" */
export function placeText({ courseTitle, lessonKey, lessonTitle, atMs }: Place): string {
  const lesson = lessonTitle ? localText(lessonTitle) : lessonKey;
  return [localText(courseTitle), lesson, atMs === null ? null : formatClock(atMs)]
    .filter(Boolean)
    .join(' · ');
}

export function placeHref({ courseSlug, lessonKey, atMs }: Place): string {
  if (lessonKey === null) return `/courses/${courseSlug}`;
  const second = atMs === null ? '' : `?t=${Math.floor(atMs / 1000)}`;
  return `/courses/${courseSlug}/${lessonKey}${second}`;
}
