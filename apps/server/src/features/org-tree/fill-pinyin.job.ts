// Units from before they were found by pinyin get theirs. It stands in no history: nothing of the unit changes.
import { schema, type Tx } from '@xueshi/database';
import { eq, isNull } from 'drizzle-orm';
import { setImmediate as othersTurn } from 'node:timers/promises';
import { enqueueJob, type JobHandler } from '../../platform/jobs.ts';
import { pinyinOf } from '../people/service.ts';

const { orgUnits } = schema;

export const FILL_UNIT_PINYIN = 'fill-unit-pinyin';

/** Units of one transaction: some 20 ms. */
const CHUNK = 100;

/** Asks for the work at a start, where any is left. */
export async function fillMissingPinyin(tx: Tx, now: Date): Promise<void> {
  const [missing] = await tx
    .select({ id: orgUnits.id })
    .from(orgUnits)
    .where(isNull(orgUnits.namePinyin))
    .limit(1);
  if (!missing) return;
  await enqueueJob(tx, {
    name: FILL_UNIT_PINYIN,
    uniqueKey: FILL_UNIT_PINYIN,
    payload: {},
    now,
  });
}

async function fillSome(tx: Tx): Promise<number> {
  const units = await tx
    .select({ id: orgUnits.id, name: orgUnits.name })
    .from(orgUnits)
    .where(isNull(orgUnits.namePinyin))
    .limit(CHUNK);
  for (const { id, name } of units)
    await tx.update(orgUnits).set(pinyinOf(name)).where(eq(orgUnits.id, id));
  return units.length;
}

/** Goes on where it was stopped: what is filled is not looked at again. */
export const fillPinyinHandler: JobHandler = async ({ write }, _payload, { signal }) => {
  while ((await write(fillSome)) === CHUNK) {
    signal.throwIfAborted();
    await othersTurn();
  }
};
