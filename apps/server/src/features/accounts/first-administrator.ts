// The first run of an empty installation: one administrator, made with a code from the console.
import { schema, type Tx } from '@xueshi/database';
import { CN_2010_GRASSROOTS, trainingYearOf } from '@xueshi/domain';
import { eq } from 'drizzle-orm';
import { randomInt, timingSafeEqual, createHash } from 'node:crypto';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { properName } from '../../platform/proper-name.ts';
import { Refused } from '../../platform/refused.ts';
import { signInPolicies } from '../../platform/sign-in-policy.ts';
import { recordAudit } from '../audit/service.ts';
import { adoptPolicy } from '../requirements/service.ts';
import { pinyinOf } from '../people/service.ts';
import { checkNewPassword, hashPassword } from './passwords.ts';
import { openAccount, type Visitor } from './service.ts';
import { countFailure, refuseWhilePaused, throttleKeys } from './throttle.ts';

const { installationFacts, people, orgUnits, roleGrants } = schema;
const CODE = 'installation-code';

const digest = (code: string) =>
  createHash('sha256').update(code.replaceAll(/[\s-]/g, '')).digest();

async function fact({ db }: Platform, key: string): Promise<string | null> {
  const [row] = await db.select().from(installationFacts).where(eq(installationFacts.key, key));
  return row?.value ?? null;
}

export async function describeInstallation(platform: Platform, version: string) {
  const administrators = await platform.db.$count(roleGrants, eq(roleGrants.role, 'sys_admin'));
  const { minimumLength, minimumClasses } = signInPolicies[platform.config.signInPolicy];
  return {
    needsFirstAdministrator: administrators === 0,
    sampleCounty: (await fact(platform, 'sample-county')) !== null,
    version,
    passwordRules: { minimumLength, minimumClasses },
  };
}

/**
 * Draws the one-time code of an installation without an administrator, or returns null where
 * there is one. Each start draws a new code, and only its hash is kept.
 */
export async function drawInstallationCode(platform: Platform): Promise<string | null> {
  const { needsFirstAdministrator } = await describeInstallation(platform, '');
  if (!needsFirstAdministrator) return null;
  const digits = Array.from({ length: 12 }, () => randomInt(10)).join('');
  const value = digest(digits).toString('hex');
  await platform.write((tx) =>
    tx
      .insert(installationFacts)
      .values({ key: CODE, value })
      .onConflictDoUpdate({ target: installationFacts.key, set: { value } }),
  );
  return `${digits.slice(0, 4)}-${digits.slice(4, 8)}-${digits.slice(8)}`;
}

export async function createFirstAdministrator(
  platform: Platform,
  input: {
    code: string;
    organisationName: string;
    name: string;
    loginName: string;
    password: string;
  },
  visitor: Visitor,
): Promise<{ personId: string }> {
  const { db, write, clock, config } = platform;
  const policy = signInPolicies[config.signInPolicy];
  const now = clock.now();
  const keys = throttleKeys('installation', visitor.address);
  await refuseWhilePaused(db, keys, now);
  const wanted = await fact(platform, CODE);
  const { needsFirstAdministrator } = await describeInstallation(platform, '');
  if (!needsFirstAdministrator) throw new Refused('installation-already-set-up');
  if (wanted === null || !timingSafeEqual(digest(input.code), Buffer.from(wanted, 'hex'))) {
    await write((tx) => countFailure(tx, keys, policy, now));
    throw new Refused('wrong-installation-code');
  }
  const organisationName = properName(input.organisationName);
  const name = properName(input.name);
  checkNewPassword(policy, input.password);
  const passwordHash = await hashPassword(input.password);
  const personId = newId();
  await write(async (tx) => {
    const already = await tx.select().from(roleGrants).where(eq(roleGrants.role, 'sys_admin'));
    if (already.length > 0) throw new Refused('installation-already-set-up');
    const by = { personId, address: visitor.address };
    await makeRootUnit(tx, organisationName, by, now);
    await tx.insert(people).values({ id: personId, name, ...pinyinOf(name), createdAt: now });
    await openAccount(tx, {
      personId,
      loginName: input.loginName,
      passwordHash,
      oneTime: false,
      createdBy: null,
      now,
    });
    await tx
      .insert(roleGrants)
      .values({ id: newId(), personId, role: 'sys_admin', orgUnitId: null, grantedAt: now });
    await tx.delete(installationFacts).where(eq(installationFacts.key, CODE));
    await recordAudit(tx, {
      at: now,
      actorId: personId,
      action: 'first-administrator-created',
      subject: `person:${personId}`,
      detail: {},
      address: visitor.address,
    });
  });
  return { personId };
}

async function makeRootUnit(
  tx: Tx,
  name: string,
  by: { readonly personId: string; readonly address: string },
  now: Date,
): Promise<void> {
  const unitId = newId();
  await tx.insert(orgUnits).values({
    id: unitId,
    parentId: null,
    path: `/${unitId}/`,
    name,
    ...pinyinOf(name),
    level: 'county',
    kind: 'region',
    createdAt: now,
  });
  // Without a policy nobody would have a requirement: the seed's is the default (DOMAIN H1, H2).
  const fromYear = trainingYearOf(now);
  const adopted = await adoptPolicy(tx, {
    orgUnit: { id: unitId, path: `/${unitId}/` },
    policy: CN_2010_GRASSROOTS,
    fromYear,
    adoptedBy: by.personId,
    now,
  });
  const { code, version, basis } = CN_2010_GRASSROOTS;
  await recordAudit(tx, {
    at: now,
    actorId: by.personId,
    action: 'hour-policy-adopted',
    subject: `org-unit:${unitId}`,
    detail: { policy: adopted, before: {}, after: { code, version, basis }, fromYear },
    address: by.address,
  });
}
