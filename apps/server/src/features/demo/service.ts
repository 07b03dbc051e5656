// `xueshi demo`: an installation of a chosen size with a year of learning, for demonstrations and
// benchmarks. The people are invented; the same seed and day make the same installation.
import { insertStatements, schema, type Tx } from '@xueshi/database';
import { CN_2010_GRASSROOTS, trainingYearOf, yearBounds } from '@xueshi/domain';
import { CannotFill } from './cannot-fill.ts';
import type { Platform } from '../../platform/platform.ts';
import { hashPassword, newOneTimePassword, openAccount } from '../accounts/service.ts';
import { chainOf, type ChainRows } from '../credit/service.ts';
import { adoptPolicy } from '../requirements/service.ts';
import { settleNext } from '../standings/service.ts';
import { learnYear } from './learning.ts';
import { drawName } from './names.ts';
import { planCounties, type CountyPlan, type DemoUnit, type Staffed } from './organisation.ts';
import { seededRandom, type Random } from './random.ts';

export { CannotFill } from './cannot-fill.ts';

const { annualAccounts, creditEntries, ledgerHeads, memberships, orgUnits, people, roleGrants } =
  schema;

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
  for (const plan of planCounties(demo.people, random)) {
    const [root] = plan.above;
    await addUnits(platform, [...plan.above, plan.county, ...plan.staffed.map(({ unit }) => unit)]);
    counts.units += plan.above.length + 1 + plan.staffed.length;
    if (root && signIns.length === 0) await adopt(platform, root, now);
    const first = await addPeople(platform, plan, random, now, counts);
    if (signIns.length === 0 && root) {
      const made = { passwordHash, now, first, root, county: plan.county };
      signIns.push(...(await platform.write((tx) => addSignIns(tx, made))));
    }
    say(`${plan.county.name}: ${counts.people} people, ${counts.entries} ledger entries`);
  }
  for (let more = true; more;) more = await platform.write((tx) => settleNext(tx, now));
  return { password, signIns, ...counts };
}

async function addUnits({ takeTurn, clock }: Platform, units: readonly DemoUnit[]): Promise<void> {
  const createdAt = yearBounds(trainingYearOf(clock.now()) - 1).start;
  const rows = units.map((unit) => ({ ...unit, createdAt }));
  await takeTurn((turn) => turn.batch(insertStatements(orgUnits, rows)));
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
  readonly post: string;
}

/** Everybody of a county with their years; gives the ids of the first few. */
async function addPeople(
  platform: Platform,
  plan: CountyPlan,
  random: Random,
  now: Date,
  counts: { people: number; entries: number },
): Promise<string[]> {
  const drawn: Drawn[] = plan.staffed.flatMap((staffed) =>
    Array.from({ length: staffed.people }, () => ({ staffed, post: random.pick(staffed.posts) })),
  );
  const first: string[] = [];
  for (let from = 0; from < drawn.length; from += PEOPLE_A_TURN) {
    const rows = rowsOf(drawn.slice(from, from + PEOPLE_A_TURN), random, now);
    if (from === 0) first.push(...rows.people.slice(0, 3).map(({ id }) => id));
    await platform.takeTurn((turn) =>
      turn.batch([
        ...insertStatements(people, rows.people),
        ...insertStatements(memberships, rows.memberships),
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

function rowsOf(drawn: readonly Drawn[], random: Random, now: Date) {
  const year = trainingYearOf(now);
  const startsAt = yearBounds(year - 1).start;
  const rows = {
    people: [] as (typeof people.$inferInsert)[],
    memberships: [] as (typeof memberships.$inferInsert)[],
    chains: { entries: [], accounts: [], heads: [] } as ChainRows,
  };
  for (const { staffed, post } of drawn) {
    const id = random.id();
    const { unit, category } = staffed;
    rows.people.push({ id, ...drawName(random), createdAt: startsAt });
    rows.memberships.push({
      id: random.id(),
      personId: id,
      orgUnitId: unit.id,
      audienceCategory: random.fraction() < WITHOUT_CATEGORY ? null : category,
      post,
      startsAt,
      endsAt: null,
    });
    const credits = [year - 1, year].flatMap((one) => learnYear(category, one, now, random));
    const chain = chainOf(
      id,
      credits.map((credit, at) => ({
        ...credit,
        intensity: credit.mode === 'online' ? ('regular' as const) : ('concentrated' as const),
        sourceType: 'demo',
        sourceKey: String(at),
        unitName: unit.name,
        orgPath: unit.path,
        policyVersion: CN_2010_GRASSROOTS.version,
        title: TITLES[credit.mode],
      })),
      () => random.id(),
    );
    rows.chains.entries.push(...chain.entries);
    rows.chains.accounts.push(...chain.accounts);
    rows.chains.heads.push(...chain.heads);
  }
  return rows;
}

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
