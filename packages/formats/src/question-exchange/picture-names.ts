// Texts of a question under the names that their pictures have got.
import type { ItemForm } from '../course/forms/item-form.ts';
import { locatedError } from '../located-error.ts';
import { picturesShown } from './bank/shown-pictures.ts';
import { problemsOf } from './check-question.ts';
import type { ItemRead } from './item-reading.ts';
import type { PackagePicture, PictureLeft } from './package-pictures.ts';

const SHOWN = /!\[((?:\\.|[^\]\\])*)\]\((package-picture-\d+)\)/g;

/** The name that a picture has got, or why it has none. */
export type PictureNames = ReadonlyMap<
  string,
  { readonly name: string } | { readonly left: PictureLeft }
>;

/**
 * The item with its pictures under the names that they have got; one without a name stays behind, its
 * words in its place, and the item says so.
 */
export function withPictureNames(
  read: ItemRead,
  pictures: readonly PackagePicture[],
  names: PictureNames,
): ItemRead {
  const { question, file, place, name } = read;
  if (question === null)
    return { ...read, ...(read.form ? { form: named(read.form, names) } : {}) };
  const left = new Map<string, PictureLeft>();
  const namedIn = (text: string) =>
    text.replaceAll(SHOWN, (_, words: string, key: string) => {
      const own = names.get(key) ?? { left: 'left-image' as const };
      if ('name' in own) return `![${words}](${own.name})`;
      left.set(pictures.find((one) => one.key === key)?.fileName.slice(0, 60) ?? key, own.left);
      return words === '' ? '' : `（图：${words}）`;
    });
  const { stem, explanation } = question;
  const after = {
    ...question,
    stem: namedIn(stem).trim(),
    explanation: explanation === null ? null : namedIn(explanation).trim() || null,
  };
  if (after.stem === stem && after.explanation === explanation) return read;
  const said = (code: PictureLeft | ReturnType<typeof problemsOf>[number]['code'], params = {}) =>
    locatedError(code, file, place, { item: name, ...params });
  const problems = problemsOf(after).map(({ code, params }) => said(code, params));
  const notes = [...left].map(([fileName, why]) => said(why, { name: fileName }));
  return {
    ...read,
    question: problems.length === 0 ? after : null,
    problems: [...read.problems, ...problems],
    notes: [...read.notes, ...notes],
  };
}

/** Texts of a bank's own file, which name a picture as it lies beside the file. */
export const renamedPictures = (text: string, names: PictureNames): string =>
  picturesShown(text).reduce((before, address) => {
    const own = names.get(address);
    const isOther = own !== undefined && 'name' in own && own.name !== address;
    return isOther ? before.replaceAll(`](${address})`, `](${own.name})`) : before;
  }, text);

function named(form: Partial<ItemForm>, names: PictureNames): Partial<ItemForm> {
  const { stem = '', explanation = '', guide = '' } = form;
  return {
    ...form,
    stem: renamedPictures(stem, names),
    explanation: renamedPictures(explanation, names),
    guide: renamedPictures(guide, names),
  };
}
