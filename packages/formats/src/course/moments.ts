/** `m:ss` or `h:mm:ss` as ms. */
export const momentMs = (at: string): number =>
  at.split(':').reduce((sum, part) => sum * 60 + Number(part), 0) * 1000;

/** A moment in ms as `m:ss`; what is between two seconds is left out. */
export function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
