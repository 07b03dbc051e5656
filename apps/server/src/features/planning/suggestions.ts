// What to study next of one's own accord: by what programmes offer, by post and category, and by the gap.
import type { Suggestion } from '@xueshi/contracts';
import { isMeantFor, type BroughtNearer } from '@xueshi/domain';
import type { Platform } from '../../platform/platform.ts';
import type { PublishedCourse } from '../catalogue/service.ts';
import { courseWishes, type CourseWish } from '../programmes/service.ts';
import { courseGains, isAskedFor, type YearEvaluation } from '../requirements/service.ts';

export type Why = Omit<Suggestion, 'course'>;

interface Suggested extends Why {
  readonly published: PublishedCourse;
}

/**
 * The courses to suggest, best first, each with why: those that the hour policy asks for by name, electives that an assigned programme still asks
 * for, then those that count towards most of what is missing, those chosen for the learner's category
 * or level before others; last, without a reason, what is merely new. Compulsory ones stand elsewhere.
 */
export async function suggestCourses(
  { db }: Platform,
  learner: { readonly personId: string; readonly evaluation: YearEvaluation | null },
  courses: readonly PublishedCourse[],
  most: number,
): Promise<Suggested[]> {
  const { personId, evaluation } = learner;
  const present = evaluation?.appointments.at(-1);
  const wishes: ReadonlyMap<string, CourseWish> =
    evaluation && present
      ? await courseWishes(db, { personId, ...present }, evaluation.year)
      : new Map();
  const gainsOf = gainsFor(evaluation);
  const category = present?.category ?? null;
  return courses
    .flatMap((published) => {
      const wish = wishes.get(published.course.id);
      if (wish?.isCompulsory === true) return [];
      const gains = gainsOf(published);
      const isAsked = gains.some(({ asksForCourse }) => asksForCourse);
      // Who chose it for somebody, or asks for it, knows better than its author whom it suits.
      if (!wish && !isAsked && !isMeantFor(published.version.audience, category)) return [];
      const why = {
        programme: wish?.electiveIn ?? null,
        chosenFor: (wish?.chosenFor ?? null) as Why['chosenFor'],
        clause: narrowest(gains),
      };
      return [{ published, ...why, gains }];
    })
    .sort((one, other) => weight(other) - weight(one))
    .slice(0, most)
    .map(({ gains: _, ...suggested }) => suggested);
}

/**
 * What each course adds to which clauses; as an elective course, since nobody assigned it. Courses of
 * one area and value bring the same, unless a clause asks for one by its name: it is reckoned once.
 */
export function gainsFor(
  evaluation: YearEvaluation | null,
): (published: PublishedCourse) => readonly BroughtNearer[] {
  const known = new Map<string, readonly BroughtNearer[]>();
  return ({ course, version }) => {
    if (!evaluation) return [];
    const { area, valueHundredths: hundredths } = version;
    const courseId = isAskedFor(evaluation, course.id) ? course.id : null;
    const kind = courseId ?? `${area}:${hundredths}`;
    const credit = { courseId, area, hundredths, required: false };
    const gains = known.get(kind) ?? courseGains(evaluation, credit);
    known.set(kind, gains);
    return gains;
  };
}

/** Of several demands, the one that lacks least says most about this very course. */
function narrowest(gains: readonly BroughtNearer[]): Why['clause'] {
  const [first] = gains.toSorted((one, other) => one.missingHundredths - other.missingHundredths);
  return first ? { title: first.title, missingHundredths: first.missingHundredths } : null;
}

/** No course is worth ten thousand hours: each step outweighs all below it. */
const STEP = 1_000_000;

const weight = ({ programme, chosenFor, gains }: Why & { gains: readonly BroughtNearer[] }) =>
  (gains.some(({ asksForCourse }) => asksForCourse) ? 8 * STEP : 0) +
  (programme ? 4 * STEP : 0) +
  (gains.length > 0 ? 2 * STEP : 0) +
  (chosenFor ? STEP : 0) +
  gains.reduce((sum, { gainHundredths }) => sum + gainHundredths, 0);
