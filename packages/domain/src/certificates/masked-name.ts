/**
 * A name as strangers may see it on a verification page: enough to recognise whom one knows, too
 * little to learn who it is. One character: `*`. Two: `王*`. Three and more: first and last, a star
 * for each between (`王*兰`, `欧**娜`). Names of several parts, with `·` or blanks between, keep the
 * first character of each part (`买**·吐**`). Counted in code points, so rare characters stay whole.
 * Source: DOMAIN.md 2d no. 23 (a public page shows the name masked).
 */
export function maskedName(name: string): string {
  const parts = name.trim().split(/([·•・‧．.\s]+)/u);
  if (parts.length === 1) return maskedWhole([...name.trim()]);
  return parts.map((part, at) => (at % 2 === 1 ? part : maskedPart([...part]))).join('');
}

function maskedWhole(characters: readonly string[]): string {
  const [first = '', ...rest] = characters;
  if (rest.length === 0) return '*';
  if (rest.length === 1) return `${first}*`;
  return `${first}${'*'.repeat(rest.length - 1)}${rest.at(-1) ?? ''}`;
}

function maskedPart(characters: readonly string[]): string {
  const [first = '', ...rest] = characters;
  return rest.length === 0 ? '*'.repeat(characters.length) : `${first}${'*'.repeat(rest.length)}`;
}
