import { tick } from 'svelte';

/** One reads on from what the decision led to. `step` counts from 0, over the steps of a case inside `path`. */
export async function readOnAfter(path: HTMLElement | null, step: number): Promise<void> {
  await tick();
  const heading = path?.querySelectorAll<HTMLElement>('h3[tabindex]')[step];
  heading?.focus({ preventScroll: true });
  const chosen = heading?.closest('section')?.querySelector('.chosen');
  chosen?.scrollIntoView({ block: 'start', behavior: 'smooth' });
}
