// Writes the statuses and key groups that rows of a roster ask for, and takes them back: dated records,
// so that reports can still ask how it was.
import { schema, type Tx } from '@xueshi/database';
import { isCounted, SENSITIVE_KEY_GROUP, trainingDayOf, type PersonStatus } from '@xueshi/domain';
import { eq, inArray } from 'drizzle-orm';
import { newTimedId } from '../../platform/new-id.ts';
import type { Actor } from '../../platform/sessions.ts';
import { recordAudit, recordAuditOfPeople, type PersonEvent } from '../audit/service.ts';
import { knownKeyGroups, type KeyGroup } from '../key-groups/service.ts';
import { dayStart, type AppointmentFacts, type MayKnow } from '../people/service.ts';
import { settleStatus } from '../departures/service.ts';
import { groupsOf, statusesOf, type HeldGroup } from './known.ts';
import type { ImportRow } from '../sheet-imports/service.ts';
import type { DatedChanges, Wanted, WantedGroups, WantedStatus } from './store.ts';

const { keyGroupMemberships, orgUnits, people, personStatuses } = schema;

type Person = typeof people.$inferSelect;
type Places = Pick<AppointmentFacts, 'orgUnitId' | 'managingUnitId'>;

/** For whom, and when, a chunk of rows is written or taken back. */
export interface Writing {
  readonly run: ImportRow;
  readonly by: string;
  /** With the roles they hold by now; null without an account, and then no role or account follows. */
  readonly actor: Actor | null;
  readonly mayKnow: MayKnow;
  readonly now: Date;
}

export interface DatedRow {
  readonly personId: string;
  readonly wanted: Wanted;
  /** As they were before this row; none for somebody whom it makes. */
  readonly person: Person | undefined;
  readonly present: Places | undefined;
}

type Records = NonNullable<ReturnType<Awaited<ReturnType<typeof statusesOf>>['get']>>;

async function begin(
  tx: Tx,
  { run, by, now }: Writing,
  personId: string,
  { status, from }: WantedStatus,
  { present }: Records,
): Promise<{ id: string; startsAt: Date }> {
  const day = from === null ? now : dayStart(from);
  const startsAt = present && day < present.startsAt ? now : day;
  if (present) {
    await tx
      .update(personStatuses)
      .set({ endsAt: startsAt })
      .where(eq(personStatuses.id, present.id));
  }
  const id = newTimedId();
  const said = { reason: run.fileName, recordedBy: by, recordedAt: now };
  await tx.insert(personStatuses).values({ id, personId, status, startsAt, ...said });
  return { id, startsAt };
}

/** Lets the status that holds begin on another day, and the one before it end there. */
async function moveTo(tx: Tx, { present, earlier }: Records, startsAt: Date): Promise<void> {
  if (!present) return;
  await tx.update(personStatuses).set({ startsAt }).where(eq(personStatuses.id, present.id));
  if (earlier) {
    await tx
      .update(personStatuses)
      .set({ endsAt: startsAt })
      .where(eq(personStatuses.id, earlier.id));
  }
}

const isOut = (status: PersonStatus, at: Date) => (isCounted(status) ? null : at);

async function changeStatus(
  tx: Tx,
  writing: Writing,
  { personId, person }: DatedRow,
  wanted: WantedStatus,
  { records, trace }: { records: Records; trace: PersonEvent[] },
): Promise<DatedChanges['status']> {
  const { present, earlier } = records;
  const before = (person?.status ?? 'active') as PersonStatus;
  // Somebody else may have said the same since the check.
  if (
    wanted.step === 'move'
      ? before !== wanted.status || !present
      : before === wanted.status && present
  )
    return undefined;
  const made = wanted.step === 'begin' || !present;
  const moved = wanted.from === null ? writing.now : dayStart(wanted.from);
  const { id, startsAt } = made
    ? await begin(tx, writing, personId, wanted, records)
    : { id: present.id, startsAt: moved };
  if (!made) await moveTo(tx, records, startsAt);
  const closedAt = isOut(wanted.status, startsAt);
  await tx.update(people).set({ status: wanted.status, closedAt }).where(eq(people.id, personId));
  const { actor, now, run } = writing;
  const occasion = { before, after: wanted.status, reason: run.fileName, now };
  if (actor) await settleStatus(tx, actor, personId, occasion);
  trace.push({
    personId,
    action: 'person-status-set',
    detail: { before, after: wanted.status, from: trainingDayOf(startsAt), reason: run.fileName },
  });
  return {
    made,
    id,
    startsAtMs: startsAt.getTime(),
    now: wanted.status,
    before: {
      status: before,
      closedAtMs: person?.closedAt?.getTime() ?? null,
      startsAtMs: present?.startsAt.getTime() ?? null,
      earlierId: (made ? present?.id : earlier?.id) ?? null,
    },
  };
}

/** What the rows of a chunk do to key groups, written together. */
interface Tagging {
  readonly ending: string[];
  readonly beginning: { id: string; personId: string; keyGroup: string }[];
}

function planGroups(
  { run }: Writing,
  { personId, held }: { personId: string; held: readonly HeldGroup[] },
  wanted: WantedGroups,
  { tagging, trace }: { tagging: Tagging; trace: PersonEvent[] },
): DatedChanges['groups'] {
  const ended = held.filter(({ group }) => wanted.end.includes(group));
  const set = wanted.set
    .filter((group) => !held.some((one) => one.group === group))
    .map((group) => ({ id: newTimedId(), group }));
  tagging.ending.push(...ended.map(({ id }) => id));
  tagging.beginning.push(...set.map(({ id, group }) => ({ id, personId, keyGroup: group })));
  const note = (action: PersonEvent['action'], { group }: { group: string }) =>
    trace.push({ personId, action, detail: { group, importId: run.id } });
  for (const one of set) note('key-group-set', one);
  for (const one of ended) note('key-group-ended', one);
  return set.length + ended.length === 0 ? undefined : { set, ended };
}

async function writeGroups(tx: Tx, { by, now }: Writing, tagging: Tagging): Promise<void> {
  const { ending, beginning } = tagging;
  if (ending.length > 0)
    await tx
      .update(keyGroupMemberships)
      .set({ endsAt: now })
      .where(inArray(keyGroupMemberships.id, ending));
  if (beginning.length > 0)
    await tx
      .insert(keyGroupMemberships)
      .values(beginning.map((one) => ({ ...one, startsAt: now, recordedBy: by })));
}

/** Whether whoever writes may know of reserve cadres at all these places. */
async function knowsAt(tx: Tx, mayKnow: MayKnow, places: readonly Places[]): Promise<boolean> {
  const ids = places.flatMap(({ orgUnitId, managingUnitId }) => [orgUnitId, managingUnitId ?? '']);
  const rows = await tx
    .select({ id: orgUnits.id, path: orgUnits.path })
    .from(orgUnits)
    .where(inArray(orgUnits.id, ids));
  const paths = new Map(rows.map(({ id, path }) => [id, path]));
  return places.every(({ orgUnitId, managingUnitId }) =>
    mayKnow({
      unitPath: paths.get(orgUnitId) ?? '',
      managingPath: managingUnitId === null ? null : (paths.get(managingUnitId) ?? ''),
    }),
  );
}

/**
 * Without reserve cadres for whoever may not know of them: another may have had the roster checked. Without
 * what was retired since then, too.
 */
async function permitted(
  tx: Tx,
  { mayKnow }: Writing,
  row: DatedRow,
  given: readonly KeyGroup[],
): Promise<WantedGroups> {
  const { set: wanted = [], end = [] } = row.wanted.groups ?? {};
  const set = wanted.filter((group) => given.some(({ code }) => code === group));
  if (![...set, ...end].includes(SENSITIVE_KEY_GROUP)) return { set, end };
  const places = [row.wanted.facts, ...(row.present ? [row.present] : [])];
  if (await knowsAt(tx, mayKnow, places)) return { set, end };
  const visible = (group: string) => group !== SENSITIVE_KEY_GROUP;
  return { set: set.filter(visible), end: end.filter(visible) };
}

/** Writes what some rows want of statuses and key groups; the people exist by then. */
export async function changeDated(
  tx: Tx,
  writing: Writing,
  rows: readonly DatedRow[],
): Promise<ReadonlyMap<string, DatedChanges>> {
  const changes = new Map<string, DatedChanges>();
  const idsOf = (part: 'status' | 'groups') =>
    rows.filter(({ wanted }) => wanted[part]).map(({ personId }) => personId);
  const records = await statusesOf(tx, idsOf('status'));
  const tags = await groupsOf(tx, idsOf('groups'));
  const given = (await knownKeyGroups(tx)).filter(({ isRetired }) => !isRetired);
  const trace: PersonEvent[] = [];
  const tagging: Tagging = { ending: [], beginning: [] };
  for (const row of rows) {
    const { personId, wanted } = row;
    const known = records.get(personId) ?? { present: null, earlier: null };
    const status =
      wanted.status &&
      (await changeStatus(tx, writing, row, wanted.status, { records: known, trace }));
    const tagged = { personId, held: tags.get(personId) ?? [] };
    const groups =
      wanted.groups &&
      planGroups(writing, tagged, await permitted(tx, writing, row, given), { tagging, trace });
    if (status ?? groups)
      changes.set(personId, { ...(status ? { status } : {}), ...(groups ? { groups } : {}) });
  }
  await writeGroups(tx, writing, tagging);
  await recordAuditOfPeople(tx, { at: writing.now, actorId: writing.by, address: '' }, trace);
  return changes;
}

/** Whether statuses and key groups are as a row left them; what else changed since is not its own. */
export async function isDatedAsWritten(
  tx: Tx,
  person: Person,
  { status, groups }: DatedChanges,
): Promise<boolean> {
  if (status) {
    const { present } = (await statusesOf(tx, [person.id])).get(person.id) ?? {};
    if (person.status !== status.now || present?.id !== status.id) return false;
    if (present.startsAt.getTime() !== status.startsAtMs) return false;
  }
  if (!groups) return true;
  const held = (await groupsOf(tx, [person.id])).get(person.id) ?? [];
  return (
    groups.set.every(({ id }) => held.some((one) => one.id === id)) &&
    groups.ended.every(({ group }) => !held.some((one) => one.group === group))
  );
}

async function restoreStatus(
  tx: Tx,
  personId: string,
  { id, made, before }: NonNullable<DatedChanges['status']>,
): Promise<void> {
  const mine = eq(personStatuses.id, id);
  if (made) {
    // Ended before it began first: what is computed from statuses follows changes, not removals.
    await tx
      .update(personStatuses)
      .set({ endsAt: new Date(0) })
      .where(mine);
    await tx.delete(personStatuses).where(mine);
  } else if (before.startsAtMs !== null) {
    await tx
      .update(personStatuses)
      .set({ startsAt: new Date(before.startsAtMs) })
      .where(mine);
  }
  if (before.earlierId !== null) {
    const endsAt = made || before.startsAtMs === null ? null : new Date(before.startsAtMs);
    await tx.update(personStatuses).set({ endsAt }).where(eq(personStatuses.id, before.earlierId));
  }
  const closedAt = before.closedAtMs === null ? null : new Date(before.closedAtMs);
  await tx.update(people).set({ status: before.status, closedAt }).where(eq(people.id, personId));
}

async function restoreGroups(
  tx: Tx,
  { set, ended }: NonNullable<DatedChanges['groups']>,
  now: Date,
): Promise<void> {
  const made = inArray(
    keyGroupMemberships.id,
    set.map(({ id }) => id),
  );
  await tx.update(keyGroupMemberships).set({ endsAt: now }).where(made);
  await tx.delete(keyGroupMemberships).where(made);
  await tx
    .update(keyGroupMemberships)
    .set({ endsAt: null })
    .where(
      inArray(
        keyGroupMemberships.id,
        ended.map(({ id }) => id),
      ),
    );
}

/** What of a row's changes whoever takes it back may take back: reserve cadres only who may know of them. */
export async function mineToUndo(
  tx: Tx,
  { mayKnow }: Writing,
  changes: DatedChanges,
  present: Places | null,
): Promise<DatedChanges> {
  const { groups } = changes;
  const reserve = (one: { group: string }) => one.group === SENSITIVE_KEY_GROUP;
  if (!groups || ![...groups.set, ...groups.ended].some(reserve)) return changes;
  if (present && (await knowsAt(tx, mayKnow, [present]))) return changes;
  const visible = (one: { group: string }) => !reserve(one);
  return {
    ...changes,
    groups: { set: groups.set.filter(visible), ended: groups.ended.filter(visible) },
  };
}

export async function restoreDated(
  tx: Tx,
  { by, actor, now, run }: Writing,
  personId: string,
  { status, groups }: DatedChanges,
): Promise<void> {
  if (status) await restoreStatus(tx, personId, status);
  if (status && actor) {
    const occasion = { before: status.now, after: status.before.status, reason: run.fileName, now };
    await settleStatus(tx, actor, personId, occasion);
  }
  if (groups) await restoreGroups(tx, groups, now);
  const event = { at: now, actorId: by, subject: `person:${personId}`, address: '' } as const;
  const detail = { importId: run.id, undone: true };
  if (status)
    await recordAudit(tx, {
      ...event,
      action: 'person-status-set',
      detail: { before: status.now, after: status.before.status, ...detail },
    });
  for (const { group } of groups?.set ?? [])
    await recordAudit(tx, { ...event, action: 'key-group-ended', detail: { group, ...detail } });
  for (const { group } of groups?.ended ?? [])
    await recordAudit(tx, { ...event, action: 'key-group-set', detail: { group, ...detail } });
}
