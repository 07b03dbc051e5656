// Everybody whom a policy that was tried out would affect: paged on the page, whole as a file.
import type { AffectedPerson } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { POLICY_CHANGES, trainingDayOf, type PolicyChange } from '@xueshi/domain';
import type { CellValue, SheetColumn } from '@xueshi/formats/spreadsheet';
import { m, type Locale } from '@xueshi/messages';
import { and, asc, eq, gt, or, sql, type SQL } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Readable } from 'node:stream';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { refOf } from '../organisations/service.ts';
import { recordAudit } from '../audit/service.ts';
import { writeRows } from '../report-runs/service.ts';
import { foldName, namesLike } from '../standings/service.ts';
import { ownTrial } from './trials.ts';

const { orgUnits, policyTrialPeople } = schema;
const p = alias(schema.people, 'p');

const PAGE_SIZE = 50;
const ROWS_AT_ONCE = 1_000;

interface Asked {
  readonly change?: PolicyChange | undefined;
  readonly q?: string | undefined;
}

function matching(trialId: string, { change, q }: Asked): SQL | undefined {
  const typed = foldName(q ?? '');
  return and(
    eq(policyTrialPeople.trialId, trialId),
    ...(change === undefined ? [] : [eq(policyTrialPeople.change, change)]),
    ...(typed === '' ? [] : [namesLike(typed)]),
  );
}

const read = (db: Reader, where: SQL | undefined) =>
  db
    .select({ row: policyTrialPeople, name: p.name, unitName: orgUnits.name })
    .from(policyTrialPeople)
    .innerJoin(p, eq(p.id, policyTrialPeople.personId))
    .innerJoin(orgUnits, eq(orgUnits.id, policyTrialPeople.unitId))
    .where(where)
    .orderBy(asc(policyTrialPeople.namePinyin), asc(policyTrialPeople.personId));

type Row = Awaited<ReturnType<typeof read>>[number];

const personView = ({ row, name, unitName }: Row): AffectedPerson => ({
  id: row.personId,
  name,
  unitName,
  change: POLICY_CHANGES.find((one) => one === row.change) ?? 'more',
  missingBefore: row.missingBefore,
  missingAfter: row.missingAfter,
  halfDaysBefore: row.halfDaysBefore,
  halfDaysAfter: row.halfDaysAfter,
});

interface Place {
  readonly id: string;
  readonly trialId: string;
}

export async function listAffected(
  platform: Platform,
  actor: Actor,
  { id, trialId }: Place,
  { page = 1, ...asked }: Asked & { readonly page?: number | undefined },
) {
  const { db } = platform;
  const { unit, trial } = await ownTrial(platform, actor, id, trialId);
  const where = matching(trial.id, asked);
  const [counted] = await db
    .select({ total: sql<number>`count(*)` })
    .from(policyTrialPeople)
    .innerJoin(p, eq(p.id, policyTrialPeople.personId))
    .where(where);
  const rows = await read(db, where)
    .limit(PAGE_SIZE)
    .offset((page - 1) * PAGE_SIZE);
  const total = counted?.total ?? 0;
  return { unit: refOf(unit), items: rows.map(personView), page, pageSize: PAGE_SIZE, total };
}

const CHANGES: Record<PolicyChange, (_: object, options: { locale: Locale }) => string> = {
  losing: m.policies_change_losing,
  gaining: m.policies_change_gaining,
  more: m.policies_change_more,
  less: m.policies_change_less,
};

function columnsIn(locale: Locale): SheetColumn[] {
  const options = { locale };
  return [
    { heading: m.policies_affected_name({}, options), kind: 'text', width: 12 },
    { heading: m.policies_affected_unit({}, options), kind: 'text', width: 28 },
    { heading: m.policies_affected_change({}, options), kind: 'text', width: 18 },
    { heading: m.policies_affected_missing_before({}, options), kind: 'decimal' },
    { heading: m.policies_affected_missing_after({}, options), kind: 'decimal' },
    { heading: m.policies_affected_days_before({}, options), kind: 'decimal' },
    { heading: m.policies_affected_days_after({}, options), kind: 'decimal' },
  ];
}

async function* cells(
  db: Reader,
  trialId: string,
  change: PolicyChange | undefined,
  locale: Locale,
): AsyncGenerator<CellValue[]> {
  let after: SQL | undefined;
  for (;;) {
    const rows = await read(db, and(matching(trialId, { change }), after)).limit(ROWS_AT_ONCE);
    for (const row of rows) {
      const one = personView(row);
      yield [
        one.name,
        one.unitName,
        CHANGES[one.change]({}, { locale }),
        one.missingBefore / 100,
        one.missingAfter / 100,
        one.halfDaysBefore / 2,
        one.halfDaysAfter / 2,
      ];
    }
    const last = rows.at(-1)?.row;
    if (!last || rows.length < ROWS_AT_ONCE) return;
    const { namePinyin, personId } = policyTrialPeople;
    after = or(
      gt(namePinyin, last.namePinyin),
      and(eq(namePinyin, last.namePinyin), gt(personId, last.personId)),
    );
  }
}

export async function affectedFile(
  platform: Platform,
  actor: Actor,
  { id, trialId }: Place,
  wanted: { change?: PolicyChange | undefined; format: 'xlsx' | 'csv'; locale: Locale },
): Promise<{ name: string; content: Readable }> {
  const { db, write, clock } = platform;
  const { unit, trial } = await ownTrial(platform, actor, id, trialId);
  if (trial.state !== 'ready') throw new Refused('not-found');
  const { change, format, locale } = wanted;
  const now = clock.now();
  // Names leave the system: that is written down, as with reports.
  await write((tx) =>
    recordAudit(tx, {
      at: now,
      actorId: actor.personId,
      action: 'report-ordered',
      subject: `org-unit:${unit.id}`,
      detail: { trialId, kind: 'hour-policy-trial', format, change: change ?? null },
      address: actor.address,
    }),
  );
  const title = m.policies_affected_title({}, { locale });
  const rows = cells(db, trial.id, change, locale);
  const sheet = { name: title, columns: columnsIn(locale), rows, summed: false };
  const name = `${[unit.name, title, trainingDayOf(now)].join('-')}.${format}`;
  return { name, content: await writeRows(sheet, format) };
}
