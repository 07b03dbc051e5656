// One message a day to the group of a unit: how many have something to read, and who.
import { schema } from '@xueshi/database';
import { m } from '@xueshi/messages';
import { inArray } from 'drizzle-orm';
import { postJson } from '../../platform/outgoing-call.ts';
import type { Platform } from '../../platform/platform.ts';
import { isRobot, isTakenByRobot, robotCall } from './group-robots.ts';
import type { DeliveryRow, SendOutcome } from './store.ts';
import { keepHealth, secrets, webhookOf, type WebhookRow } from './webhook-post.ts';

const { people } = schema;

/** The platforms take 2,048 bytes and more; the rest is for the sentence and the address. */
const NAMES_BYTES = 1_200;
/** People who are looked up for their names: more do not fit. */
const MOST_NAMED = 200;
const CHINESE = { locale: 'zh-CN' } as const;

/** As many names as fit. */
function listed(names: readonly string[], count: number): string {
  const shown: string[] = [];
  let bytes = 0;
  for (const name of names) {
    bytes += Buffer.byteLength(`${name}、`);
    if (bytes > NAMES_BYTES) break;
    shown.push(name);
  }
  const all = shown.join('、');
  return shown.length < count ? m.deliveries_group_and_others({ names: all }, CHINESE) : all;
}

async function textFor({ db, config }: Platform, rows: readonly DeliveryRow[]): Promise<string> {
  const ids = rows.slice(0, MOST_NAMED).map(({ personId }) => personId);
  const found = await db
    .select({ name: people.name })
    .from(people)
    .where(inArray(people.id, ids))
    .orderBy(people.namePinyin);
  const names = listed(
    found.map(({ name }) => name),
    rows.length,
  );
  const sentence = m.deliveries_group_text({ count: rows.length, names }, CHINESE);
  return config.publicUrl ? `${sentence}\n${config.publicUrl.origin}/notices` : sentence;
}

/** Lets the robot of a unit say something. */
export async function sayToGroup(
  { config, clock, secret }: Platform,
  hook: WebhookRow,
  text: string,
): Promise<SendOutcome> {
  if (!isRobot(hook.kind)) throw new Error(`${hook.kind} is no robot`);
  const robot = { url: hook.url, secret: secrets.open(secret, hook.orgUnitId, hook.secretSealed) };
  const call = robotCall(hook.kind, robot, text, clock.now());
  return postJson({ ...call, headers: {}, allowed: config.webhookHosts, isTaken: isTakenByRobot });
}

/** What a robot says when it is tried. */
export const trialText = (unit: string): string => m.deliveries_group_trial({ unit }, CHINESE);

/** Tells the group of a unit who of these has something to read. */
export async function tellGroup(
  platform: Platform,
  rows: readonly DeliveryRow[],
): Promise<SendOutcome> {
  const hook = await webhookOf(platform.db, rows[0]?.orgUnitId ?? '');
  if (!hook || hook.suspendedAt || !isRobot(hook.kind)) return 'hook-gone';
  const outcome = await sayToGroup(platform, hook, await textFor(platform, rows));
  await keepHealth(platform, hook, outcome);
  return outcome;
}
