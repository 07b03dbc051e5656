import { schema, type Tx } from '@xueshi/database';
import { CN_2010_GRASSROOTS, trainingYearOf, yearBounds } from '@xueshi/domain';
import { eq } from 'drizzle-orm';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { hashPassword, newOneTimePassword, openAccount } from '../accounts/service.ts';
import { postCredit, type Credit } from '../credit/service.ts';
import { pinyinOf } from '../people/service.ts';
import { adoptPolicy } from '../requirements/service.ts';
import { SAMPLE_ACCOUNTS, SAMPLE_PEOPLE, SAMPLE_UNITS, type SamplePerson } from './county.ts';
import { makeTeaching } from './teaching.ts';

const { installationFacts, memberships, orgUnits, people, roleGrants } = schema;

export interface SampleSignIn {
  readonly loginName: string;
  readonly password: string;
  readonly role: string;
}

const FACT = 'sample-county';
const SIGN_INS_FILE = 'sample-sign-ins.json';

/**
 * Makes the sample county in an installation that has no organisation yet, and returns its
 * sign-ins. Where there is an organisation of one's own, nothing happens and null is returned.
 */
export async function ensureSampleCounty(
  platform: Platform,
  say: (line: string) => void,
): Promise<readonly SampleSignIn[] | null> {
  const { db, config } = platform;
  const file = join(config.dataFolder, SIGN_INS_FILE);
  const [made] = await db.select().from(installationFacts).where(eq(installationFacts.key, FACT));
  if (made) return readSignIns(file);
  if ((await db.$count(orgUnits)) > 0) return null;
  say('Making the sample county …');
  const password = config.samplePassword ?? newOneTimePassword();
  const passwordHash = await hashPassword(password);
  const signIns = SAMPLE_ACCOUNTS.map(({ loginName, role }) => ({ loginName, password, role }));
  await writeFile(file, `${JSON.stringify(signIns, null, 2)}\n`, { mode: 0o600 });
  await platform.write((tx) => makeCounty(platform, tx, passwordHash));
  return signIns;
}

/** The sign-ins as they were made; an operator who has removed the file wants them kept quiet. */
async function readSignIns(file: string): Promise<SampleSignIn[] | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as SampleSignIn[];
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

async function makeCounty(platform: Platform, tx: Tx, passwordHash: string): Promise<void> {
  const now = platform.clock.now();
  const units = await makeUnits(tx, now);
  const county = units.get('county');
  if (!county) throw new Error('the sample county has no county');
  await adoptPolicy(tx, {
    orgUnit: county,
    policy: CN_2010_GRASSROOTS,
    fromYear: trainingYearOf(now) - 1,
    adoptedBy: null,
    now,
  });
  const ids = new Map<string, string>();
  for (const [number, person] of SAMPLE_PEOPLE.entries()) {
    const personId = newId();
    ids.set(person.name, personId);
    await makePerson(tx, personId, person, units, now);
    await makeAccount(tx, personId, person, number, { units, passwordHash, now });
    await makeHistory(platform, tx, personId, person, now);
  }
  await makeTeaching(tx, units, ids, now);
  await tx.insert(installationFacts).values({ key: FACT, value: now.toISOString() });
}

type Units = Map<string, { id: string; path: string }>;

async function makeUnits(tx: Tx, now: Date): Promise<Units> {
  const units: Units = new Map();
  for (const [position, unit] of SAMPLE_UNITS.entries()) {
    const parent = unit.parent === null ? null : units.get(unit.parent);
    const id = newId();
    const path = `${parent?.path ?? '/'}${id}/`;
    units.set(unit.key, { id, path });
    await tx.insert(orgUnits).values({
      id,
      parentId: parent?.id ?? null,
      path,
      name: unit.name,
      ...pinyinOf(unit.name),
      level: unit.level,
      kind: unit.kind,
      position,
      // So that a roster can be tried: rosters name units by their code.
      code: `YL${String(position + 1).padStart(2, '0')}`,
      createdAt: now,
    });
  }
  return units;
}

async function makePerson(
  tx: Tx,
  personId: string,
  person: SamplePerson,
  units: Units,
  now: Date,
): Promise<void> {
  const unit = units.get(person.unit);
  if (!unit) throw new Error(`a sample person in an unknown unit: ${person.unit}`);
  await tx
    .insert(people)
    .values({ id: personId, name: person.name, ...pinyinOf(person.name), createdAt: now });
  await tx.insert(memberships).values({
    id: newId(),
    personId,
    orgUnitId: unit.id,
    audienceCategory: person.category,
    post: person.post,
    startsAt: yearBounds(trainingYearOf(now) - 2).start,
  });
}

async function makeAccount(
  tx: Tx,
  personId: string,
  person: SamplePerson,
  number: number,
  context: { units: Units; passwordHash: string; now: Date },
): Promise<void> {
  // Namesakes: the account belongs to the first of a name.
  const first = SAMPLE_PEOPLE.findIndex((one) => one.name === person.name) === number;
  const account = first ? SAMPLE_ACCOUNTS.find((one) => one.name === person.name) : undefined;
  if (!account) return;
  const { units, passwordHash, now } = context;
  await openAccount(tx, {
    personId,
    loginName: account.loginName,
    passwordHash,
    oneTime: false,
    createdBy: null,
    now,
  });
  for (const grant of account.grants) {
    await tx.insert(roleGrants).values({
      id: newId(),
      personId,
      role: grant.role,
      orgUnitId: grant.unit === null ? null : (units.get(grant.unit)?.id ?? null),
      grantedAt: now,
    });
  }
}

/** A spring and an autumn class in person, and online study in summer; last year one class. */
async function makeHistory(
  platform: Platform,
  tx: Tx,
  personId: string,
  person: SamplePerson,
  now: Date,
): Promise<void> {
  const year = trainingYearOf(now);
  const { halfDays, online, lastYear } = person.earned;
  const spring = Math.min(halfDays, 10);
  const entries: readonly (Credit | null)[] = [
    inPersonClass(personId, lastYear, new Date(`${year - 1}-10-16T09:00:00Z`), 'autumn'),
    inPersonClass(personId, spring, new Date(`${year}-04-17T09:00:00Z`), 'spring'),
    onlineStudy(personId, online, new Date(`${year}-07-31T09:00:00Z`)),
    inPersonClass(personId, halfDays - spring, new Date(`${year}-09-25T09:00:00Z`), 'autumn'),
  ];
  for (const entry of entries) {
    if (entry && entry.earnedAt < now) await postCredit(platform, tx, entry);
  }
}

const CLASS_TITLES = {
  spring: {
    'zh-CN': '县委党校春季干部培训班(示例数据)',
    en: 'Spring class of the county Party school (sample data)',
  },
  autumn: {
    'zh-CN': '县委党校秋季干部培训班(示例数据)',
    en: 'Autumn class of the county Party school (sample data)',
  },
};

function inPersonClass(
  personId: string,
  halfDays: number,
  earnedAt: Date,
  term: 'spring' | 'autumn',
): Credit | null {
  if (halfDays <= 0) return null;
  return {
    personId,
    hundredths: halfDays * CN_2010_GRASSROOTS.hundredthsPerHalfDay,
    halfDays,
    mode: 'in_person',
    intensity: 'concentrated',
    area: term === 'spring' ? 'theory' : 'social_management',
    sourceType: 'sample',
    sourceKey: `class-${term}-${earnedAt.getUTCFullYear()}`,
    snapshot: { title: CLASS_TITLES[term], slug: null, revision: null, value: null },
    evidence: {},
    earnedAt,
    postedBy: 'system',
  };
}

function onlineStudy(personId: string, hundredths: number, earnedAt: Date): Credit | null {
  if (hundredths <= 0) return null;
  return {
    personId,
    hundredths,
    halfDays: 0,
    mode: 'online',
    intensity: 'regular',
    area: 'law',
    sourceType: 'sample',
    sourceKey: `online-${earnedAt.getUTCFullYear()}`,
    snapshot: {
      title: {
        'zh-CN': '上半年网络自学(示例数据)',
        en: 'Online self-study, first half of the year (sample data)',
      },
      slug: null,
      revision: null,
      value: null,
    },
    evidence: {},
    earnedAt,
    postedBy: 'system',
  };
}
