/**
 * States what must hold. A failure is a bug in the caller, never a refusal to a person: nobody
 * catches it (STYLE.md §3 rule 4). Our own function, since these rules run in old browsers too.
 *
 * @throws Error when the condition does not hold.
 */
export function assert(condition: boolean, promise: string): asserts condition {
  if (!condition) throw new Error(`Broken promise: ${promise}`);
}
