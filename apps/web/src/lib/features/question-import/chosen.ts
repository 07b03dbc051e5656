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

/** Which of them were out of use where they come from, by their places; and all of them without that mark. */
export function withoutRetired(items: readonly object[]): { items: object[]; retired: number[] } {
  const plain = items.map((item) => {
    const { isRetired: _, ...rest } = { isRetired: false, ...item };
    return rest;
  });
  const retired = items.flatMap((item, at) =>
    'isRetired' in item && item.isRetired === true ? [at] : [],
  );
  return { items: plain, retired };
}

/** The shared texts that a form sends along; the API checks them. */
export function groupsIn(sent: unknown): object[] {
  const groups: unknown = typeof sent === 'string' ? listed(sent) : null;
  return Array.isArray(groups) ? (groups as object[]) : [];
}

function listed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function parsed(text: string): object | null {
  const value = listed(text);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
}
