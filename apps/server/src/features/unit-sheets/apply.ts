// Brings a checked table of units into effect: all of it in one transaction, by the same steps that the
// pages take one at a time, each with its place in the unit's history and in the audit trail.
import { schema, type Tx } from '@xueshi/database';
import type { TreeStep } from '@xueshi/domain';
import { eq, sql } from 'drizzle-orm';
import { setImmediate as othersTurn } from 'node:timers/promises';
import { administeredUnit, type OrgUnit } from '../../platform/authorisation.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { recordAudit } from '../audit/service.ts';
import { insertUnit, placeUnder, updateUnit } from '../org-tree/service.ts';
import { errorAt, updateImport, type ImportRow, type StagedRow } from '../sheet-imports/service.ts';
import { judgeRows } from './judge.ts';
import { fieldsIn, readTree } from './known.ts';
import type { CellError, Columns } from './read-row.ts';
import { changingRows, imageOf, type StagedUnit, type UnitImage } from './staged.ts';
import type { Wish } from './wishes.ts';

const { orgUnits, rosterImportRows } = schema;

/** After so many steps others read (they see the tree as it was until all is done), or the server stops. */
const TURN_EVERY = 50;
/** Images written by one statement. */
const IMAGES = 200;

/** Something is no longer as it was when the file was checked: nothing is done. */
export class CannotApply extends Error {
  readonly errors: readonly CellError[];

  constructor(errors: readonly CellError[]) {
    super('the tree is no longer as it was checked');
    this.errors = errors;
  }
}

interface Applying {
  readonly tx: Tx;
  readonly actor: Actor;
  readonly now: Date;
  readonly signal: AbortSignal;
  /** Units that were planned under an id of the plan's own, by that. */
  readonly made: Map<string, string>;
}

async function unitNow({ tx, made }: Applying, id: string): Promise<OrgUnit> {
  const [unit] = await tx
    .select()
    .from(orgUnits)
    .where(eq(orgUnits.id, made.get(id) ?? id));
  if (!unit) throw new Refused('not-found');
  return unit;
}

/** What a unit is to be, in the words of the form: others by the codes that they have by now. */
async function fieldsOf(applying: Applying, { then, unit, responsible }: Wish) {
  const { principalOrgId, placeUnitId } = then;
  const codeNow = async (id: string | null) => id && (await unitNow(applying, id)).code;
  return {
    ...fieldsIn(then),
    ...(principalOrgId === (unit?.principalOrgId ?? null)
      ? {}
      : { principalCode: await codeNow(principalOrgId) }),
    ...(placeUnitId === (unit?.placeUnitId ?? null)
      ? {}
      : { placeCode: await codeNow(placeUnitId) }),
    ...(responsible === undefined ? {} : { responsibleLogin: responsible }),
  };
}

async function take(applying: Applying, { kind, unit: { id, parentId } }: TreeStep, wish: Wish) {
  const { tx, actor, now, made } = applying;
  if (kind === 'add') {
    const parent = await unitNow(applying, parentId ?? '');
    const input = await fieldsOf(applying, wish);
    made.set(id, (await insertUnit(tx, actor, { parent, input, now })).id);
  } else if (kind === 'place') {
    const parent = await unitNow(applying, parentId ?? '');
    await placeUnder(tx, actor, { unit: await unitNow(applying, id), parent, now });
  } else if (kind === 'edit') {
    const changes = await fieldsOf(applying, wish);
    await updateUnit(tx, actor, { unit: await unitNow(applying, id), changes, now });
  }
}

/** What each row did, for taking it back. */
async function keepImages({ tx, made }: Applying, run: ImportRow, wishes: readonly Wish[]) {
  const images = wishes.map(({ row, unit, id }) => ({
    importId: run.id,
    rowNumber: row.number,
    action: 'add',
    wanted: {},
    done: true,
    subjectId: made.get(id) ?? id,
    before: unit ? (imageOf(unit) satisfies UnitImage) : null,
  }));
  for (let at = 0; at < images.length; at += IMAGES) {
    await tx
      .insert(rosterImportRows)
      .values(images.slice(at, at + IMAGES))
      .onConflictDoUpdate({
        target: [rosterImportRows.importId, rosterImportRows.rowNumber],
        set: {
          done: true,
          subjectId: sql`excluded.subject_id`,
          before: sql`excluded."before"`,
        },
      });
  }
}

/** Rows whose unit somebody changed since the file was checked. */
function changedMeanwhile(
  staged: readonly StagedRow[],
  wishes: readonly Wish[],
  columns: Columns,
): CellError[] {
  const seen = new Map(
    staged.map(({ rowNumber, wanted }) => [rowNumber, (wanted as StagedUnit).seen]),
  );
  return wishes
    .filter(({ row, unit }) => (unit?.changedAt?.getTime() ?? null) !== seen.get(row.number))
    .map(({ row }) =>
      errorAt(columns, {
        row: row.number,
        field: 'code',
        code: 'changed-meanwhile',
        value: row.code ?? row.id ?? '',
      }),
    );
}

async function applyAll(applying: Applying, run: ImportRow): Promise<void> {
  const { tx, actor, now, signal } = applying;
  const root = await administeredUnit(tx, actor, run.orgUnitId);
  const columns: Columns = run.columns ?? {};
  const staged = await changingRows(tx, run.id);
  const rows = staged.map(({ wanted }) => (wanted as StagedUnit).row);
  const judging = { db: tx, actor, tree: await readTree(tx, root), columns, now };
  const { wishes, errors, plan } = await judgeRows(judging, rows);
  const wrong = errors.length > 0 ? errors : changedMeanwhile(staged, wishes, columns);
  if (wrong.length > 0) throw new CannotApply(wrong);
  const byId = new Map(wishes.map((wish) => [wish.id, wish]));
  for (const [at, step] of plan.steps.entries()) {
    const wish = byId.get(step.unit.id);
    if (wish) await take(applying, step, wish);
    if (at % TURN_EVERY > 0) continue;
    await othersTurn();
    signal.throwIfAborted();
  }
  await keepImages(applying, run, wishes);
}

/** Writes all rows, or none: throws CannotApply with the cells that are in the way by now. */
export async function applyUnits(
  platform: Platform,
  { run, actor, signal }: { run: ImportRow; actor: Actor; signal: AbortSignal },
): Promise<void> {
  const now = platform.clock.now();
  await platform.write(async (tx) => {
    await applyAll({ tx, actor, now, signal, made: new Map() }, run);
    const done = run.rowsAdding + run.rowsUpdating;
    await updateImport(tx, run.id, { state: 'applied', appliedAt: now, rowsDone: done });
    await recordAudit(tx, {
      at: now,
      actorId: actor.personId,
      action: 'units-imported',
      subject: `org-unit:${run.orgUnitId}`,
      detail: { importId: run.id, adding: run.rowsAdding, updating: run.rowsUpdating },
      address: actor.address,
    });
  });
}
