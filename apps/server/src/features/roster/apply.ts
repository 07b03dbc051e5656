// Brings a checked roster into effect, some rows at a time, each with what was before it.
import { insertMany, schema, type Tx } from '@xueshi/database';
import { isCounted } from '@xueshi/domain';
import { and, asc, eq, gt, inArray, isNull, sql } from 'drizzle-orm';
import { setImmediate as othersTurn } from 'node:timers/promises';
import { actorOfPerson } from '../../platform/actor.ts';
import { heldRoles } from '../../platform/authorisation.ts';
import { newTimedId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import {
  beganOnDayOf,
  dayStart,
  pinyinOf,
  reserveScope,
  sameFacts,
  todayStart,
  type AppointmentFacts,
} from '../people/service.ts';
import { ownCategories } from '../audience-categories/service.ts';
import { recordAuditOfPeople } from '../audit/service.ts';
import { updateImport, type ImportRow, type StagedRow } from '../sheet-imports/service.ts';
import { changeDated, type Writing } from './dated-changes.ts';
import { traceOf } from './trace.ts';
import { samePerson, type Image, type PersonFacts, type Wanted } from './store.ts';

const { memberships, people, rosterImportRows } = schema;

/** Rows of one transaction: some 30 ms, standings of those people included. */
const CHUNK = 100;

type Person = typeof people.$inferSelect;
type Membership = typeof memberships.$inferSelect;

interface Todo {
  readonly row: StagedRow;
  readonly personId: string;
  readonly wanted: Wanted;
  readonly names: { namePinyin: string; nameInitials: string };
}

export const factsOfPerson = (person: Person): PersonFacts => ({
  name: person.name,
  code: person.code,
  politicalStatus: person.politicalStatus,
  identitySealed: person.identitySealed,
  identityIndex: person.identityIndex,
});

const factsOfMembership = (membership: Membership): AppointmentFacts => ({
  orgUnitId: membership.orgUnitId,
  audienceCategory: membership.audienceCategory,
  post: membership.post,
  managingUnitId: membership.managingUnitId,
  positionLevel: membership.positionLevel,
  rank: membership.rank,
});

export const imageOf = (person: Person, membership: Membership | undefined): Image => ({
  person: factsOfPerson(person),
  membership: membership
    ? {
        id: membership.id,
        startsAtMs: membership.startsAt.getTime(),
        facts: factsOfMembership(membership),
      }
    : null,
  closed: person.closedAt !== null,
});

/** From when the appointment of a row holds: the day it names, if the present one began before. */
function beginning(wanted: Wanted, present: Membership | undefined, now: Date): Date {
  const from = wanted.from === null ? todayStart(now) : dayStart(wanted.from);
  if (!present) return from;
  if (beganOnDayOf(present, from)) return present.startsAt;
  return from < present.startsAt ? now : from;
}

interface Plan {
  readonly newPeople: (typeof people.$inferInsert)[];
  readonly newMemberships: Membership[];
  readonly ending: Map<number, string[]>;
  readonly changingPeople: { id: string; facts: PersonFacts; names: Todo['names'] }[];
  readonly changingMemberships: { id: string; facts: AppointmentFacts }[];
  readonly images: { rowNumber: number; personId: string; before: Image | null; after: Image }[];
}

function planRow(
  plan: Plan,
  todo: Todo,
  person: Person | undefined,
  present: Membership | undefined,
  now: Date,
) {
  const { wanted, personId, names } = todo;
  const before = person ? imageOf(person, present) : null;
  if (!person) plan.newPeople.push({ id: personId, ...wanted.person, ...names, createdAt: now });
  else if (!samePerson(factsOfPerson(person), wanted.person)) {
    plan.changingPeople.push({ id: personId, facts: wanted.person, names });
  }
  let membership = before?.membership ?? null;
  if (!present || !sameFacts(present, wanted.facts)) {
    const startsAt = beginning(wanted, present, now);
    if (present && present.startsAt.getTime() === startsAt.getTime()) {
      plan.changingMemberships.push({ id: present.id, facts: wanted.facts });
      membership = { id: present.id, startsAtMs: startsAt.getTime(), facts: wanted.facts };
    } else {
      const made = { id: newTimedId(), personId, ...wanted.facts, startsAt, endsAt: null };
      const at = startsAt.getTime();
      if (present) plan.ending.set(at, [...(plan.ending.get(at) ?? []), present.id]);
      plan.newMemberships.push(made);
      membership = { id: made.id, startsAtMs: at, facts: wanted.facts };
    }
  }
  plan.images.push({
    rowNumber: todo.row.rowNumber,
    personId,
    before,
    after: { person: wanted.person, membership, closed: before?.closed ?? false },
  });
}

async function writePeople(tx: Tx, plan: Plan): Promise<void> {
  await insertMany(tx, people, plan.newPeople);
  for (const { id, facts, names } of plan.changingPeople) {
    await tx
      .update(people)
      .set({ ...facts, ...names })
      .where(eq(people.id, id));
  }
  for (const [at, ids] of plan.ending) {
    await tx
      .update(memberships)
      .set({ endsAt: new Date(at) })
      .where(inArray(memberships.id, ids));
  }
  for (const { id, facts } of plan.changingMemberships) {
    await tx.update(memberships).set(facts).where(eq(memberships.id, id));
  }
  await insertMany(tx, memberships, plan.newMemberships);
}

async function writeImages(tx: Tx, run: ImportRow, images: Plan['images']): Promise<void> {
  await tx
    .insert(rosterImportRows)
    .values(
      images.map(({ rowNumber, before, after }) => ({
        importId: run.id,
        rowNumber,
        action: 'add',
        wanted: {},
        done: true,
        before,
        after,
      })),
    )
    .onConflictDoUpdate({
      target: [rosterImportRows.importId, rosterImportRows.rowNumber],
      set: { done: true, before: sql`excluded."before"`, after: sql`excluded."after"` },
    });
  await updateImport(tx, run.id, { rowsDone: sql`rows_done + ${images.length}` as never });
}

async function nextRows({ db }: Platform, importId: string, after: number): Promise<Todo[]> {
  const rows = await db
    .select()
    .from(rosterImportRows)
    .where(
      and(
        eq(rosterImportRows.importId, importId),
        gt(rosterImportRows.rowNumber, after),
        eq(rosterImportRows.done, false),
        inArray(rosterImportRows.action, ['add', 'update']),
      ),
    )
    .orderBy(asc(rosterImportRows.rowNumber))
    .limit(CHUNK);
  return rows.map((row) => {
    const wanted = row.wanted as Wanted;
    if (row.subjectId === null) throw new Error('a staged row names nobody');
    return { row, personId: row.subjectId, wanted, names: pinyinOf(wanted.person.name) };
  });
}

/** A category that retired since the roster was checked is given to nobody: who they were before, they stay. */
function withGivenCategory(
  todo: Todo,
  present: Membership | undefined,
  retired: readonly string[],
): Todo {
  const { facts } = todo.wanted;
  const before = present?.audienceCategory ?? null;
  const wanted = facts.audienceCategory;
  if (wanted === null || wanted === before || !retired.includes(wanted)) return todo;
  return { ...todo, wanted: { ...todo.wanted, facts: { ...facts, audienceCategory: before } } };
}

async function applyChunk(tx: Tx, writing: Writing, todo: readonly Todo[]): Promise<void> {
  const ids = todo.filter(({ row }) => row.action === 'update').map(({ personId }) => personId);
  const known =
    ids.length === 0
      ? []
      : await tx
          .select({ person: people, membership: memberships })
          .from(people)
          .leftJoin(
            memberships,
            and(eq(memberships.personId, people.id), isNull(memberships.endsAt)),
          )
          .where(inArray(people.id, ids));
  const byId = new Map(known.map((one) => [one.person.id, one]));
  const retired = (await ownCategories(tx))
    .filter(({ isRetired }) => isRetired)
    .map(({ code }) => code);
  const plan: Plan = {
    newPeople: [],
    newMemberships: [],
    ending: new Map(),
    changingPeople: [],
    changingMemberships: [],
    images: [],
  };
  for (const one of todo) {
    const { person, membership } = byId.get(one.personId) ?? {};
    const present = membership ?? undefined;
    planRow(plan, withGivenCategory(one, present, retired), person, present, writing.now);
  }
  await writePeople(tx, plan);
  const { run, by, now } = writing;
  await recordAuditOfPeople(
    tx,
    { at: now, actorId: by, address: '' },
    plan.images.flatMap((image) => traceOf(run.id, image)),
  );
  const dated = await changeDated(
    tx,
    writing,
    todo
      .filter(({ wanted }) => wanted.status ?? wanted.groups)
      .map(({ personId, wanted }) => {
        const { person, membership } = byId.get(personId) ?? {};
        return { personId, wanted, person, present: membership ?? undefined };
      }),
  );
  const images = plan.images.map((image) => {
    const changes = dated.get(image.personId);
    if (!changes) return image;
    const closed = changes.status ? !isCounted(changes.status.now) : image.after.closed;
    return { ...image, after: { ...image.after, closed: closed ?? false, dated: changes } };
  });
  await writeImages(tx, writing.run, images);
}

/** Writes all rows that are not yet written, for whoever asked; goes on where it was stopped. */
export async function applyStaged(
  platform: Platform,
  { run, by }: { run: ImportRow; by: string },
  job: { signal: AbortSignal; progress(fraction: number): void },
): Promise<void> {
  const total = run.rowsAdding + run.rowsUpdating;
  let done = run.rowsDone;
  let after = 0;
  const actor = await actorOfPerson(platform, by);
  const mayKnow = await reserveScope(platform.db, await heldRoles(platform, by));
  for (;;) {
    job.signal.throwIfAborted();
    const todo = await nextRows(platform, run.id, after);
    if (todo.length === 0) return;
    after = todo.at(-1)?.row.rowNumber ?? after;
    const writing = { run, by, actor, mayKnow, now: platform.clock.now() };
    await platform.write((tx) => applyChunk(tx, writing, todo));
    // The driver answers at once: without this nobody else would get a turn of the event loop.
    await othersTurn();
    done += todo.length;
    job.progress(total === 0 ? 1 : done / total);
  }
}
