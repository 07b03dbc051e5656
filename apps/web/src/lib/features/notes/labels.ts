import type { Note } from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { formatClock } from '#lib/format.ts';

/** Where a note stands, in words: "4:10", "第 3 段：先请人坐下…", or the whole lesson. */
export function placeLabel({ atMs, paragraph, excerpt }: Note): string {
  if (atMs !== null) return formatClock(atMs);
  if (paragraph === null) return m.notes_whole_lesson();
  return m.notes_paragraph_with_words({ number: paragraph, words: excerpt ?? '' });
}

/** The address of a note's place. */
export function placeHref({ courseSlug, lessonKey, atMs, paragraph }: Note): string {
  const lesson = `/courses/${courseSlug}/${lessonKey}`;
  if (atMs !== null) return `${lesson}?t=${Math.floor(atMs / 1000)}`;
  return paragraph === null ? lesson : `${lesson}#paragraph-${paragraph}`;
}
