// Takes an import of units back, in one transaction; units that changed since stay as they are.
import { schema, type Tx } from '@xueshi/database';
import { planTree, type TreeStep } from '@xueshi/domain';
import { and, eq, inArray, isNull, or, gt } from 'drizzle-orm';
import { setImmediate as othersTurn } from 'node:timers/promises';
import { administeredUnit, type OrgUnit } from '../../platform/authorisation.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { recordAudit } from '../audit/service.ts';
import { demandClosable, placeUnder, shutUnit, updateUnit } from '../org-tree/service.ts';
import {
  errorAt,
  keepErrors,
  updateImport,
  type ImportRow,
  type StagedRow,
} from '../sheet-imports/service.ts';
import { fieldsIn, openOnes, readTree, type KnownTree } from './known.ts';
import type { Columns } from './read-row.ts';
import { changingRows, type UnitImage } from './staged.ts';

const { memberships, orgUnits } = schema;

const TURN_EVERY = 50;
/** Values of one statement. */
const AT_ONCE = 500;

interface Undoing {
  readonly tx: Tx;
  readonly actor: Actor;
  readonly now: Date;
  readonly signal: AbortSignal;
}

const imageIn = ({ before }: StagedRow) => before as UnitImage | null;

/** Units to which somebody belongs by now. */
async function withPeople({ tx, now }: Undoing, ids: readonly string[]): Promise<Set<string>> {
  const found = new Set<string>();
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const rows = await tx
      .selectDistinct({ id: memberships.orgUnitId })
      .from(memberships)
      .where(
        and(
          inArray(memberships.orgUnitId, ids.slice(at, at + AT_ONCE)),
          or(isNull(memberships.endsAt), gt(memberships.endsAt, now)),
        ),
      );
    for (const { id } of rows) found.add(id);
  }
  return found;
}

/** Whether a unit is still as the import left it. */
const isAsLeft = (unit: OrgUnit | undefined, appliedAt: Date | null) =>
  unit?.closedAt === null &&
  (unit.changedAt ?? unit.createdAt).getTime() === (appliedAt?.getTime() ?? NaN);

/** One step back; false where the tree does not allow it any more. */
async function stepBack(
  { tx, actor, now }: Undoing,
  { kind, unit: { id, parentId } }: TreeStep,
  image: UnitImage | null,
): Promise<boolean> {
  const one = async (wanted: string) =>
    (await tx.select().from(orgUnits).where(eq(orgUnits.id, wanted)))[0];
  const unit = await one(id);
  if (!unit) return false;
  try {
    if (kind === 'close') {
      await demandClosable(tx, unit, now);
      // The code is free again: the same file can be imported once more.
      await updateUnit(tx, actor, { unit, changes: { code: null }, now });
      await shutUnit(tx, actor, { unit: { ...unit, code: null, changedAt: now }, now });
    } else if (kind === 'place') {
      const parent = await one(parentId ?? '');
      if (!parent) return false;
      await placeUnder(tx, actor, { unit, parent, now });
    } else if (image) {
      const as = {
        principalOrgId: image.state.principalOrgId,
        placeUnitId: image.state.placeUnitId,
        responsiblePersonId: image.responsiblePersonId,
      };
      await updateUnit(tx, actor, { unit, changes: fieldsIn(image.state), as, now });
    }
    return true;
  } catch (error) {
    // Refused before anything was written.
    if (error instanceof Refused) return false;
    throw error;
  }
}

/** The rows that cannot be taken back; all others are. */
async function takeBack(
  undoing: Undoing,
  tree: KnownTree,
  { rows, appliedAt }: { rows: readonly StagedRow[]; appliedAt: Date | null },
): Promise<StagedRow[]> {
  const made = rows.filter((row) => imageIn(row) === null).map(({ subjectId }) => subjectId ?? '');
  const inUse = await withPeople(undoing, made);
  const isFree = ({ subjectId }: StagedRow) =>
    isAsLeft(tree.within.get(subjectId ?? ''), appliedAt) && !inUse.has(subjectId ?? '');
  const back = rows.filter(isFree);
  const images = new Map(back.map((row) => [row.subjectId ?? '', imageIn(row)]));
  const plan = planTree(
    {
      units: openOnes(tree),
      wanted: [...images.values()].flatMap((image) => (image ? [image.state] : [])),
      closing: [...images].filter(([, image]) => image === null).map(([id]) => id),
    },
    new Set([...images].filter(([, image]) => image !== null).map(([id]) => id)),
  );
  const kept = new Set(plan.stuck);
  for (const [at, step] of plan.steps.entries()) {
    const { id } = step.unit;
    if (!(await stepBack(undoing, step, images.get(id) ?? null))) kept.add(id);
    if (at % TURN_EVERY > 0) continue;
    await othersTurn();
    undoing.signal.throwIfAborted();
  }
  return rows.filter((row) => !isFree(row) || kept.has(row.subjectId ?? ''));
}

/** Takes an import back; what changed since stays and is told at its row. */
export async function undoUnits(
  platform: Platform,
  { run, actor, signal }: { run: ImportRow; actor: Actor; signal: AbortSignal },
): Promise<void> {
  const now = platform.clock.now();
  const columns: Columns = run.columns ?? {};
  await platform.write(async (tx) => {
    const root = await administeredUnit(tx, actor, run.orgUnitId);
    const tree = await readTree(tx, root);
    const rows = await changingRows(tx, run.id);
    const kept = await takeBack({ tx, actor, now, signal }, tree, {
      rows,
      appliedAt: run.appliedAt,
    });
    const told = kept.map((row) =>
      errorAt(columns, {
        row: row.rowNumber,
        field: 'code',
        code: 'changed-since',
        value: row.code ?? '',
      }),
    );
    await keepErrors(tx, run.id, told);
    await updateImport(tx, run.id, {
      state: 'undone',
      undoneAt: now,
      rowsDone: 0,
      rowsKept: kept.length,
    });
    await recordAudit(tx, {
      at: now,
      actorId: actor.personId,
      action: 'units-import-undone',
      subject: `org-unit:${run.orgUnitId}`,
      detail: {
        importId: run.id,
        adding: run.rowsAdding,
        updating: run.rowsUpdating,
        kept: kept.length,
      },
      address: actor.address,
    });
  });
}
