const SETTLED_MS = 1_000;

/**
 * Gives back once what starting leaves behind: sources read and compiled, courses compared, some 50 MB that would
 * stay resident all evening, since an idle engine sees no reason to collect. Takes a quarter of a second. Without
 * Node's `--expose-gc`, nothing happens.
 */
export function collectAfterStart(): NodeJS.Timeout {
  const collect = globalThis.gc;
  return setTimeout(() => {
    void collect?.({ type: 'major', flavor: 'last-resort' });
  }, SETTLED_MS).unref();
}
