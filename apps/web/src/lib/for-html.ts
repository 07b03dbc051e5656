/**
 * What only the HTML of a page without scripts is made from. Data of a page is written out for its script in any case,
 * also where there is none; this is not.
 */
export class ForHtml<T> {
  readonly data: T;

  constructor(data: T) {
    this.data = data;
  }
}
