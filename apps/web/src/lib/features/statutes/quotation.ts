/** An article as a reading quotes it: word for word, signed with its citation. */
export function quotationOf(cited: { statute: string; article: string; text: string }): string {
  const lines = cited.text.split('\n').map((line) => `> ${line}`);
  return [...lines, `> —— 《${cited.statute}》${cited.article}`].join('\n>\n');
}

/** Puts a block between the lines around a place, with one empty line on either side; and where it then ends. */
export function withBlock(
  text: string,
  at: number,
  block: string,
): { text: string; caret: number } {
  const lineEnd = text.indexOf('\n', at);
  // A quotation in the middle of a line would be none: it goes behind the line the caret is in.
  const cut =
    text.slice(0, at).endsWith('\n') || at === 0 ? at : lineEnd < 0 ? text.length : lineEnd;
  const before = text.slice(0, cut).replace(/\n+$/u, '');
  const after = text.slice(cut).replace(/^\n+/u, '');
  const start = before === '' ? '' : `${before}\n\n`;
  return { text: `${start}${block}\n\n${after}`, caret: start.length + block.length + 2 };
}
