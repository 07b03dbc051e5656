/** The files that were chosen in a field; it is emptied, so that the same file may be chosen again after it failed. */
export function chosenFiles(event: Event): File[] {
  if (!(event.target instanceof HTMLInputElement)) return [];
  const files = [...(event.target.files ?? [])];
  event.target.value = '';
  return files;
}
