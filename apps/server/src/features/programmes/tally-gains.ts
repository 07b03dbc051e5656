// Whom each course would bring nearer to what they owe: everybody's own requirement, looked at as it stands.
import type { ProgrammeRecommendation } from '@xueshi/contracts';
import { isMeantFor, type BroughtNearer, type LocalText } from '@xueshi/domain';
import type { Platform } from '../../platform/platform.ts';
import type { PublishedCourse } from '../catalogue/service.ts';
import { accountsOfPeople } from '../credit/service.ts';
import {
  courseGains,
  creditsBeside,
  evaluateYear,
  isAskedFor,
  policiesIn,
  postToday,
  subjectsOf,
  yearsLookedAt,
  type AdoptedHere,
  type CourseCredit,
  type YearEvaluation,
} from '../requirements/service.ts';
import { doneCourses } from './store.ts';

/** A course with whom it helps, whoever may have chosen it. */
export type Advised = Omit<ProgrammeRecommendation, 'chosenFor'>;

/** The groups of equal content that some courses belong to: of each, one brings hours. */
export const groupsOf = (courses: readonly PublishedCourse[], ids: ReadonlySet<string>) =>
  new Set(
    courses.flatMap(({ course, version }) =>
      ids.has(course.id) && version.equivalenceGroup !== null ? [version.equivalenceGroup] : [],
    ),
  );

export interface Turn {
  readonly ids: readonly string[];
  readonly year: number;
  readonly policies: readonly AdoptedHere[];
  readonly tally: Tally;
}

/** Looks at some people, one by one: caps, absences, adjustments and what is carried over are everybody's own. */
export async function lookAt(
  { db }: Platform,
  { ids, year, policies, tally }: Turn,
): Promise<void> {
  const years = yearsLookedAt([year]);
  const policyIn = policiesIn(policies);
  const accounts = await accountsOfPeople(db, ids, years);
  const beside = await creditsBeside(db, policies, ids, years);
  const done = await doneCourses(db, ids, tally.courseIds, year);
  for (const subject of await subjectsOf(db, ids)) {
    const { personId } = subject;
    const own = accounts.get(personId) ?? [];
    const evaluation = evaluateYear(subject, own, year, policyIn, beside.get(personId));
    tally.add(evaluation, done.get(personId) ?? new Set());
  }
}

interface Reason {
  readonly title: LocalText;
  people: number;
  /** Of them, how many it helps as an elective course as well. */
  asElective: number;
}

interface Help {
  people: number;
  readonly reasons: Map<string, Reason>;
}

/** Counts, course by course, whom it would bring nearer to what. */
export class Tally {
  owing = 0;
  private readonly help = new Map<string, Help>();
  private readonly offered: readonly PublishedCourse[];
  private readonly now: Date;

  /** `now` says which key groups people hold. */
  constructor(offered: readonly PublishedCourse[], now: Date) {
    this.offered = offered;
    this.now = now;
  }

  get courseIds(): string[] {
    return this.offered.map(({ course }) => course.id);
  }

  add(evaluation: YearEvaluation, done: ReadonlySet<string>): void {
    if (evaluation.evaluated === null || evaluation.evaluated.met) return;
    this.owing += 1;
    // Courses of one area and value bring the same: each kind is reckoned once a person.
    const known = new Map<string, ReturnType<typeof gainsEitherWay>>();
    const doneGroups = groupsOf(this.offered, done);
    const post = postToday(evaluation, this.now);
    for (const { course, version } of this.offered) {
      if (done.has(course.id) || doneGroups.has(version.equivalenceGroup ?? '')) continue;
      if (!isMeantFor(version, post)) continue;
      const { area, valueHundredths: hundredths } = version;
      const courseId = isAskedFor(evaluation, course.id) ? course.id : null;
      const kind = courseId ?? `${area}:${hundredths}`;
      const gains = known.get(kind) ?? gainsEitherWay(evaluation, { courseId, area, hundredths });
      known.set(kind, gains);
      if (gains.compulsory.length > 0) this.count(course.id, gains);
    }
  }

  private count(courseId: string, { compulsory, elective }: ReturnType<typeof gainsEitherWay>) {
    const help = this.help.get(courseId) ?? { people: 0, reasons: new Map<string, Reason>() };
    this.help.set(courseId, help);
    help.people += 1;
    for (const { title } of compulsory) {
      const key = title['zh-CN'];
      const reason = help.reasons.get(key) ?? { title, people: 0, asElective: 0 };
      help.reasons.set(key, reason);
      reason.people += 1;
      if (elective.has(key)) reason.asElective += 1;
    }
  }

  /** Those that help most people; of equals, those of more hours. */
  best(most: number): Advised[] {
    return this.offered
      .flatMap(({ course, version }) => {
        const help = this.help.get(course.id);
        if (!help) return [];
        const { title, valueHundredths: hundredths } = version;
        const area = version.area as Advised['area'];
        const { slug } = course;
        return [{ slug, title, area, hundredths, people: help.people, reasons: sorted(help) }];
      })
      .sort(
        (one, other) =>
          other.people - one.people ||
          other.reasons.length - one.reasons.length ||
          other.hundredths - one.hundredths ||
          one.slug.localeCompare(other.slug),
      )
      .slice(0, most);
  }
}

const sorted = ({ reasons }: Help) =>
  [...reasons.values()]
    .map(({ title, people, asElective }) => ({ title, people, compulsoryOnly: asElective === 0 }))
    .sort((one, other) => other.people - one.people);

/** What a course brings where the programme makes it compulsory, and what of that also where it does not. */
function gainsEitherWay(
  evaluation: YearEvaluation,
  kind: Omit<CourseCredit, 'required'>,
): { readonly compulsory: readonly BroughtNearer[]; readonly elective: ReadonlySet<string> } {
  const elective = courseGains(evaluation, { ...kind, required: false });
  return {
    compulsory: courseGains(evaluation, { ...kind, required: true }),
    elective: new Set(elective.map(({ title }) => title['zh-CN'])),
  };
}
