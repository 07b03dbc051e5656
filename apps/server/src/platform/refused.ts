import type { ProblemCode } from '@xueshi/contracts';

export type RefusalParams = Readonly<Record<string, string | number>>;

/**
 * A use case's refusal: a code that the caller can decide by and figures for the sentence.
 * One handler (problems.ts) turns it into a problem document; nobody else catches it.
 */
export class Refused extends Error {
  readonly code: ProblemCode;
  readonly params: RefusalParams;

  constructor(code: ProblemCode, params: RefusalParams = {}) {
    super(code);
    this.code = code;
    this.params = params;
  }
}
