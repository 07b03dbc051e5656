import type { ProgrammeDraft } from '@xueshi/contracts';
import { moved } from '#lib/moved.ts';

type Courses = ProgrammeDraft['courses'];

/** The names of a course's fields, and of the buttons that say what else is to be done. */
export const dueField = (slug: string) => `due.${slug}`;
export const kindField = (slug: string) => `kind.${slug}`;
export const ORDER = 'order';

/**
 * The courses as the form has them: what was typed about each, and then what its button asks for,
 * `up`, `down`, `out`, `required` or `elective` with a slug, as in `up.petition-work`.
 */
export function arranged(courses: Courses, field: (name: string) => string): Courses {
  const typed = courses.map(({ slug, required, dueOn }) => {
    const kind = field(kindField(slug));
    // A course that somebody else added meanwhile is not in the form: it stays as it is.
    if (kind === '') return { slug, required, dueOn };
    return { slug, required: kind === 'required', dueOn: field(dueField(slug)) || null };
  });
  const [what, slug = ''] = field(ORDER).split('.');
  const at = typed.findIndex((course) => course.slug === slug);
  switch (what) {
    case 'up':
      return moved(typed, at, -1);
    case 'down':
      return moved(typed, at, 1);
    case 'out':
      return typed.filter((course) => course.slug !== slug);
    case 'required':
    case 'elective':
      return [...typed, { slug, required: what === 'required', dueOn: null }];
    default:
      return typed;
  }
}
