import { Refused } from './refused.ts';

/** Text as it is kept: line ends as LF, no blanks around it. None, or too much of it, is refused. */
export function proseOf(typed: string, limit: number): string {
  const text = typed.replaceAll('\r\n', '\n').trim();
  if (text === '') throw new Refused('text-empty');
  const length = [...text].length;
  if (length > limit) throw new Refused('text-too-long', { limit, length });
  return text;
}

/** The first characters of a text on one line, for lists; whole characters, with an ellipsis where cut. */
export function beginningOf(text: string, characters: number): string {
  const line = [...text.replaceAll(/\s+/g, ' ')];
  return line.length <= characters ? line.join('') : `${line.slice(0, characters).join('')}…`;
}
