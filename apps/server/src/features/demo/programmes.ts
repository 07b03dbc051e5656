// Programmes as a county might have them: one closed, one under way, one that is over and not closed;
// who has completed what stands as enrolments and in the ledger too.
import { type schema } from '@xueshi/database';
import {
  daysLater,
  isForEverybody,
  trainingDayOf,
  trainingYearOf,
  type BuiltInKeyGroup,
  type PositionLevel,
} from '@xueshi/domain';
import type { Platform } from '../../platform/platform.ts';
import { publishedCatalogue, type PublishedCourse } from '../catalogue/service.ts';
import type { DemoUnit } from './organisation.ts';
import type { Random } from './random.ts';

type EnrolmentRow = typeof schema.enrolments.$inferInsert;
type ProgrammeRow = typeof schema.programmes.$inferInsert;
type MemberRow = typeof schema.programmeMembers.$inferInsert;

/** Somebody as targets look at them. */
export interface DemoPerson {
  readonly id: string;
  readonly namePinyin: string;
  readonly category: string | null;
  readonly positionLevel: PositionLevel | null;
  readonly keyGroups: readonly BuiltInKeyGroup[];
}

interface Plan {
  readonly title: string;
  readonly state: 'published' | 'closed';
  readonly startsOn: string;
  readonly endsOn: string;
  readonly keyGroups: readonly BuiltInKeyGroup[];
  readonly categories: readonly string[];
  readonly positionLevels: readonly PositionLevel[];
  readonly courses: readonly PublishedCourse[];
  /** Of a hundred members, how many have completed all, and how many the first course alone. */
  readonly completed: number;
  readonly begun: number;
}

const COURSES_EACH = 2;
const DAY_MS = 86_400_000;

/** What every county has; none where too few courses are published to make programmes of. */
export async function planProgrammes(platform: Platform): Promise<Plan[]> {
  const { courses } = await publishedCatalogue(platform);
  const usable = courses
    .filter(({ version }) => version.repeat === 'never' && version.valueHundredths > 0)
    .filter(({ version }) => isForEverybody(version) && version.equivalenceGroup === null)
    .sort((one, other) => (one.course.slug < other.course.slug ? -1 : 1));
  const now = platform.clock.now();
  const [today, year] = [trainingDayOf(now), trainingYearOf(now)];
  const yearEnd = `${year}-12-31`;
  const inSixWeeks = daysLater(today, 42);
  const anyone = { keyGroups: [], categories: [], positionLevels: [] };
  const plans: Omit<Plan, 'courses'>[] = [
    {
      ...anyone,
      title: `${year - 1}年部门主要负责人依法履职培训`,
      state: 'closed',
      ...{ startsOn: `${year - 1}-03-01`, endsOn: `${year - 1}-06-30` },
      keyGroups: ['department_head'],
      ...{ completed: 92, begun: 5 },
    },
    {
      ...anyone,
      title: '乡镇正职和村党组织书记轮训',
      state: 'published',
      ...{ startsOn: daysLater(today, -35), endsOn: inSixWeeks < yearEnd ? inSixWeeks : yearEnd },
      keyGroups: ['township_chief', 'village_secretary'],
      ...{ completed: 45, begun: 30 },
    },
    {
      ...anyone,
      title: '县直单位副职专题培训',
      state: 'published',
      ...{ startsOn: daysLater(today, -100), endsOn: daysLater(today, -12) },
      categories: ['county_department'],
      positionLevels: ['142'],
      ...{ completed: 70, begun: 15 },
    },
  ];
  if (usable.length < plans.length * COURSES_EACH) return [];
  return plans.map((plan, at) => ({
    ...plan,
    courses: usable.slice(at * COURSES_EACH, (at + 1) * COURSES_EACH),
  }));
}

const isMeant = ({ keyGroups, categories, positionLevels }: Plan, person: DemoPerson) =>
  (keyGroups.length === 0 || keyGroups.some((group) => person.keyGroups.includes(group))) &&
  (categories.length === 0 || categories.some((one) => one === person.category)) &&
  (positionLevels.length === 0 || positionLevels.some((one) => one === person.positionLevel));

/** Half past eight of a day in the zone of training days. */
const morningOf = (day: string) => new Date(`${day}T08:30:00+08:00`);

/** The programmes of a county while its people are drawn. */
export class CountyProgrammes {
  private readonly members = new Map<Plan, Omit<MemberRow, 'programmeId'>[]>();
  private readonly plans: readonly Plan[];

  constructor(plans: readonly Plan[]) {
    this.plans = plans;
  }

  /** What somebody completed in the programmes that are for them, and the enrolments that belong to it. */
  draw(person: DemoPerson, now: Date, random: Random) {
    const done: { readonly published: PublishedCourse; readonly at: Date }[] = [];
    const enrolments: EnrolmentRow[] = [];
    for (const plan of this.plans) {
      if (!isMeant(plan, person)) continue;
      const luck = random.fraction() * 100;
      const count =
        luck < plan.completed ? plan.courses.length : luck < plan.completed + plan.begun ? 1 : 0;
      const from = morningOf(plan.startsOn).getTime();
      const to = Math.min(now.getTime() - DAY_MS, morningOf(plan.endsOn).getTime());
      const own = plan.courses.slice(0, count).map((published, at) => {
        // One after the other, spread over its days.
        const part = (to - from) / plan.courses.length;
        return { published, at: new Date(Math.floor(from + part * (at + random.fraction()))) };
      });
      done.push(...own);
      enrolments.push(...own.map((one) => enrolmentOf(person.id, one, random)));
      this.note(plan, person, own);
    }
    return { done, enrolments };
  }

  private note(plan: Plan, person: DemoPerson, own: readonly { readonly at: Date }[]): void {
    const isComplete = own.length === plan.courses.length;
    const members = this.members.get(plan) ?? [];
    this.members.set(plan, members);
    members.push({
      personId: person.id,
      state: isComplete ? 'completed' : 'open',
      sortName: person.namePinyin,
      joinedAt: morningOf(plan.startsOn),
      completedAt: isComplete ? (own.at(-1)?.at ?? null) : null,
      requiredDone: own.length,
      electiveDone: 0,
      electiveHundredths: 0,
    });
  }

  /** The rows of the county's programmes, of which somebody is a member. */
  rowsFor(unit: DemoUnit, responsibleId: string, random: Random) {
    return this.plans.flatMap((plan) => {
      const members = this.members.get(plan) ?? [];
      if (members.length === 0) return [];
      const programmeId = random.id();
      return [
        {
          programme: programmeOf(plan, { programmeId, unit, responsibleId }),
          courses: plan.courses.map(({ course, version }, position) => ({
            ...{ programmeId, courseId: course.id, position },
            ...{ required: true, dueOn: null, hundredths: version.valueHundredths },
          })),
          members: members.map((member) => ({ programmeId, ...member })),
        },
      ];
    });
  }
}

export type DemoProgramme = ReturnType<CountyProgrammes['rowsFor']>[number];

function enrolmentOf(
  personId: string,
  { published, at }: { readonly published: PublishedCourse; readonly at: Date },
  random: Random,
): EnrolmentRow {
  const { course, version } = published;
  return {
    ...{ id: random.id(), personId, courseId: course.id, courseVersionId: version.id },
    ...{ cycle: 'once', valueHundredths: version.valueHundredths },
    startedAt: new Date(at.getTime() - 2 * version.materialSeconds * 1000),
    lastActiveAt: at,
    completedAt: at,
  };
}

function programmeOf(
  plan: Plan,
  {
    programmeId,
    unit,
    responsibleId,
  }: Record<'programmeId' | 'responsibleId', string> & {
    readonly unit: DemoUnit;
  },
): ProgrammeRow {
  const { title, state, startsOn, endsOn, keyGroups, categories, positionLevels } = plan;
  const publishedAt = morningOf(startsOn);
  return {
    id: programmeId,
    orgUnitId: unit.id,
    ...{ title, state, startsOn, endsOn, responsibleId },
    note: '演示数据',
    tier: keyGroups.length > 0 ? 'key_group' : 'all_staff',
    version: 1,
    target: {
      ...{ keyGroups, categories, positionLevels },
      ...{ unitIds: [unit.id], ranks: [], personIds: [] },
    },
    rule: { electiveHundredths: 0, electiveCourses: 0 },
    recurrence: 'none',
    createdAt: new Date(publishedAt.getTime() - DAY_MS),
    createdBy: responsibleId,
    publishedAt,
    publishedBy: responsibleId,
    closedAt: state === 'closed' ? morningOf(daysLater(endsOn, 1)) : null,
  };
}
