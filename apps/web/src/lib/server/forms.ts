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
