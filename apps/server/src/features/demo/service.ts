// `xueshi demo`: an installation of a chosen size with a year of learning, for demonstrations and
// benchmarks. The people are invented; the same seed and day make the same installation.
import { insertStatements, schema, type Tx } from '@xueshi/database';
import { CN_2010_GRASSROOTS, trainingYearOf, yearBounds } from '@xueshi/domain';
import { CannotFill } from './cannot-fill.ts';
import type { Platform } from '../../platform/platform.ts';
import { hashPassword, newOneTimePassword, openAccount } from '../accounts/service.ts';
import type { PublishedCourse } from '../catalogue/service.ts';
import { chainOf, type ChainRows, type PastCredit } from '../credit/service.ts';
import { closeProgrammeHandler } from '../programmes/service.ts';
import { adoptPolicy } from '../requirements/service.ts';
import { settleNext } from '../standings/service.ts';
import { learnYear, type DemoCredit } from './learning.ts';
import { drawName } from './names.ts';
import { planCounties, type CountyPlan, type DemoUnit, type Staffed } from './organisation.ts';
import { drawKeyGroups, drawPost, type DemoPost } from './posts.ts';
import { CountyProgrammes, planProgrammes, type DemoProgramme } from './programmes.ts';
import { seededRandom, type Random } from './random.ts';

export { CannotFill } from './cannot-fill.ts';

const { annualAccounts, creditEntries, enrolments, keyGroupMemberships, ledgerHeads } = schema;
const { memberships, orgUnits, people, programmeCourses, programmeMembers, programmes } = schema;
const { roleGrants } = schema;

export interface Demo {
  readonly people: number;
  readonly seed: number;
}

export interface DemoSignIn {
  readonly loginName: string;
  readonly role: 'root' | 'county' | 'learner';
}

export interface Filled {
  readonly password: string;
  readonly signIns: readonly DemoSignIn[];
  readonly units: number;
  readonly people: number;
  readonly entries: number;
}

export const MOST_PEOPLE = 1_000_000;
export const FEWEST_PEOPLE = 1_000;
/** People whose rows are written in one turn. */
const PEOPLE_A_TURN = 500;

/** Fills an empty installation. Throws CannotFill where there is an organisation already. */
export async function fillDemo(
  platform: Platform,
  demo: Demo,
  say: (line: string) => void,
): Promise<Filled> {
  const { db, clock, config } = platform;
  if ((await db.$count(orgUnits)) > 0) throw new CannotFill();
  const now = clock.now();
  const random = seededRandom(demo.seed);
  const password = config.samplePassword ?? newOneTimePassword();
  const passwordHash = await hashPassword(password);
  const signIns: DemoSignIn[] = [];
  const counts = { units: 0, people: 0, entries: 0 };
  const plans = await planProgrammes(platform);
  const issued: DemoProgramme[] = [];
  let rootPerson: string | undefined;
  for (const plan of planCounties(demo.people, random)) {
    const [root] = plan.above;
    await addUnits(platform, [...plan.above, plan.county, ...plan.staffed.map(({ unit }) => unit)]);
    counts.units += plan.above.length + 1 + plan.staffed.length;
    if (root && signIns.length === 0) await adopt(platform, root, now);
    const programmes = new CountyProgrammes(plans);
    const first = await addPeople(platform, plan, { random, now, programmes }, counts);
    // Whoever may run training there: the county's administrator, or who may everywhere.
    const responsible = rootPerson ?? first[1];
    rootPerson ??= first[0];
    if (responsible !== undefined)
      issued.push(...programmes.rowsFor(plan.county, responsible, random));
    if (signIns.length === 0 && root) {
      const made = { passwordHash, now, first, root, county: plan.county };
      signIns.push(...(await platform.write((tx) => addSignIns(tx, made))));
    }
    say(`${plan.county.name}: ${counts.people} people, ${counts.entries} ledger entries`);
  }
  await addProgrammes(platform, issued);
  for (let more = true; more;) more = await platform.write((tx) => settleNext(tx, now));
  return { password, signIns, ...counts };
}

async function addUnits({ takeTurn, clock }: Platform, units: readonly DemoUnit[]): Promise<void> {
  const createdAt = yearBounds(trainingYearOf(clock.now()) - 1).start;
  const rows = units.map((unit) => ({ ...unit, createdAt }));
  await takeTurn((turn) => turn.batch(insertStatements(orgUnits, rows)));
}

/** All at the end: with programmes under way everybody who is added would be looked at again. */
async function addProgrammes(platform: Platform, issued: readonly DemoProgramme[]): Promise<void> {
  for (const { programme, courses, members } of issued)
    await platform.takeTurn((turn) =>
      turn.batch([
        ...insertStatements(programmes, [programme]),
        ...insertStatements(programmeCourses, courses),
        ...insertStatements(programmeMembers, members),
      ]),
    );
  const context = { signal: new AbortController().signal, progress: () => undefined };
  for (const { programme } of issued.filter(({ programme }) => programme.state === 'closed'))
    await closeProgrammeHandler(
      platform,
      { programmeId: programme.id, closedBy: programme.responsibleId },
      context,
    );
}

async function adopt(platform: Platform, orgUnit: DemoUnit, now: Date): Promise<void> {
  await platform.write((tx) =>
    adoptPolicy(tx, {
      orgUnit,
      policy: CN_2010_GRASSROOTS,
      fromYear: trainingYearOf(now) - 1,
      adoptedBy: null,
      now,
    }),
  );
}

interface Drawn {
  readonly staffed: Staffed;
  readonly post: DemoPost;
}

interface Drawing {
  readonly random: Random;
  readonly now: Date;
  readonly programmes: CountyProgrammes;
}

/** Everybody of a county with their years; gives the ids of the first few. */
async function addPeople(
  platform: Platform,
  plan: CountyPlan,
  { random, now, programmes }: Drawing,
  counts: { people: number; entries: number },
): Promise<string[]> {
  const drawn: Drawn[] = plan.staffed.flatMap((staffed) =>
    Array.from({ length: staffed.people }, (_, at) => ({
      staffed,
      post: drawPost(staffed.posts, at, random),
    })),
  );
  const first: string[] = [];
  for (let from = 0; from < drawn.length; from += PEOPLE_A_TURN) {
    const rows = rowsOf(drawn.slice(from, from + PEOPLE_A_TURN), { random, now, programmes });
    if (from === 0) first.push(...rows.people.slice(0, 3).map(({ id }) => id));
    await platform.takeTurn((turn) =>
      turn.batch([
        ...insertStatements(people, rows.people),
        ...insertStatements(memberships, rows.memberships),
        ...insertStatements(keyGroupMemberships, rows.keyGroups),
        ...insertStatements(enrolments, rows.enrolments),
        ...insertStatements(creditEntries, rows.chains.entries),
        ...insertStatements(annualAccounts, rows.chains.accounts),
        ...insertStatements(ledgerHeads, rows.chains.heads),
      ]),
    );
    counts.people += rows.people.length;
    counts.entries += rows.chains.entries.length;
  }
  return first;
}

/** Every two-hundredth has no category yet, so that the work-list has something on it. */
const WITHOUT_CATEGORY = 0.005;

function rowsOf(drawn: readonly Drawn[], { random, now, programmes }: Drawing) {
  const year = trainingYearOf(now);
  const startsAt = yearBounds(year - 1).start;
  const rows = {
    people: [] as (typeof people.$inferInsert)[],
    memberships: [] as (typeof memberships.$inferInsert)[],
    keyGroups: [] as (typeof keyGroupMemberships.$inferInsert)[],
    enrolments: [] as (typeof enrolments.$inferInsert)[],
    chains: { entries: [], accounts: [], heads: [] } as ChainRows,
  };
  for (const { staffed, post } of drawn) {
    const id = random.id();
    const { unit } = staffed;
    const category = random.fraction() < WITHOUT_CATEGORY ? null : staffed.category;
    const name = drawName(random);
    const keyGroups = drawKeyGroups(post, staffed.category, random);
    const { positionLevel, rank } = post;
    rows.people.push({ id, ...name, createdAt: startsAt });
    rows.memberships.push({
      id: random.id(),
      personId: id,
      orgUnitId: unit.id,
      audienceCategory: category,
      post: post.post,
      ...{ positionLevel, rank, startsAt, endsAt: null },
    });
    rows.keyGroups.push(
      ...keyGroups.map((keyGroup) => ({ id: random.id(), personId: id, keyGroup, startsAt })),
    );
    const person = { id, namePinyin: name.namePinyin, category, positionLevel, keyGroups };
    // A county's programmes are for its own units, and a tax office is in its line.
    const studied =
      unit.managementMode === 'territorial'
        ? programmes.draw(person, now, random)
        : { enrolments: [], done: [] };
    rows.enrolments.push(...studied.enrolments);
    const years = [year - 1, year].flatMap((one) =>
      learnYear(staffed.category, one, now, random).map(sundry),
    );
    const chain = chainOf(
      id,
      [...years, ...studied.done.map(ofCourse)]
        .sort((one, other) => one.earnedAt.getTime() - other.earnedAt.getTime())
        .map((credit) => ({
          ...credit,
          ...{ unitName: unit.name, orgPath: unit.path },
          policyVersion: CN_2010_GRASSROOTS.version,
        })),
      () => random.id(),
    );
    rows.chains.entries.push(...chain.entries);
    rows.chains.accounts.push(...chain.accounts);
    rows.chains.heads.push(...chain.heads);
  }
  return rows;
}

type Given = Omit<PastCredit, 'unitName' | 'orgPath' | 'policyVersion'>;

/** What is credited without a course of this installation behind it. */
const sundry = (credit: DemoCredit, at: number): Given => ({
  ...credit,
  intensity: credit.mode === 'online' ? 'regular' : 'concentrated',
  sourceType: 'demo',
  sourceKey: `${trainingYearOf(credit.earnedAt)}-${at}`,
  title: TITLES[credit.mode],
});

/** A course that was completed, credited once and for good. */
const ofCourse = ({ published, at }: { published: PublishedCourse; at: Date }): Given => ({
  earnedAt: at,
  hundredths: published.version.valueHundredths,
  halfDays: 0,
  mode: 'online',
  intensity: 'regular',
  area: published.version.area as Given['area'],
  sourceType: 'course',
  sourceKey: published.course.id,
  title: published.version.title,
});

const TITLES = {
  online: { 'zh-CN': '网络专题学习(演示数据)', en: 'Online study (demonstration data)' },
  in_person: { 'zh-CN': '集中培训班(演示数据)', en: 'In-person class (demonstration data)' },
};

async function addSignIns(
  tx: Tx,
  made: {
    passwordHash: string;
    now: Date;
    first: readonly string[];
    root: DemoUnit;
    county: DemoUnit;
  },
): Promise<DemoSignIn[]> {
  const { passwordHash, now, first, root, county } = made;
  const roles = [
    { loginName: 'demo-root', role: 'root', unit: root.id, grants: ['unit_admin', 'sys_admin'] },
    { loginName: 'demo-county', role: 'county', unit: county.id, grants: ['unit_admin'] },
    { loginName: 'demo-learner', role: 'learner', unit: null, grants: [] },
  ] as const;
  for (const [at, { loginName, unit, grants }] of roles.entries()) {
    const personId = first[at];
    if (personId === undefined) continue;
    await openAccount(tx, {
      personId,
      loginName,
      passwordHash,
      oneTime: false,
      createdBy: null,
      now,
    });
    for (const role of grants) {
      await tx.insert(roleGrants).values({
        id: `${loginName}-${role}`,
        personId,
        role,
        orgUnitId: role === 'sys_admin' ? null : unit,
        grantedAt: now,
      });
    }
  }
  return roles.map(({ loginName, role }) => ({ loginName, role }));
}
