import type { ServerLoadEvent } from '@sveltejs/kit';

/** What the HTML of a page is made from and its script is never sent. */
export class ForHtml<T> {
  readonly data: T;

  constructor(data: T) {
    this.data = data;
  }
}

/**
 * Data of a page without scripts. SvelteKit writes it out beside the HTML also where no script is there to read it, for
 * a county's dashboard a third of the work; who comes from a page with a script gets it as any data.
 */
export const forHtml = <T>({ isDataRequest }: ServerLoadEvent, data: T): { readonly data: T } =>
  isDataRequest ? { data } : new ForHtml(data);
