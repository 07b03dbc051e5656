// Flags as administrators see them: of the people of their subtree, never their own.
import type { FLAG_GROUPS, FlagDetail } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { mayDecideAppeal } from '@xueshi/domain';
import { and, eq, inArray, ne, sql } from 'drizzle-orm';
import {
  administeredPaths,
  administeredPerson,
  administeredUnit,
  administers,
  type Administered,
  type Person,
} from '../../platform/authorisation.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { refOf, unitOfPerson } from '../organisations/service.ts';
import { consequenceFor } from './consequences.ts';
import { countFlags, findFlag, flagsBelow, pageOfFlags, type FlagRowStored } from './store.ts';
import { effectViews, matterOf, rowView, stepViews, titlesIn } from './views.ts';

const { flags, lessons, people, playbackSessions, quizAttempts } = schema;

const PAGE_SIZE = 50;

type Group = (typeof FLAG_GROUPS)[number];

const STATES: Readonly<Record<Group, readonly string[]>> = {
  undecided: ['open', 'asked', 'answered'],
  appealed: ['appealed'],
  decided: ['cleared', 'upheld', 'confirmed', 'overturned'],
};

export const UNDECIDED = STATES.undecided;

export interface FlagFilter {
  readonly group?: Group;
  readonly rule?: string;
  readonly query?: string;
  readonly person?: string;
  /** A unit with everything below it. */
  readonly unit?: string;
  readonly page?: number;
}

export async function listFlags({ db }: Platform, actor: Actor, filter: FlagFilter) {
  const unit =
    filter.unit === undefined ? null : await administeredUnit(db, actor, filter.unit, 'read');
  const paths = unit ? [unit.path] : administeredPaths(actor, 'read');
  const notOwn = ne(flags.personId, actor.personId);
  const counted = await countFlags(db, flagsBelow(paths, notOwn));
  const where = flagsBelow(
    paths,
    and(
      notOwn,
      inArray(flags.state, [...STATES[filter.group ?? 'undecided']]),
      filter.rule === undefined ? undefined : eq(flags.rule, filter.rule),
      filter.person === undefined ? undefined : eq(flags.personId, filter.person),
      wordsIn(filter.query?.trim() ?? ''),
    ),
  );
  const page = filter.page ?? 1;
  const total = (await countFlags(db, where)).reduce((sum, one) => sum + one.flags, 0);
  const rows = await pageOfFlags(db, where, {
    limit: PAGE_SIZE,
    offset: (page - 1) * PAGE_SIZE,
  });
  const matter = await matterOf(
    db,
    rows.map(({ flag }) => flag),
  );
  const countOf = (group: Group) =>
    counted
      .filter(({ state }) => STATES[group].includes(state))
      .reduce((sum, one) => sum + one.flags, 0);
  return {
    unit: unit && refOf(unit),
    items: rows.map(({ flag, name, unitName }) =>
      rowView(flag, { id: flag.personId, name, unitName }, matter),
    ),
    total,
    page,
    pageSize: PAGE_SIZE,
    counts: {
      undecided: countOf('undecided'),
      appealed: countOf('appealed'),
      decided: countOf('decided'),
    },
  };
}

/** Part of a person's name or pinyin, or of the title of a lesson that the flag is about. */
function wordsIn(words: string) {
  if (words === '') return undefined;
  const has = (text: unknown) => sql`instr(lower(${text}), lower(${words})) > 0`;
  return sql`(${has(people.name)} OR ${has(people.namePinyin)} OR EXISTS (
    SELECT 1 FROM json_each(${flags.lessons}) AS one
    JOIN ${lessons} ON ${lessons.id} = one.value ->> 'lessonId'
    WHERE ${has(lessons.title)}))`;
}

export interface FoundFlag {
  readonly flag: FlagRowStored;
  readonly person: Administered<Person>;
}

/** A flag of somebody whom the actor administers; one's own is as if it were not there. */
export async function administeredFlag(
  db: Reader,
  actor: Actor,
  id: string,
  duty: 'read' | 'run_training',
): Promise<FoundFlag> {
  const flag = await findFlag(db, id);
  if (!flag || flag.personId === actor.personId) throw new Refused('not-found');
  return { flag, person: await administeredPerson(db, actor, flag.personId, duty) };
}

export const decidesAppeal = (flag: FlagRowStored, actor: Actor): boolean =>
  flag.state === 'appealed' &&
  flag.decidedBy !== null &&
  mayDecideAppeal(
    { path: flag.appealPath, deciderId: flag.decidedBy, learnerId: flag.personId },
    actor.personId,
    administeredPaths(actor, 'run_training'),
  );

export async function readFlag({ db }: Platform, actor: Actor, id: string): Promise<FlagDetail> {
  const { flag, person } = await administeredFlag(db, actor, id, 'read');
  const unit = await unitOfPerson(db, person.id);
  const matter = await matterOf(db, [flag]);
  const subjects: FlagDetail['subjects'] = [];
  for (const lesson of flag.lessons) {
    const titles = titlesIn(matter, lesson);
    subjects.push({
      ...lesson,
      courseTitle: titles.course,
      lessonTitle: titles.lesson,
      consequence: (await consequenceFor(db, lesson)).kind,
    });
  }
  const titlesBySession = await sessionTitles(db, flag, matter);
  return {
    ...rowView(flag, { id: person.id, name: person.name, unitName: unit?.name ?? '' }, matter),
    subjects,
    evidence: flag.evidence.map(({ fromMs, toMs, sessionId, figures }) => ({
      from: new Date(fromMs).toISOString(),
      to: new Date(toMs).toISOString(),
      lessonTitle: titlesBySession.get(sessionId ?? '') ?? null,
      sessionId,
      figures,
    })),
    steps: stepViews(flag, matter, false),
    effects: effectViews(flag, matter),
    mayDecide:
      UNDECIDED.includes(flag.state) &&
      unit !== null &&
      administers(actor, unit.path, 'run_training'),
    mayAsk: flag.state === 'open',
    mayDecideAppeal: decidesAppeal(flag, actor),
  };
}

/** Titles of the lessons by the playbacks and attempts of the evidence that are still on record. */
async function sessionTitles(
  db: Reader,
  flag: FlagRowStored,
  matter: Parameters<typeof titlesIn>[0],
) {
  const ids = [...new Set(flag.evidence.flatMap(({ sessionId }) => sessionId ?? []))];
  const titles = new Map<string, { 'zh-CN': string; en: string }>();
  if (ids.length === 0) return titles;
  for (const from of [playbackSessions, quizAttempts]) {
    const rows = await db
      .select({ id: from.id, enrolmentId: from.enrolmentId, lessonId: from.lessonId })
      .from(from)
      .where(inArray(from.id, ids));
    for (const { id, ...lesson } of rows) titles.set(id, titlesIn(matter, lesson).lesson);
  }
  return titles;
}

/** How many flags of people below a path nobody has decided, appeals among them. */
export async function countUndecided(db: Reader, path: string): Promise<number> {
  const states = [...STATES.undecided, ...STATES.appealed];
  const counted = await countFlags(db, flagsBelow([path], inArray(flags.state, states)));
  return counted.reduce((sum, one) => sum + one.flags, 0);
}
