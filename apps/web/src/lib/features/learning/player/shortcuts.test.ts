import { expect, test } from 'vitest';
import { shortcutOf, type KeyPress } from './shortcuts.ts';

const press = (key: string, place: KeyPress['place'] = 'page', hasModifier = false) =>
  shortcutOf({ key, place, hasModifier });

test.each([
  { key: ' ', does: { kind: 'toggle' } },
  { key: 'K', does: { kind: 'toggle' } },
  { key: 'ArrowLeft', does: { kind: 'seek-by', ms: -5_000 } },
  { key: 'l', does: { kind: 'seek-by', ms: 10_000 } },
  { key: '7', does: { kind: 'seek-to-percent', percent: 70 } },
  { key: 'c', does: { kind: 'subtitles' } },
  { key: '?', does: { kind: 'help' } },
])('“$key” works anywhere on the page', ({ key, does }) => {
  expect(press(key)).toEqual(does);
});

test('what is typed into a field is text', () => {
  for (const key of ['k', ' ', '5', 'ArrowLeft']) expect(press(key, 'field')).toBeNull();
});

test('shortcuts of the browser stay the browser’s', () => {
  expect(press('f', 'page', true)).toBeNull();
  expect(press('l', 'player', true)).toBeNull();
});

test('space on a button presses the button', () => {
  expect(press(' ', 'button')).toBeNull();
});

test('the up and down keys scroll the page unless the player has the focus', () => {
  expect(press('ArrowUp')).toBeNull();
  expect(press('ArrowUp', 'seek-bar')).toBeNull();
  expect(press('ArrowUp', 'player')).toEqual({ kind: 'volume', step: 0.1 });
});
