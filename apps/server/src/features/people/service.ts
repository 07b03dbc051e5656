import { schema, type Reader, type Tx } from '@xueshi/database';
import { and, eq, inArray, isNull } from 'drizzle-orm';
import {
  administeredPerson,
  administeredUnit,
  demandGranting,
  openableAccount,
} from '../../platform/authorisation.ts';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { properName } from '../../platform/proper-name.ts';
import type { Actor } from '../../platform/sessions.ts';
import {
  drawOneTimePassword,
  freeLoginName,
  loginNameOf,
  openAccount,
  setOneTimePassword,
} from '../accounts/service.ts';
import { demandGivenCategory } from '../audience-categories/service.ts';
import { recordAudit } from '../audit/service.ts';
import { changeAppointment, presentAppointment } from './appointments.ts';
import { begun as dayBegun, demandFreeCode } from './change-personnel.ts';
import { todayStart } from './day-start.ts';
import { pinyinOf } from './pinyin.ts';

const { accounts, memberships, orgUnits, people, personStatuses, roleGrants } = schema;

export { beganOnDayOf, sameFacts, type AppointmentFacts } from './appointments.ts';
export { begun as dayBegun, changing as changePerson } from './change-personnel.ts';
export { dayStart, todayStart } from './day-start.ts';
export { findPeople, type FoundPerson } from './find-people.ts';
export { identityIndexOf, maskedIdentity, openIdentity, sealIdentity } from './identity.ts';
export { ownPersonnel, ownProfile } from './own-data.ts';
export { reserveScope, type MayKnow } from './reserve-scope.ts';
export { initialsOf, pinyinOf } from './pinyin.ts';

interface NewPerson {
  readonly name: string;
  readonly loginName: string;
  readonly post: string | null;
  readonly category: string | null;
  readonly code?: string | null;
  readonly positionLevel?: string | null;
  readonly rank?: string | null;
  readonly joined?: string | null;
  readonly unitAdmin?: boolean;
}

/**
 * The person with what they are and since when. A day of joining is kept as the first status too: the year
 * is then owed by months from that day on (DOMAIN 5.2).
 */
async function insertPerson(
  tx: Tx,
  { personId, unitId, by, now }: { personId: string; unitId: string; by: string; now: Date },
  input: NewPerson,
): Promise<void> {
  const { code = null, positionLevel = null, rank = null, post, joined } = input;
  const name = properName(input.name);
  await demandFreeCode(tx, code, personId);
  await demandGivenCategory(tx, input.category, null);
  await tx.insert(people).values({ id: personId, name, code, ...pinyinOf(name), createdAt: now });
  const startsAt = joined ? dayBegun(joined, now) : todayStart(now);
  const facts = { audienceCategory: input.category, post, positionLevel, rank };
  await tx
    .insert(memberships)
    .values({ id: newId(), personId, orgUnitId: unitId, ...facts, startsAt });
  if (!joined) return;
  const status = { id: newId(), personId, status: 'active', startsAt, reason: '' };
  await tx.insert(personStatuses).values({ ...status, recordedBy: by, recordedAt: now });
}

/** Adds a person with an account. The one-time password is returned once and kept as a hash only. */
export async function createPerson(
  platform: Platform,
  actor: Actor,
  unitId: string,
  input: NewPerson,
) {
  const unit = await administeredUnit(platform.db, actor, unitId, 'keep_roster');
  if (input.unitAdmin) demandGranting(actor, 'unit_admin', unit.path, null);
  const { password, passwordHash } = await drawOneTimePassword();
  const now = platform.clock.now();
  const personId = newId();
  await platform.write(async (tx) => {
    await insertPerson(tx, { personId, unitId: unit.id, by: actor.personId, now }, input);
    const { loginName } = input;
    const by = { oneTime: true, createdBy: actor.personId, now };
    await openAccount(tx, { personId, loginName, passwordHash, ...by });
    if (input.unitAdmin) {
      await tx.insert(roleGrants).values({
        id: newId(),
        personId,
        role: 'unit_admin',
        orgUnitId: unit.id,
        grantedAt: now,
        grantedBy: actor.personId,
      });
    }
    const { category, code = null, joined = null, unitAdmin = false } = input;
    await recordAudit(tx, {
      at: now,
      actorId: actor.personId,
      action: 'person-created',
      subject: `person:${personId}`,
      detail: { unitId: unit.id, category, unitAdmin, code, joined },
      address: actor.address,
    });
  });
  return {
    personId,
    loginName: input.loginName.normalize('NFKC').trim(),
    oneTimePassword: password,
  };
}

/** A new one-time password, and the account with it where there is none yet. */
export async function resetPassword(platform: Platform, actor: Actor, personId: string) {
  const person = await openableAccount(platform, actor, personId);
  const { password, passwordHash } = await drawOneTimePassword();
  const now = platform.clock.now();
  const loginName = await platform.write(async (tx) => {
    const isFirst = (await loginNameOf(tx, person.id)) === null;
    await recordAudit(tx, {
      at: now,
      actorId: actor.personId,
      action: isFirst ? 'account-opened' : 'one-time-password-set',
      subject: `person:${person.id}`,
      detail: {},
      address: actor.address,
    });
    if (!isFirst) return setOneTimePassword(tx, person.id, passwordHash, now);
    const by = { oneTime: true, createdBy: actor.personId, now };
    const name = await freeLoginName(tx, person);
    await openAccount(tx, { personId: person.id, loginName: name, passwordHash, ...by });
    return name;
  });
  return { loginName, oneTimePassword: password };
}

/**
 * Gives a person an audience category from today on: the present appointment ends and one in the
 * same unit and post begins, so that reports can still ask how it was (DOMAIN rule 5.2).
 */
export async function setAudienceCategory(
  platform: Platform,
  actor: Actor,
  personId: string,
  category: string,
): Promise<void> {
  const person = await administeredPerson(platform.db, actor, personId, 'keep_roster');
  const now = platform.clock.now();
  await platform.write(async (tx) => {
    const before = await presentAppointment(tx, person.id);
    if (!before || before.audienceCategory === category) return;
    await demandGivenCategory(tx, category, before.audienceCategory);
    const facts = { ...before, audienceCategory: category };
    await changeAppointment(tx, person.id, facts, todayStart(now));
    await recordAudit(tx, {
      at: now,
      actorId: actor.personId,
      action: 'audience-category-set',
      subject: `person:${person.id}`,
      detail: { before: before.audienceCategory, after: category },
      address: actor.address,
    });
  });
}

/** A person as records show them: name, post, unit and category of the present appointment. */
export async function summaryOf(db: Reader, personId: string) {
  const [row] = await db
    .select({
      person: people,
      loginName: accounts.loginName,
      membership: memberships,
      unit: orgUnits,
    })
    .from(people)
    .leftJoin(accounts, eq(accounts.personId, people.id))
    .leftJoin(memberships, and(eq(memberships.personId, people.id), isNull(memberships.endsAt)))
    .leftJoin(orgUnits, eq(orgUnits.id, memberships.orgUnitId))
    .where(eq(people.id, personId));
  if (!row) return null;
  return {
    id: row.person.id,
    name: row.person.name,
    loginName: row.loginName,
    post: row.membership?.post ?? null,
    unitName: row.unit?.name ?? null,
    unitPath: row.unit?.path ?? null,
    category: row.membership?.audienceCategory ?? null,
  };
}

/** A person as others see them: the name, and where they belong now. */
export interface NamedPerson {
  readonly name: string;
  readonly unitName: string | null;
  readonly unitPath: string | null;
}

/** The names behind some ids, for lists of what people wrote. */
export async function namesOf(
  db: Reader,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, NamedPerson>> {
  if (personIds.length === 0) return new Map();
  const rows = await db
    .select({
      id: people.id,
      name: people.name,
      unitName: orgUnits.name,
      unitPath: orgUnits.path,
    })
    .from(people)
    .leftJoin(memberships, and(eq(memberships.personId, people.id), isNull(memberships.endsAt)))
    .leftJoin(orgUnits, eq(orgUnits.id, memberships.orgUnitId))
    .where(inArray(people.id, [...new Set(personIds)]));
  return new Map(rows.map(({ id, ...person }) => [id, person]));
}
