// What to study next of one's own accord: by what programmes offer, by post and category, and by the gap.
import type { Suggestion } from '@xueshi/contracts';
import type { Reader } from '@xueshi/database';
import { isMeantFor, keyGroupsMeant, type BroughtNearer } from '@xueshi/domain';
import type { Platform } from '../../platform/platform.ts';
import type { PublishedCourse } from '../catalogue/service.ts';
import { namedKeyGroups } from '../key-groups/service.ts';
import { chosenInWords, courseWishes, type CourseWish } from '../programmes/service.ts';
import {
  courseGains,
  isAskedFor,
  postToday,
  type YearEvaluation,
} from '../requirements/service.ts';

export type Why = Omit<Suggestion, 'course'>;

interface Suggested extends Why {
  readonly published: PublishedCourse;
}

/**
 * The courses to suggest, best first, each with why: those that the hour policy asks for by name, electives that an assigned programme still asks
 * for, those meant for a key group that the learner holds, then those that count towards most of what is missing,
 * those chosen for the learner's post before others; last, without a reason, what is merely new. Compulsory ones
 * stand elsewhere.
 */
export async function suggestCourses(
  { db, clock }: Platform,
  learner: { readonly personId: string; readonly evaluation: YearEvaluation | null },
  courses: readonly PublishedCourse[],
  most: number,
): Promise<Suggested[]> {
  const { personId, evaluation } = learner;
  const present = evaluation?.appointments.at(-1);
  const post = postToday(evaluation, clock.now());
  const wishes: ReadonlyMap<string, CourseWish> =
    evaluation && present
      ? await courseWishes(db, { personId, ...present, keyGroups: post.keyGroups }, evaluation.year)
      : new Map();
  const gainsOf = gainsFor(evaluation);
  const best = courses
    .flatMap((published) => {
      const wish = wishes.get(published.course.id);
      if (wish?.isCompulsory === true) return [];
      const gains = gainsOf(published);
      const isAsked = gains.some(({ asksForCourse }) => asksForCourse);
      // Who chose it for somebody, or asks for it, knows better than its author whom it suits.
      if (!wish && !isAsked && !isMeantFor(published.version, post)) return [];
      const [keyGroup = null] = keyGroupsMeant(published.version, post);
      const { electiveIn: programme = null, chosenFor = null } = wish ?? {};
      return [{ published, programme, keyGroup, chosenFor, gains }];
    })
    .sort((one, other) => weight(other) - weight(one))
    .slice(0, most);
  return inWords(db, best);
}

interface Reasoned extends Pick<CourseWish, 'chosenFor'> {
  readonly published: PublishedCourse;
  readonly programme: CourseWish['electiveIn'];
  /** The key group that the learner holds and the course is meant for. */
  readonly keyGroup: string | null;
  readonly gains: readonly BroughtNearer[];
}

/** With what key groups are called: only few are suggested, and most name none. */
async function inWords(db: Reader, best: readonly Reasoned[]): Promise<Suggested[]> {
  const chosen = await chosenInWords(
    db,
    best.map(({ chosenFor }) => chosenFor),
  );
  const codes = best.flatMap(({ keyGroup }) => keyGroup ?? []);
  const named = await namedKeyGroups(db, [...new Set(codes)]);
  return best.map(({ published, programme, keyGroup, chosenFor, gains }) => ({
    published,
    programme,
    keyGroup: named.find(({ code }) => code === keyGroup) ?? null,
    chosenFor: chosen(chosenFor),
    clause: narrowest(gains),
  }));
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

const weight = ({ programme, keyGroup, chosenFor, gains }: Reasoned) =>
  (gains.some(({ asksForCourse }) => asksForCourse) ? 16 * STEP : 0) +
  (programme ? 8 * STEP : 0) +
  (keyGroup === null ? 0 : 4 * STEP) +
  (gains.length > 0 ? 2 * STEP : 0) +
  (chosenFor ? STEP : 0) +
  gains.reduce((sum, { gainHundredths }) => sum + gainHundredths, 0);
