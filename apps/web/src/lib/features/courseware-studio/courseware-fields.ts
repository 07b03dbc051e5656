// The form of a lesson of courseware: what stands in its fields, and what is kept of it.
import type { CoursewareForm, DraftFile } from '@xueshi/contracts';

/** As the API takes them. */
export const MOST_MINUTES = 300;

/** As typed. */
export interface CoursewareFields {
  file: string;
  minutes: string;
}

export const usablePackages = (files: readonly DraftFile[]): DraftFile[] =>
  files.filter(({ kind, state }) => kind === 'courseware' && state === 'usable');

/** A package that is not there any more stands in no field. */
export const fieldsOf = (
  { file, minutes }: CoursewareForm,
  files: readonly DraftFile[],
): CoursewareFields => ({
  file: usablePackages(files).find(({ id }) => id === file)?.id ?? '',
  minutes: minutes === null ? '' : String(minutes),
});

/** While nothing is chosen, the package that came last is most likely what it was sent for. */
export const withLikely = (
  fields: CoursewareFields,
  files: readonly DraftFile[],
): CoursewareFields =>
  fields.file === '' ? { ...fields, file: usablePackages(files).at(-1)?.id ?? '' } : fields;

/** What is kept; or the minutes that are none. */
export function formOf({
  file,
  minutes,
}: CoursewareFields): { ok: true; form: CoursewareForm } | { ok: false; typed: string } {
  // Chinese keyboards write digits of full width.
  const typed = minutes.normalize('NFKC').trim();
  const number = typed === '' ? null : Number(typed);
  const isUnfit =
    number !== null && (!/^\d{1,3}$/.test(typed) || number < 1 || number > MOST_MINUTES);
  if (isUnfit) return { ok: false, typed };
  return { ok: true, form: { file: file || null, minutes: number } };
}
