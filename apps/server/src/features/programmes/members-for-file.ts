// The list of members as a file has it: everybody of it, some hundred at a time.
import type { ProgrammeMember } from '@xueshi/contracts';
import type { Reader } from '@xueshi/database';
import { setImmediate as othersTurn } from 'node:timers/promises';
import type { Held } from '../../platform/authorisation.ts';
import { Refused } from '../../platform/refused.ts';
import { concerningProgramme } from './from-above.ts';
import { memberViews } from './member-views.ts';
import { allMemberIds, wayTo, type MembersWanted } from './members.ts';
import { administeredProgramme } from './permission.ts';
import { unitsNamed } from './reach.ts';
import { coursesOf, findProgramme, type OrgUnitRecord, type ProgrammeInUnit } from './store.ts';

const MEMBERS_A_TURN = 500;

interface Listed {
  readonly programmeId?: string;
  readonly members?: Omit<MembersWanted, 'page'>;
}

/** Whether a unit sees a programme of a unit above it: only its own people of it, then. */
const isAbove = ({ unit }: ProgrammeInUnit, seenFrom: OrgUnitRecord) =>
  seenFrom.path.startsWith(unit.path) && seenFrom.id !== unit.id;

/** Refuses the list of a programme that the actor does not see from this unit. */
export async function demandMembersFrom(
  db: Reader,
  actor: Held,
  unit: OrgUnitRecord,
  { programmeId = '', members }: Listed,
): Promise<void> {
  const known = await findProgramme(db, programmeId);
  const seesPart = known !== null && isAbove(known, unit);
  if (seesPart) await concerningProgramme(db, actor, { id: unit.id, programmeId });
  else await administeredProgramme(db, actor, programmeId, 'read');
  if (known) await wayTo(db, seesPart ? unit : known.unit, members?.unitId);
}

interface ListOfMembers {
  /** Of the programme. */
  readonly title: string;
  /** The name of the unit that the list is cut to; null: none. */
  readonly cutTo: string | null;
  readonly total: number;
  /** How many compulsory courses there are. */
  readonly requiredTotal: number;
  readonly pages: AsyncIterable<ProgrammeMember[]>;
}

/** All members that a unit sees of a programme, as its list was cut and sorted. */
export async function membersForFile(
  db: Reader,
  unit: OrgUnitRecord,
  { programmeId = '', members = { withLeft: true } }: Listed,
  now: Date,
): Promise<ListOfMembers> {
  const found = await findProgramme(db, programmeId);
  if (!found) throw new Refused('not-found');
  const ids = await allMemberIds(db, found, isAbove(found, unit) ? unit : found.unit, members);
  const courses = await coursesOf(db, [programmeId]);
  const [cutTo] = members.unitId ? await unitsNamed(db, [members.unitId]) : [];
  return {
    title: found.programme.title,
    cutTo: cutTo?.name ?? null,
    total: ids.length,
    requiredTotal: courses.filter(({ required }) => required).length,
    pages: turns(db, found, ids, now),
  };
}

async function* turns(
  db: Reader,
  { programme }: ProgrammeInUnit,
  ids: readonly string[],
  now: Date,
): AsyncGenerator<ProgrammeMember[]> {
  for (let from = 0; from < ids.length; from += MEMBERS_A_TURN) {
    yield await memberViews(db, programme, ids.slice(from, from + MEMBERS_A_TURN), now);
    await othersTurn();
  }
}
