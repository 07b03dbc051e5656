import type { Problem } from '@xueshi/contracts';

/** What a page needs of a refusal: the sentence, and the code that says which field it belongs to. */
export interface ProblemView {
  code: string;
  title: string;
}

export function problemView(problem: Problem): ProblemView {
  return { code: problem.code, title: problem.title };
}

/** A field of a form as text; files and absent fields are empty. */
export function fieldOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}

/** Whether the confirmation of a form was ticked; browsers ask for it, and forms come without browsers too. */
export const isConfirmed = (form: FormData): boolean => fieldOf(form, 'confirmed') === 'true';

const FULL_WIDTH_ZERO = 0xff10;

/** The digits of a code as typed, with spaces or full-width; one that cannot be a code is all zeros. */
export function codeIn(typed: string): string {
  const digits = [...typed]
    .map((letter) =>
      /[\uff10-\uff19]/.test(letter)
        ? String((letter.codePointAt(0) ?? FULL_WIDTH_ZERO) - FULL_WIDTH_ZERO)
        : letter,
    )
    .filter((letter) => /\d/.test(letter))
    .join('');
  return digits.length === 6 ? digits : '000000';
}
