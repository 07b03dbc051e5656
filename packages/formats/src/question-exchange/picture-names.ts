// Texts of a question under the names that their pictures have got.
import { locatedError } from '../located-error.ts';
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
  if (question === null) return read;
  const left = new Map<string, PictureLeft>();
  const named = (text: string) =>
    text.replaceAll(SHOWN, (_, words: string, key: string) => {
      const own = names.get(key) ?? { left: 'left-image' as const };
      if ('name' in own) return `![${words}](${own.name})`;
      left.set(pictures.find((one) => one.key === key)?.fileName.slice(0, 60) ?? key, own.left);
      return words === '' ? '' : `（图：${words}）`;
    });
  const { stem, explanation } = question;
  const after = {
    ...question,
    stem: named(stem).trim(),
    explanation: explanation === null ? null : named(explanation).trim() || null,
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
