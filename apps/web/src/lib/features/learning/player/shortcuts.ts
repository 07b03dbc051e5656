export type Shortcut =
  | { kind: 'toggle' | 'mute' | 'fullscreen' | 'subtitles' | 'pip' | 'help' }
  | { kind: 'seek-by'; ms: number }
  | { kind: 'seek-to-percent'; percent: number }
  | { kind: 'volume'; step: number };

export interface KeyPress {
  key: string;
  hasModifier: boolean;
  /** Where the focus is: in a control that has its own use for keys, on a button, in the player, elsewhere. */
  place: 'field' | 'seek-bar' | 'button' | 'player' | 'page';
}

const LETTERS: Record<string, Shortcut> = {
  k: { kind: 'toggle' },
  j: { kind: 'seek-by', ms: -10_000 },
  l: { kind: 'seek-by', ms: 10_000 },
  m: { kind: 'mute' },
  f: { kind: 'fullscreen' },
  c: { kind: 'subtitles' },
  p: { kind: 'pip' },
  '?': { kind: 'help' },
  '？': { kind: 'help' },
};

/** What a key means for the player; null where the page or a control needs it itself. */
export function shortcutOf({ key, hasModifier, place }: KeyPress): Shortcut | null {
  if (hasModifier || place === 'field') return null;
  if (key === ' ') return place === 'button' ? null : { kind: 'toggle' };
  if (key === 'ArrowLeft') return { kind: 'seek-by', ms: -5_000 };
  if (key === 'ArrowRight') return { kind: 'seek-by', ms: 5_000 };
  if (key === 'ArrowUp' || key === 'ArrowDown') {
    // Outside the player these keys scroll the page.
    if (place !== 'player' && place !== 'button') return null;
    return { kind: 'volume', step: key === 'ArrowUp' ? 0.1 : -0.1 };
  }
  if (/^[0-9]$/.test(key)) return { kind: 'seek-to-percent', percent: Number(key) * 10 };
  return LETTERS[key.toLowerCase()] ?? null;
}

const FIELDS = 'input:not([type=range]), textarea, select, [contenteditable], [role=tab], dialog';

/** Where a key was pressed. Buttons outside the player keep the arrow keys for scrolling. */
export function placeOf(target: EventTarget | null, player: HTMLElement): KeyPress['place'] {
  if (!(target instanceof Element)) return 'page';
  if (target.closest(FIELDS)) return 'field';
  const isInside = player.contains(target);
  if (target.matches('input[type=range]')) return isInside ? 'seek-bar' : 'field';
  const isButton = target.closest('button, a, summary') !== null;
  if (isButton) return isInside ? 'button' : 'field';
  return isInside ? 'player' : 'page';
}
