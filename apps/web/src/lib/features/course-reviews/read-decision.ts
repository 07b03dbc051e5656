import type { Checklist } from '@xueshi/contracts';
import { POINTS } from './labels.ts';

export const answerField = (point: string) => `answer.${point}`;
export const remarkField = (point: string) => `remark.${point}`;

/** The points of the checklist that were answered. */
export function checklistIn(field: (name: string) => string): Checklist {
  return POINTS.flatMap((point) => {
    const answer = field(answerField(point));
    if (answer !== 'done' && answer !== 'not_applicable') return [];
    return { point, answer, remark: field(remarkField(point)) };
  });
}

const TYPED = /^(\d{4})-(\d{1,2})-(\d{1,2})[T ](\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?$/;
const two = (part: string | undefined) => (part ?? '').padStart(2, '0');

/**
 * A day and time typed in China's time as an instant, ISO 8601 in UTC; undefined where nothing was typed, null
 * for what is no time.
 */
export function instantIn(typed: string): string | undefined | null {
  const text = typed.trim();
  if (text === '') return undefined;
  const [, year, month, day, hour, minute] = TYPED.exec(text) ?? [];
  if (year === undefined) return null;
  const wanted = `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`;
  const at = new Date(`${wanted}:00+08:00`);
  if (Number.isNaN(at.getTime())) return null;
  // The 31st of February would be some day of March.
  const back = new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 16);
  return back === wanted ? at.toISOString() : null;
}
