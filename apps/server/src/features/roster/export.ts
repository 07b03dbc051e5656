// The people of a subtree as a table that can be imported again; and an empty one to begin with.
import { RosterFields, RequiredRosterFields, type RosterField } from '@xueshi/contracts';
import { schema, type Db } from '@xueshi/database';
import { trainingDayOf } from '@xueshi/domain';
import {
  writeCsv,
  writeWorkbook,
  type CellValue,
  type Sheet,
  type SheetColumn,
} from '@xueshi/formats/spreadsheet';
import { m, type Locale } from '@xueshi/messages';
import { and, asc, eq, gt, isNull } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { administeredUnit } from '../../platform/authorisation.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Actor } from '../../platform/sessions.ts';
import { maskedIdentity } from '../people/service.ts';
import { writeTemplateOf } from '../sheet-imports/service.ts';
import { choicesOf, headingOf, noteOf, wordOf, type WordField } from './fields.ts';

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
};

const columnOf = (field: RosterField, locale: Locale): SheetColumn => ({
  heading: headingOf(field, locale),
  kind: field === 'from' ? 'date' : 'text',
  width: WIDTHS[field] ?? 14,
});

const NEEDED: readonly RosterField[] = RequiredRosterFields;

/** An empty roster with the words that may be chosen. */
export const writeTemplate = (locale: Locale): Promise<Uint8Array> =>
  writeTemplateOf(
    m.roster_sheet({}, { locale }),
    RosterFields.map((field) => ({
      column: columnOf(field, locale),
      needed: NEEDED.includes(field),
      note: noteOf(field, locale),
      choices: choicesOf(field, locale),
    })),
    locale,
  );

const pageOf = (db: Db, unitId: string, after: string) =>
  db
    .select({
      person: people,
      membership: memberships,
      unitCode: orgUnits.code,
      managingCode: managing.code,
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

/** Identity numbers leave the system masked only; a masked one is left alone when it is read again. */
function cellsOf({ secret }: Platform, row: Found, locale: Locale): CellValue[] {
  const { person, membership } = row;
  const word = (field: WordField, code: string | null) => code && wordOf(field, code, locale);
  const values: Record<RosterField, CellValue> = {
    code: person.code,
    name: person.name,
    unitCode: row.unitCode,
    category: word('category', membership.audienceCategory),
    post: membership.post,
    positionLevel: word('positionLevel', membership.positionLevel),
    rank: word('rank', membership.rank),
    politicalStatus: word('politicalStatus', person.politicalStatus),
    identityNumber: maskedIdentity(secret, person.id, person.identitySealed),
    managingUnitCode: row.managingCode,
    from: new Date(`${trainingDayOf(membership.startsAt)}T00:00:00Z`),
  };
  return RosterFields.map((field) => values[field]);
}

async function* rowsOf(platform: Platform, unitId: string, locale: Locale) {
  let after = '';
  for (;;) {
    const rows = await pageOf(platform.db, unitId, after);
    for (const row of rows) yield cellsOf(platform, row, locale);
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    after = last.person.id;
  }
}

/** The roster of a unit's subtree, row by row. */
export async function exportRoster(
  platform: Platform,
  actor: Actor,
  unitId: string,
  wish: { format: 'xlsx' | 'csv'; locale: Locale },
): Promise<{ name: string; content: ReadableStream<Uint8Array> }> {
  const unit = await administeredUnit(platform.db, actor, unitId, 'keep_roster');
  const now = platform.clock.now();
  const { format, locale } = wish;
  const sheet: Sheet = {
    name: m.roster_sheet({}, { locale }),
    columns: RosterFields.map((field) => columnOf(field, locale)),
    rows: rowsOf(platform, unit.id, locale),
  };
  const name = `${unit.name}-${m.roster_sheet({}, { locale })}-${trainingDayOf(now)}.${format}`;
  return { name, content: format === 'csv' ? writeCsv(sheet) : writeWorkbook(sheet) };
}
