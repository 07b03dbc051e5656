interface ProblemView {
  code: string;
  title: string;
}

const ABOUT_THE_NEW_PASSWORD = new Set([
  'password-too-short',
  'password-too-simple',
  'password-too-common',
  'password-unchanged',
]);

/** Which field of a password form a refusal belongs beside; '' is the whole form. */
export function fieldOfProblem(problem: ProblemView | undefined): string {
  if (!problem) return '';
  if (ABOUT_THE_NEW_PASSWORD.has(problem.code)) return 'password';
  if (problem.code === 'passwords-differ') return 'repeated';
  if (problem.code === 'wrong-current-password') return 'current';
  if (problem.code === 'wrong-installation-code') return 'code';
  if (problem.code === 'login-name-taken') return 'loginName';
  if (problem.code === 'unit-name-taken') return 'name';
  return '';
}
