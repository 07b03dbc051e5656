// The people of a subtree as a table that can be imported again; and an empty one to begin with.
import { RosterFields, RequiredRosterFields, type RosterField } from '@xueshi/contracts';
import { schema, type Db } from '@xueshi/database';
import { SENSITIVE_KEY_GROUP, trainingDayOf } from '@xueshi/domain';
import { type CellValue, type Sheet, type SheetColumn } from '@xueshi/formats/spreadsheet';
import { m, type Locale } from '@xueshi/messages';
import { and, asc, eq, gt, inArray, isNull } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { setImmediate as othersTurn } from 'node:timers/promises';
import { administeredUnit } from '../../platform/authorisation.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Actor } from '../../platform/sessions.ts';
import { categoryWord, knownCategories, type Category } from '../audience-categories/service.ts';
import { knownKeyGroups, type KeyGroup } from '../key-groups/service.ts';
import { maskedIdentity, reserveScope, type MayKnow } from '../people/service.ts';
import { writeTemplateOf } from '../sheet-imports/service.ts';
import { choicesOf, headingOf, noteOf, wordOf, type WordField } from './fields.ts';
import { groupsCell, groupsOffered } from './group-words.ts';
import { groupsOf, statusesOf, type HeldGroup } from './known.ts';

const { memberships, orgUnitAncestors, orgUnits, people } = schema;
const managing = alias(orgUnits, 'managing');

const PAGE = 500;

const WIDTHS: Readonly<Partial<Record<RosterField, number>>> = {
  code: 14,
  name: 16,
  unitCode: 16,
  category: 32,
  post: 24,
  identityNumber: 22,
  managingUnitCode: 16,
  keyGroups: 32,
};

const columnOf = (field: RosterField, locale: Locale): SheetColumn => ({
  heading: headingOf(field, locale),
  kind: field === 'from' || field === 'statusFrom' ? 'date' : 'text',
  width: WIDTHS[field] ?? 14,
});

const NEEDED: readonly RosterField[] = RequiredRosterFields;

/**
 * An empty roster with the words that may be chosen, and a second sheet that explains each column;
 * reserve cadres stand there for whoever may know of those of the unit.
 */
export async function writeTemplate(
  { db }: Platform,
  actor: Actor,
  unitId: string,
  locale: Locale,
): Promise<Uint8Array> {
  const unit = await administeredUnit(db, actor, unitId, 'keep_roster');
  const mayKnow = await reserveScope(db, actor);
  const knowsReserve = mayKnow({ unitPath: unit.path, managingPath: null });
  const groups = groupsOffered(await knownKeyGroups(db), locale, knowsReserve);
  const categories = (await knownCategories(db))
    .filter(({ isRetired }) => !isRetired)
    .map(({ name }) => name[locale]);
  return writeTemplateOf(
    m.roster_sheet({}, { locale }),
    RosterFields.map((field) => ({
      column: columnOf(field, locale),
      needed: NEEDED.includes(field),
      note: noteOf(field, locale),
      choices: field === 'category' ? categories : choicesOf(field, locale),
      ...(field === 'keyGroups' ? { words: groups } : {}),
    })),
    locale,
  );
}

const pageOf = (db: Db, unitId: string, after: string) =>
  db
    .select({
      person: people,
      membership: memberships,
      unitCode: orgUnits.code,
      unitPath: orgUnits.path,
      managingCode: managing.code,
      managingPath: managing.path,
    })
    .from(orgUnitAncestors)
    .innerJoin(
      memberships,
      and(eq(memberships.orgUnitId, orgUnitAncestors.unitId), isNull(memberships.endsAt)),
    )
    .innerJoin(people, eq(people.id, memberships.personId))
    .innerJoin(orgUnits, eq(orgUnits.id, memberships.orgUnitId))
    .leftJoin(managing, eq(managing.id, memberships.managingUnitId))
    .where(
      and(eq(orgUnitAncestors.ancestorId, unitId), isNull(people.closedAt), gt(people.id, after)),
    )
    .orderBy(asc(people.id))
    .limit(PAGE);

type Found = Awaited<ReturnType<typeof pageOf>>[number];

/** A day as spreadsheets keep it: midnight UTC of the day in the zone of training days. */
const dayCell = (at: Date | undefined) =>
  at === undefined ? null : new Date(`${trainingDayOf(at)}T00:00:00Z`);

export interface Exporting {
  readonly platform: Platform;
  readonly unitId: string;
  readonly locale: Locale;
  /** Of whom whoever gets the file may know that they are reserve cadres (DOMAIN K3). */
  readonly mayKnow: MayKnow;
  readonly withIdentity: boolean;
  readonly signal: AbortSignal;
  /** Told of each page, how many people it had. */
  readonly looked: (people: number) => void;
}

const fieldsOf = ({ withIdentity }: Pick<Exporting, 'withIdentity'>) =>
  RosterFields.filter((field) => withIdentity || field !== 'identityNumber');

/** How many people an export will look at. */
export const countPeople = (db: Db, unitId: string): Promise<number> =>
  db.$count(
    memberships,
    and(
      isNull(memberships.endsAt),
      inArray(
        memberships.orgUnitId,
        db
          .select({ id: orgUnitAncestors.unitId })
          .from(orgUnitAncestors)
          .where(eq(orgUnitAncestors.ancestorId, unitId)),
      ),
    ),
  );

/** Identity numbers leave the system masked only; a masked one is left alone when it is read again. */
function cellsOf(
  exporting: Exporting,
  row: Found,
  dated: {
    since: Date | undefined;
    groups: readonly HeldGroup[];
    known: readonly KeyGroup[];
    categories: readonly Category[];
  },
): CellValue[] {
  const { platform, locale, mayKnow, withIdentity } = exporting;
  const { person, membership, unitPath, managingPath } = row;
  const sealed = withIdentity ? person.identitySealed : null;
  const word = (field: WordField, code: string | null) => code && wordOf(field, code, locale);
  const knows = mayKnow({ unitPath, managingPath });
  const groups = dated.groups
    .map(({ group }) => group)
    .filter((group) => knows || group !== SENSITIVE_KEY_GROUP);
  const values: Record<RosterField, CellValue> = {
    code: person.code,
    name: person.name,
    unitCode: row.unitCode,
    category:
      membership.audienceCategory &&
      categoryWord(dated.categories, membership.audienceCategory, locale),
    post: membership.post,
    positionLevel: word('positionLevel', membership.positionLevel),
    rank: word('rank', membership.rank),
    politicalStatus: word('politicalStatus', person.politicalStatus),
    identityNumber: maskedIdentity(platform.secret, person.id, sealed),
    managingUnitCode: row.managingCode,
    from: dayCell(membership.startsAt),
    status: word('status', person.status),
    statusFrom: dayCell(dated.since),
    keyGroups: groupsCell(dated.known, groups, locale),
  };
  return fieldsOf(exporting).map((field) => values[field]);
}

async function* rowsOf(exporting: Exporting): AsyncGenerator<CellValue[]> {
  const { platform, signal, looked } = exporting;
  const { db } = platform;
  const known = await knownKeyGroups(db);
  const categories = await knownCategories(db);
  let after = '';
  for (;;) {
    signal.throwIfAborted();
    const rows = await pageOf(db, exporting.unitId, after);
    const ids = rows.map(({ person }) => person.id);
    const [statuses, groups] = [await statusesOf(db, ids), await groupsOf(db, ids)];
    for (const row of rows) {
      const since = statuses.get(row.person.id)?.present?.startsAt;
      const held = groups.get(row.person.id) ?? [];
      yield cellsOf(exporting, row, { since, groups: held, known, categories });
    }
    looked(rows.length);
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    // The driver answers at once: without this nobody else would get a turn of the event loop.
    await othersTurn();
    after = last.person.id;
  }
}

/** The roster of a subtree as a sheet, row by row; for whoever `mayKnow` speaks of, and for nobody else. */
export function rosterSheet(
  exporting: Exporting,
): Sheet & { readonly rows: AsyncGenerator<CellValue[]> } {
  const { locale } = exporting;
  return {
    name: m.roster_sheet({}, { locale }),
    columns: fieldsOf(exporting).map((field) => columnOf(field, locale)),
    rows: rowsOf(exporting),
  };
}
