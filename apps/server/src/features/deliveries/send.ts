// Sends what was gathered. A delivery is marked as tried before, and as sent after it was taken: where
// the program dies between, it is sent again (at least once), under the same id.
import type { DeliveryTrouble } from '@xueshi/contracts';
import type { Tx } from '@xueshi/database';
import { enqueueJob } from '../../platform/jobs.ts';
import type { Platform } from '../../platform/platform.ts';
import { tellGroup } from './group-message.ts';
import { sendLetter } from './letter.ts';
import {
  dueDeliveries,
  dueForGroups,
  nextDue,
  postponeDue,
  releaseNotices,
  updateDelivery,
  type DeliveryRow,
  type SendOutcome,
} from './store.ts';
import { callWebhook } from './webhook-post.ts';

export const SEND_DELIVERIES = 'send-deliveries';

const TOGETHER = 5;
const MINUTE_MS = 60_000;
/** How long to wait after each attempt; after the last one it is given up. */
const PAUSES_MS = [10 * MINUTE_MS, 60 * MINUTE_MS, 240 * MINUTE_MS];
/** Trying again would not mend these. */
const FOR_GOOD: readonly DeliveryTrouble[] = [
  'mail-refused',
  'mail-none',
  'address-gone',
  'hook-gone',
];
/** So many failures in a row of one server: the rest of what goes there waits for the next round. */
const ENOUGH_FAILURES = 5;

/** Rows of one transaction. */
const AT_ONCE = 100;

async function inTurns<T>(
  { write }: Platform,
  rows: readonly T[],
  change: (tx: Tx, row: T) => Promise<void>,
): Promise<void> {
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    const some = rows.slice(from, from + AT_ONCE);
    await write(async (tx) => {
      for (const row of some) await change(tx, row);
    });
  }
}

const pauseAfter = ({ attempts }: DeliveryRow) => PAUSES_MS[attempts];

/** Tries to send some deliveries by one letter or call, and writes down what became of each. */
async function tryTogether(
  platform: Platform,
  rows: readonly DeliveryRow[],
  send: () => Promise<SendOutcome>,
): Promise<SendOutcome> {
  const { clock } = platform;
  await inTurns(platform, rows, (tx, row) => {
    const nextAt = new Date(clock.now().getTime() + (pauseAfter(row) ?? MINUTE_MS));
    return updateDelivery(tx, row.id, { attempts: row.attempts + 1, nextAt });
  });
  const error = await send();
  const settledAt = clock.now();
  await inTurns(platform, rows, async (tx, row) => {
    if (error === null) {
      await updateDelivery(tx, row.id, { state: 'sent', error, settledAt });
    } else if (pauseAfter(row) !== undefined && !FOR_GOOD.includes(error)) {
      await updateDelivery(tx, row.id, { state: 'failed', error });
    } else {
      await updateDelivery(tx, row.id, { state: 'given_up', error, settledAt });
      await releaseNotices(tx, row);
    }
  });
  return error;
}

const tryOne = (platform: Platform, row: DeliveryRow): Promise<SendOutcome> =>
  tryTogether(platform, [row], () =>
    row.channel === 'mail' ? sendLetter(platform, row) : callWebhook(platform, row),
  );

/** Where a delivery goes: the mail server, or the webhook of a unit. */
const serverOf = ({ channel, orgUnitId }: DeliveryRow) => orgUnitId ?? channel;

const blamesServer = ({ channel }: DeliveryRow, error: SendOutcome) =>
  error !== null &&
  (channel === 'webhook' || error === 'mail-unreachable' || error === 'mail-login');

/** Puts off what is due for a server that does not answer; no attempt of it is counted. */
async function putOff({ write, clock }: Platform, row: DeliveryRow): Promise<void> {
  const now = clock.now();
  const until = new Date(now.getTime() + 10 * MINUTE_MS);
  while ((await write((tx) => postponeDue(tx, row, { now, until }))) > 0);
}

/** Sends what is due and enqueues the next round, where something is to be tried again. */
export async function sendDue(platform: Platform, signal: AbortSignal): Promise<void> {
  const { db, write, clock } = platform;
  const failures = new Map<string, number>();
  for (;;) {
    signal.throwIfAborted();
    const now = clock.now();
    for (const group of await dueForGroups(db, now))
      await tryTogether(platform, group, () => tellGroup(platform, group));
    const rows = await dueDeliveries(db, now, TOGETHER);
    if (rows.length === 0) break;
    const tried = await Promise.all(
      rows.map(async (row) => ({ row, error: await tryOne(platform, row) })),
    );
    for (const { row, error } of tried) {
      const server = serverOf(row);
      const inARow = blamesServer(row, error) ? (failures.get(server) ?? 0) + 1 : 0;
      failures.set(server, inARow);
      if (inARow >= ENOUGH_FAILURES) await putOff(platform, row);
    }
  }
  const next = await nextDue(db);
  if (next !== null) await write((tx) => sendLater(tx, next));
}

const sendLater = (tx: Tx, at: Date) =>
  enqueueJob(tx, {
    name: SEND_DELIVERIES,
    uniqueKey: `${SEND_DELIVERIES}:${Math.ceil(at.getTime() / MINUTE_MS)}`,
    payload: {},
    now: at,
  });
