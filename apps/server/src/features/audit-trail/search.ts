// From what was typed to events: names become people and units, and candidates are looked through.
import type { AuditFilter } from '@xueshi/contracts';
import { schema, type Db } from '@xueshi/database';
import { AUDIT_ACTIONS, endOfTrainingDay, startOfTrainingDay } from '@xueshi/domain';
import { and, or, sql, type SQL } from 'drizzle-orm';
import { setImmediate } from 'node:timers/promises';
import { administeredPerson, administeredUnit } from '../../platform/authorisation.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { personOfLogin } from '../accounts/service.ts';
import { findPeople } from '../people/service.ts';
import {
  nextCandidates,
  type Candidate,
  type Cursor,
  type Driver,
  type Span,
} from './candidates.ts';
import type { AuditReader } from './reader.ts';

const { orgUnits } = schema;

/** So many people or units may be meant by what was typed. */
const MOST_MEANT = 20;
/** Rows of the first look, and of each further one: a few milliseconds each. */
const FIRST_LOOK = 200;
const FURTHER_LOOK = 1_000;

/** A search that is ready: where to look, and what else an event has to be. */
export interface Search {
  readonly driver: Driver;
  readonly span: Span;
  readonly matches: (candidate: Candidate) => boolean;
  /** Whom the list is about, where it was asked for by id. */
  readonly about: string | null;
}

const startsWith = (column: SQL, typed: string) =>
  sql`substr(${column}, 1, ${typed.length}) = ${typed}`;

/** People as typed: by name, code or login name; in the subtrees `within` only, if given. */
async function peopleNamed(db: Db, typed: string, within: readonly string[] | null) {
  const rows = await findPeople(db, typed, { within, limit: MOST_MEANT + 1 });
  const login = await personOfLogin(db, typed);
  return [...new Set([...rows.map(({ id }) => id), ...(login === null ? [] : [login])])];
}

async function unitsNamed(db: Db, typed: string, within: readonly string[]) {
  const rows = await db
    .select({ id: orgUnits.id })
    .from(orgUnits)
    .where(
      and(
        startsWith(sql`${orgUnits.name}`, typed),
        or(...within.map((path) => startsWith(sql`${orgUnits.path}`, path))),
      ),
    )
    .limit(MOST_MEANT + 1);
  return rows.map(({ id }) => id);
}

function demandFew(found: readonly string[], typed: string): readonly string[] {
  if (found.length > MOST_MEANT) throw new Refused('audit-name-ambiguous', { name: typed });
  return found;
}

async function subjectsOf(db: Db, actor: Actor, reader: AuditReader, filter: AuditFilter) {
  if (filter.person !== undefined) {
    const person = await administeredPerson(db, actor, filter.person, 'read_audit');
    return { subjects: [`person:${person.id}`], about: person.name };
  }
  const typed = filter.whom?.normalize('NFKC').trim() ?? '';
  if (typed === '') return { subjects: null, about: null };
  const within = reader.unitIds === null ? null : reader.paths;
  const found = [
    ...(await peopleNamed(db, typed, within)).map((id) => `person:${id}`),
    ...(await unitsNamed(db, typed, reader.paths)).map((id) => `org-unit:${id}`),
  ];
  return { subjects: demandFew(found, typed), about: null };
}

async function actorsOf(db: Db, filter: AuditFilter) {
  const typed = filter.who?.normalize('NFKC').trim() ?? '';
  return typed === '' ? null : demandFew(await peopleNamed(db, typed, null), typed);
}

function spanOf({ from, until }: AuditFilter): Span {
  const first = from === undefined ? null : startOfTrainingDay(from);
  const last = until === undefined ? null : endOfTrainingDay(until);
  if (from !== undefined && first === null) throw new Refused('day-unknown', { day: from });
  if (until !== undefined && last === null) throw new Refused('day-unknown', { day: until });
  return { fromMs: first?.getTime() ?? null, untilMs: last?.getTime() ?? null };
}

/** One action is narrower than its group; of another group than the one asked for there is none. */
function actionsOf({ group, action }: AuditFilter): readonly string[] | null {
  if (group === undefined) return action === undefined ? null : [action];
  const all: readonly string[] = AUDIT_ACTIONS[group];
  return action === undefined ? all : all.filter((one) => one === action);
}

/** "10.1." means the whole network; anything else that one address. */
function addressTest(typed: string | undefined): (address: string) => boolean {
  const wanted = typed?.toLowerCase() ?? '';
  if (wanted === '') return () => true;
  const isNetwork = wanted.endsWith('.') || wanted.endsWith(':');
  return (address) => {
    const known = address.toLowerCase();
    return isNetwork ? known.startsWith(wanted) : known === wanted;
  };
}

/** Makes a search of what was asked; a person or unit that may not be read is not found (DOMAIN G3). */
export async function prepareSearch(
  db: Db,
  actor: Actor,
  reader: AuditReader,
  filter: AuditFilter,
): Promise<Search> {
  const unit =
    filter.unit === undefined ? null : await administeredUnit(db, actor, filter.unit, 'read_audit');
  const { subjects, about } = await subjectsOf(db, actor, reader, filter);
  const actors = await actorsOf(db, filter);
  const actions = actionsOf(filter);
  const isThere = addressTest(filter.address);
  const unitIds = unit ? [unit.id] : reader.unitIds;
  const driver: Driver =
    subjects !== null
      ? { by: 'subject', values: subjects }
      : actors !== null
        ? { by: 'actor', values: actors }
        : unitIds !== null
          ? { by: 'unit', values: unitIds }
          : actions !== null
            ? { by: 'action', values: actions }
            : { by: 'time' };
  const [wantedSubjects, wantedActors] = [subjects && new Set(subjects), actors && new Set(actors)];
  return {
    driver,
    span: spanOf(filter),
    about: unit?.name ?? about,
    matches: (candidate) =>
      (wantedSubjects?.has(candidate.subject) ?? true) &&
      (wantedActors === null ||
        (candidate.actorId !== null && wantedActors.has(candidate.actorId))) &&
      (actions?.includes(candidate.action) ?? true) &&
      isThere(candidate.address) &&
      (unit === null || (candidate.orgPath?.includes(`/${unit.id}/`) ?? false)) &&
      reader.mayRead(candidate),
  };
}

export interface Look {
  readonly found: readonly Candidate[];
  readonly looked: number;
  /** The last event that was looked at. */
  readonly reached: Cursor | null;
  readonly isEnd: boolean;
}

/** Looks through the events after a cursor, piece by piece; others get their turn between the pieces. */
export async function* lookThrough(
  db: Db,
  { driver, span, matches }: Search,
  after: Cursor | null,
): AsyncGenerator<Look> {
  let reached = after;
  for (let limit = FIRST_LOOK; ; limit = FURTHER_LOOK) {
    const candidates = await nextCandidates(db, { driver, span, after: reached, limit });
    reached = candidates.at(-1) ?? reached;
    const isEnd = candidates.length < limit;
    yield { found: candidates.filter(matches), looked: candidates.length, reached, isEnd };
    if (isEnd) return;
    await setImmediate();
  }
}
