import { MAX_SPANS, type PlayedSpan } from './span-collector.ts';

/**
 * Adds to a report what a closed session left undelivered, as far as the clock has room beside what
 * was played since: `allowedMs` is what may be claimed in all. What finds no room stays for later.
 */
export function fillUp(
  played: readonly PlayedSpan[],
  carried: readonly PlayedSpan[],
  allowedMs: number,
): { spans: PlayedSpan[]; left: PlayedSpan[] } {
  const spans = [...played];
  const left: PlayedSpan[] = [];
  let roomMs = Math.floor(allowedMs - played.reduce((sum, [from, to]) => sum + to - from, 0));
  for (const [from, to, rate] of carried) {
    const end = Math.min(to, from + Math.max(0, roomMs));
    const fits = spans.length < MAX_SPANS && end > from;
    if (fits) {
      spans.push([from, end, rate]);
      roomMs -= end - from;
    }
    if (!fits || end < to) left.push([fits ? end : from, to, rate]);
  }
  return { spans, left };
}
