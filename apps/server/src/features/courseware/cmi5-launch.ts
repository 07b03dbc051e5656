// Launching a unit of cmi5 (specification 8, 10, 11): its address, what it finds, and its token.
import type { Tx } from '@xueshi/database';
import { SESSION_ID_EXTENSION, type CoursewareUnit } from '@xueshi/domain';
import type { FastifyRequest } from 'fastify';
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Platform } from '../../platform/platform.ts';
import type { CoursewareContent } from '../catalogue/service.ts';
import { launchAt } from './frame/access.ts';
import { fileAddress } from './frame/files.ts';
import type { Pass } from './pass.ts';
import { coursewareOf } from './settle.ts';
import { findLaunch, launchesLeftOpen, updateLaunch, type LaunchRow } from './store.ts';
import {
  findDocument,
  LAUNCH_DATA,
  LEARNER_PREFERENCES,
  putDocument,
  type DocumentPlace,
} from './xapi/documents.ts';
import { learnerOf, type XapiLaunch } from './xapi/launch.ts';
import { noteAbandoned, noteLaunched } from './xapi/lms-statements.ts';

/**
 * Who we are to units. What they keep hangs on it, so it stays the same wherever the installation moves, and
 * leads nowhere (RFC 2606).
 */
const HOME = 'https://xueshi.invalid';

/** The name of this registration: of one learner's way through one package. It goes along to a later version. */
function registrationOf({ enrolmentId }: LaunchRow, { packedAs }: CoursewareContent): string {
  const bytes = createHash('sha256').update(`cmi5 ${enrolmentId} ${packedAs}`).digest();
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80; // Version 8, of our own making (RFC 9562 5.8).
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex', 0, 16);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function xapiLaunch(launch: LaunchRow, content: CoursewareContent): XapiLaunch {
  const { identifier, masteryScore, moveOn } = unitOf(launch, content);
  return {
    row: launch,
    actor: { homePage: HOME, name: launch.personId },
    registration: registrationOf(launch, content),
    activityId: `${HOME}/courseware/${content.packedAs.slice(0, 32)}/${launch.unit}`,
    publisherActivityId: identifier,
    masteryScore,
    moveOn,
  };
}

function unitOf({ unit }: LaunchRow, { courseware }: CoursewareContent): CoursewareUnit {
  const found = courseware.units[unit - 1];
  if (!found) throw new Error('a launch of a unit that its package does not have');
  return found;
}

export interface Cmi5Opening {
  readonly launch: LaunchRow;
  readonly content: CoursewareContent;
  /** Address of all that is served of the package, with the pass. */
  readonly base: string;
}

/** Where the unit is, without what is added for a launch. */
const unitAddress = ({ launch, content, base }: Cmi5Opening): string => {
  const { file, query } = unitOf(launch, content);
  return `${fileAddress(base, file)}${query}`;
};

/** The unit's address with what it is launched by (8.1). */
export function cmi5Address(opening: Cmi5Opening): string {
  const { launch, content, base } = opening;
  const known = xapiLaunch(launch, content);
  const address = new URL(unitAddress(opening));
  const parameters = {
    endpoint: `${base}/xapi/`,
    fetch: `${base}/token/${launch.id}`,
    actor: JSON.stringify(learnerOf(known)),
    registration: known.registration,
    activityId: known.activityId,
  };
  // What the package has in its own address stays as it is written there.
  const more = Object.entries(parameters)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
  address.search = address.search === '' ? `?${more}` : `${address.search}&${more}`;
  return address.href;
}

/** What belongs into the transaction that opens a launch: sessions left open end, and the unit finds its data. */
export async function noteCmi5Launch(
  tx: Tx,
  opening: Cmi5Opening & { readonly now: Date },
): Promise<void> {
  const { launch, content, base, now } = opening;
  const known = xapiLaunch(launch, content);
  for (const left of await launchesLeftOpen(tx, launch))
    await noteAbandoned(tx, xapiLaunch(left, content), now);
  const { launchData, masteryScore, moveOn } = unitOf(launch, content);
  const facts = { launchUrl: unitAddress(opening), launchParameters: launchData };
  await noteLaunched(tx, known, facts, now);
  const state: DocumentPlace = { kind: 'state', activity: known.activityId };
  const data = {
    contextTemplate: {
      registration: known.registration,
      contextActivities: {
        grouping: [{ objectType: 'Activity', id: known.publisherActivityId }],
      },
      extensions: { [SESSION_ID_EXTENSION]: launch.id },
    },
    launchMode: 'Normal',
    ...(launchData === '' ? {} : { launchParameters: launchData }),
    ...(masteryScore === null ? {} : { masteryScore }),
    moveOn,
    returnURL: `${base}/left`,
  };
  await putDocument(tx, launch, { ...state, documentId: LAUNCH_DATA }, json(data), now);
  const agent: DocumentPlace = { kind: 'agent', activity: '' };
  if (await findDocument(tx, launch, agent, LEARNER_PREFERENCES)) return;
  const preferences = { languagePreference: 'zh-CN,en', audioPreference: 'on' };
  await putDocument(
    tx,
    launch,
    { ...agent, documentId: LEARNER_PREFERENCES },
    json(preferences),
    now,
  );
}

const json = (value: unknown) => ({
  contentType: 'application/json',
  body: Buffer.from(JSON.stringify(value)),
});

const hashOf = (secret: string) => createHash('sha256').update(secret).digest();

/** Gives a launch its token, once: whoever asks again gets none (8.2). */
export async function fetchToken(
  platform: Platform,
  launchId: string,
): Promise<{ 'auth-token': string } | { 'error-code': string; 'error-text': string }> {
  const secret = randomBytes(24).toString('base64url');
  const isGiven = await platform.write(async (tx) => {
    const launch = await findLaunch(tx, launchId);
    if (!launch || launch.tokenHash !== null) return false;
    await updateLaunch(tx, launchId, { tokenHash: hashOf(secret).toString('hex') });
    return true;
  });
  return isGiven
    ? { 'auth-token': Buffer.from(`${launchId}:${secret}`).toString('base64') }
    : { 'error-code': '1', 'error-text': 'The authorization token was fetched already.' };
}

/** The launch whose token comes with a request; null: none that the pass goes with. */
export async function xapiLaunchOf(
  platform: Platform,
  pass: Pass,
  { headers }: FastifyRequest,
): Promise<XapiLaunch | null> {
  const [, encoded = ''] = /^Basic ([A-Za-z0-9+/=_-]+)$/.exec(headers.authorization ?? '') ?? [];
  const [launchId = '', secret = ''] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  const launch = await launchAt(platform, pass, launchId);
  if (!launch) return null;
  const known = Buffer.from(launch.tokenHash ?? '', 'hex');
  const given = hashOf(secret);
  if (known.length !== given.length || !timingSafeEqual(known, given)) return null;
  return xapiLaunch(launch, await coursewareOf(platform.db, launch));
}
