/** Where line `line` (from 1) begins and ends in the text; the last line where there are fewer. */
export function lineAt(text: string, line: number): { start: number; end: number } {
  const lines = text.split('\n');
  const at = Math.min(Math.max(1, line), lines.length) - 1;
  const start = lines.slice(0, at).reduce((sum, one) => sum + one.length + 1, 0);
  return { start, end: start + (lines[at]?.length ?? 0) };
}
