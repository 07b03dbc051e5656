import { randomInt } from 'node:crypto';

const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789';
const LOT = 4;
const LONGEST_SOUND = 30;

/**
 * What files name something of the installation by: a sound in small Latin letters and some letters by lot, at
 * most 35 characters. What comes from elsewhere under a like name is then not taken for what is here.
 */
export function drawnCode(sound: string, otherwise: string): string {
  const said = sound
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST_SOUND)
    .replaceAll(/^-+|-+$/g, '');
  const lot = Array.from({ length: LOT }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return `${said || otherwise}-${lot}`;
}
