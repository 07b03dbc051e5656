/**
 * The questions that were ticked, as their boxes hold them; `difficulty` for those that say none. What
 * is no JSON was sent by no page of ours, and is left out; the API checks the rest.
 */
export function itemsIn(ticked: readonly unknown[], difficulty: number | null): object[] {
  return ticked.flatMap((value) => {
    const item = typeof value === 'string' ? parsed(value) : null;
    if (item === null) return [];
    const isSilent = 'difficulty' in item && item.difficulty === null;
    return [isSilent ? { ...item, difficulty } : item];
  });
}

function parsed(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
