import { Refused } from './refused.ts';

const LEAST_CHARACTERS = 2;

/** A name as it is kept: without blanks around it. What is then no name any more is refused. */
export function properName(typed: string): string {
  const name = typed.trim();
  if ([...name].length < LEAST_CHARACTERS) throw new Refused('invalid-request');
  return name;
}
