const POLL_MS = 1500;

/** Loads the page's data anew every moment while something is under way on the server. For the top of a component. */
export function refreshWhile(load: () => unknown, isUnderWay: () => boolean): void {
  $effect(() => {
    if (!isUnderWay()) return;
    const timer = setInterval(() => void load(), POLL_MS);
    return () => clearInterval(timer);
  });
}
