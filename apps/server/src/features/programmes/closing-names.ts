// Who did not complete a programme, with what they lack: counted anew while it runs, kept when it was closed.
import type { ClosingName } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { and, asc, count, eq, inArray } from 'drizzle-orm';
import { setImmediate as othersTurn } from 'node:timers/promises';
import type { Platform } from '../../platform/platform.ts';
import { memberViews } from './member-views.ts';
import type { ProgrammeInUnit } from './store.ts';

const { programmeMembers, programmeReportNames, programmeReports } = schema;

/** So many are read, or written down, in one turn. */
const NAMES_A_TURN = 500;

interface Part {
  readonly offset: number;
  readonly limit: number;
}

/** Members who have not completed it, in the order of their names. */
const unfinished = (programmeId: string) =>
  and(
    eq(programmeMembers.programmeId, programmeId),
    inArray(programmeMembers.state, ['open', 'exempt']),
  );

async function namesNow(
  db: Reader,
  { programme }: ProgrammeInUnit,
  { offset, limit }: Part,
  now: Date,
): Promise<(ClosingName & { readonly sortName: string })[]> {
  const rows = await db
    .select({ personId: programmeMembers.personId, sortName: programmeMembers.sortName })
    .from(programmeMembers)
    .where(unfinished(programme.id))
    .orderBy(asc(programmeMembers.sortName), asc(programmeMembers.personId))
    .limit(limit)
    .offset(offset);
  const sortNames = new Map(rows.map(({ personId, sortName }) => [personId, sortName]));
  const members = await memberViews(db, programme, [...sortNames.keys()], now);
  return members.map(
    ({ personId, name, unitName, state, dueOn, isExtended, missing, exception }) => ({
      ...{ personId, name, unitName, dueOn, isExtended, missing },
      state: state === 'exempt' ? 'exempt' : 'open',
      reason: exception?.reason ?? null,
      sortName: sortNames.get(personId) ?? '',
    }),
  );
}

async function namesThen(
  db: Reader,
  programmeId: string,
  { offset, limit }: Part,
): Promise<ClosingName[]> {
  const rows = await db
    .select()
    .from(programmeReportNames)
    .where(eq(programmeReportNames.programmeId, programmeId))
    .orderBy(asc(programmeReportNames.sortName), asc(programmeReportNames.personId))
    .limit(limit)
    .offset(offset);
  return rows.map(({ personId, name, unitName, state, facts }) => ({
    ...{ personId, name, unitName },
    state: state === 'exempt' ? 'exempt' : 'open',
    dueOn: facts.dueOn,
    isExtended: facts.isExtended,
    reason: facts.reason,
    missing: {
      ...facts.missing,
      courses: facts.missing.courses.map((course) => ({ ...course })),
    },
  }));
}

const isFrozen = async (db: Reader, programmeId: string): Promise<boolean> =>
  (await db.$count(programmeReports, eq(programmeReports.programmeId, programmeId))) > 0;

/** A part of the names, and how many there are: as they were where the figures are frozen. */
export async function closingNames(
  db: Reader,
  found: ProgrammeInUnit,
  part: Part,
  now: Date,
): Promise<{ items: ClosingName[]; total: number }> {
  const { id } = found.programme;
  if (await isFrozen(db, id)) {
    const own = eq(programmeReportNames.programmeId, id);
    const total = await db.$count(programmeReportNames, own);
    return { items: await namesThen(db, id, part), total };
  }
  const [all] = await db.select({ total: count() }).from(programmeMembers).where(unfinished(id));
  const items = await namesNow(db, found, part, now);
  return { items: items.map(({ sortName: _, ...name }) => name), total: all?.total ?? 0 };
}

/** All of them, some hundred at a time: for a file. */
export async function* allClosingNames(
  db: Reader,
  found: ProgrammeInUnit,
  now: Date,
): AsyncGenerator<ClosingName[]> {
  for (let offset = 0; ; offset += NAMES_A_TURN) {
    const { items } = await closingNames(db, found, { offset, limit: NAMES_A_TURN }, now);
    if (items.length > 0) yield items;
    if (items.length < NAMES_A_TURN) return;
    await othersTurn();
  }
}

/** Keeps what they lack at the moment of closing; a run that was cut off is gone on with. */
export async function freezeNames(
  { db, write }: Pick<Platform, 'db' | 'write'>,
  found: ProgrammeInUnit,
  now: Date,
  signal: AbortSignal,
): Promise<void> {
  const programmeId = found.programme.id;
  for (let offset = 0; ; offset += NAMES_A_TURN) {
    signal.throwIfAborted();
    const names = await namesNow(db, found, { offset, limit: NAMES_A_TURN }, now);
    if (names.length > 0)
      await write((tx) =>
        tx
          .insert(programmeReportNames)
          .values(
            names.map(({ personId, sortName, name, unitName, state, ...facts }) => ({
              ...{ programmeId, personId, sortName, name, unitName, state, facts },
            })),
          )
          .onConflictDoNothing(),
      );
    if (names.length < NAMES_A_TURN) return;
  }
}
