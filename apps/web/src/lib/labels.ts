/** The words for a code; a code that a newer server knows and this page does not is shown as it is. */
export function labelOf(labels: Readonly<Record<string, () => string>>, code: string): string {
  return labels[code]?.() ?? code;
}
