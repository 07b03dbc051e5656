import type { DraftLesson } from '@xueshi/contracts';
import { moved } from '#lib/moved.ts';

export const ORDER = 'order';
/** The names of a lesson's fields: in Chinese, in English, and whether it is compulsory. */
export const titleField = (id: string, language: 'zh' | 'en') => `title.${language}.${id}`;
export const kindField = (id: string) => `required.${id}`;

/**
 * The lessons as the form has them: what was typed about each, and then what its button asks for,
 * `up`, `down` or `out` with the lesson's id, as in `up.reading-2`, or `to-3` for the place it was dragged to,
 * counted from 0.
 */
export function arrangedLessons(
  lessons: readonly DraftLesson[],
  field: (name: string) => string,
): DraftLesson[] {
  const typed = lessons.map((lesson) => {
    const required = field(kindField(lesson.id));
    // A lesson that somebody else added meanwhile is not in the form: it stays as it is.
    if (required === '') return lesson;
    const title = {
      'zh-CN': field(titleField(lesson.id, 'zh')),
      en: field(titleField(lesson.id, 'en')),
    };
    return { ...lesson, title, required: required === 'required' };
  });
  const [what, id = ''] = field(ORDER).split('.');
  const at = typed.findIndex((lesson) => lesson.id === id);
  if (what === 'up') return moved(typed, at, -1);
  if (what === 'down') return moved(typed, at, 1);
  const place = /^to-(\d{1,3})$/.exec(what ?? '')?.[1];
  const lesson = typed[at];
  if (place !== undefined && lesson) {
    const others = typed.toSpliced(at, 1);
    return others.toSpliced(Math.min(Number(place), others.length), 0, lesson);
  }
  return what === 'out' ? typed.filter((lesson) => lesson.id !== id) : typed;
}
