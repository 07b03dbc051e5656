/** The letter an option is called by where it stands. Its id is another: options are shuffled. */
export function letterAt(index: number): string {
  return String.fromCharCode(65 + index);
}
