// Changes to a person by an administrator of their subtree: each dated, each in the audit trail.
import { schema, type Tx } from '@xueshi/database';
import { readIdentityNumber, type Duty } from '@xueshi/domain';
import { and, eq, isNull, ne } from 'drizzle-orm';
import { administeredPerson, type Person } from '../../platform/authorisation.ts';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { properName } from '../../platform/proper-name.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { demandGivenCategory } from '../audience-categories/service.ts';
import { recordAudit, type AuditEvent } from '../audit/service.ts';
import { changeAppointment, presentAppointment, type AppointmentFacts } from './appointments.ts';
import { dayStart } from './day-start.ts';
import { identityIndexOf, openIdentity, sealIdentity } from './identity.ts';
import { unitNamed, managerNamed } from './named-units.ts';
import { pinyinOf } from './pinyin.ts';

const { concurrentPosts, people } = schema;

/** One change of one person in a transaction, written down with what was before and after. */
export async function changing(
  platform: Platform,
  actor: Actor,
  personId: string,
  action: AuditEvent['action'],
  change: (tx: Tx, person: Person, now: Date) => Promise<Readonly<Record<string, unknown>>>,
  duty: Duty = 'keep_roster',
): Promise<void> {
  const person = await administeredPerson(platform.db, actor, personId, duty);
  const now = platform.clock.now();
  await platform.write(async (tx) => {
    const detail = await change(tx, person, now);
    await recordAudit(tx, {
      at: now,
      actorId: actor.personId,
      action,
      subject: `person:${person.id}`,
      detail,
      address: actor.address,
    });
  });
}

/** A personnel code belongs to one person for ever. */
export async function demandFreeCode(tx: Tx, code: string | null, personId: string): Promise<void> {
  if (code === null) return;
  const [holder] = await tx
    .select({ id: people.id })
    .from(people)
    .where(and(eq(people.code, code), ne(people.id, personId)));
  if (holder) throw new Refused('personnel-code-taken', { code });
}

export function setPersonFacts(
  platform: Platform,
  actor: Actor,
  personId: string,
  facts: { name: string; code: string | null; politicalStatus: string | null },
): Promise<void> {
  return changing(platform, actor, personId, 'person-changed', async (tx, person) => {
    const name = properName(facts.name);
    await demandFreeCode(tx, facts.code, person.id);
    const after = { name, code: facts.code, politicalStatus: facts.politicalStatus };
    await tx
      .update(people)
      .set({ ...after, ...pinyinOf(name) })
      .where(eq(people.id, person.id));
    const { code, politicalStatus } = person;
    return { before: { name: person.name, code, politicalStatus }, after };
  });
}

export function setIdentityNumber(
  platform: Platform,
  actor: Actor,
  personId: string,
  typed: string | null,
): Promise<void> {
  const read = typed === null ? null : readIdentityNumber(typed);
  if (read && !read.ok) throw new Refused('identity-number-wrong');
  return changing(platform, actor, personId, 'identity-number-set', async (tx, person) => {
    const { secret } = platform;
    const identityIndex = read && identityIndexOf(secret, read.number);
    if (identityIndex) {
      const [holder] = await tx
        .select({ id: people.id })
        .from(people)
        .where(and(eq(people.identityIndex, identityIndex), ne(people.id, person.id)));
      if (holder) throw new Refused('identity-number-taken');
    }
    const identitySealed = read && sealIdentity(secret, person.id, read.number);
    await tx.update(people).set({ identityIndex, identitySealed }).where(eq(people.id, person.id));
    return { before: person.identitySealed !== null, after: identitySealed !== null };
  });
}

/** The whole number, for a reason that is kept (PIPL: each look is logged). */
export async function lookAtIdentityNumber(
  platform: Platform,
  actor: Actor,
  personId: string,
  reason: string,
): Promise<{ number: string }> {
  let number = '';
  await changing(
    platform,
    actor,
    personId,
    'identity-number-seen',
    async (_tx, person) => {
      if (person.identitySealed === null) throw new Refused('not-found');
      number = openIdentity(platform.secret, person.id, person.identitySealed);
      return { reason };
    },
    'administer',
  );
  return { number };
}

/** A day that has begun: what holds only from tomorrow on is said tomorrow. */
export function begun(day: string, now: Date): Date {
  const from = dayStart(day);
  if (Number.isNaN(from.getTime()) || from > now) throw new Refused('day-not-begun');
  return from;
}

/** Another unit, post or category from a day on; what is left out stays as it is. */
export async function appoint(
  platform: Platform,
  actor: Actor,
  personId: string,
  input: Omit<AppointmentFacts, 'orgUnitId' | 'managingUnitId' | 'audienceCategory'> & {
    unit?: string;
    managingUnit?: string | null;
    category: string | null;
    from: string;
  },
): Promise<void> {
  const { unit: asked, managingUnit } = input;
  await changing(platform, actor, personId, 'appointed', async (tx, person, now) => {
    const unit = asked === undefined ? null : await unitNamed(tx, actor, asked);
    const manager = managingUnit ? await managerNamed(tx, actor, managingUnit) : null;
    const present = await presentAppointment(tx, person.id);
    if (!present) throw new Refused('not-found');
    await demandGivenCategory(tx, input.category, present.audienceCategory);
    const facts: AppointmentFacts = {
      orgUnitId: unit?.id ?? present.orgUnitId,
      audienceCategory: input.category,
      post: input.post,
      managingUnitId: managingUnit === undefined ? present.managingUnitId : (manager?.id ?? null),
      positionLevel: input.positionLevel,
      rank: input.rank,
    };
    return { ...(await changeAppointment(tx, person.id, facts, begun(input.from, now))) };
  });
}

export async function addConcurrentPost(
  platform: Platform,
  actor: Actor,
  personId: string,
  input: { unit: string; post: string; from: string },
): Promise<void> {
  await changing(platform, actor, personId, 'concurrent-post-added', async (tx, person, now) => {
    const unit = await unitNamed(tx, actor, input.unit);
    const startsAt = begun(input.from, now);
    const post = {
      id: newId(),
      personId: person.id,
      orgUnitId: unit.id,
      post: input.post,
      startsAt,
    };
    await tx.insert(concurrentPosts).values(post);
    return post;
  });
}

export function endConcurrentPost(
  platform: Platform,
  actor: Actor,
  personId: string,
  postId: string,
): Promise<void> {
  return changing(platform, actor, personId, 'concurrent-post-ended', async (tx, person, now) => {
    const own = and(
      eq(concurrentPosts.id, postId),
      eq(concurrentPosts.personId, person.id),
      isNull(concurrentPosts.endsAt),
    );
    const ended = await tx.update(concurrentPosts).set({ endsAt: now }).where(own).returning();
    if (ended.length === 0) throw new Refused('not-found');
    return { postId };
  });
}
