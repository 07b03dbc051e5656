// Who takes part is a device with a random token. Nobody signs in, and who is signed in is not looked up.
import type { Participation } from '@xueshi/contracts';
import { LRUCache } from 'lru-cache';
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { onePerInstallation } from '../../platform/per-installation.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import { limitUnknownCodes, networkOf } from '../../platform/unknown-codes.ts';
import { hubOf } from './hub.ts';
import { findByCode, voteOf, type ClassSession } from './store.ts';
import { caseOf, viewOf } from './view.ts';
import { voteLaneOf } from './vote-lane.ts';

/** Codes that do not exist, asked for by one network within ten minutes: a room types wrong at times. */
const UNKNOWN_ALLOWED = 60;
const UNKNOWN_WINDOW_MS = 10 * 60_000;
/** Devices in one class, and those of one network: a room stands behind one address. */
const MOST_DEVICES = 2_000;
const MOST_OF_NETWORK = 800;
/** Votes of one device: who wavers is served, a loop is not. */
const VOTES_ALLOWED = 10;
const VOTES_WINDOW_MS = 10_000;

/** What a device sends along: its cookie and where it is. */
export interface Device {
  readonly token: string | undefined;
  readonly address: string;
}

const limitsOf = onePerInstallation((_platform: Pick<Platform, 'db'>) => ({
  unknown: limitUnknownCodes(UNKNOWN_ALLOWED, UNKNOWN_WINDOW_MS, 'class-too-many-unknown-codes'),
  devices: new LRUCache<string, number>({ max: 20_000 }),
  votes: new LRUCache<string, number[]>({ max: 50_000 }),
}));

const sign = ({ secret }: Platform, sessionId: string, random: string) =>
  createHmac('sha256', secret).update(`class|${sessionId}|${random}`).digest();

/** A token is good for one class and cannot be made up: `random.signature`. */
function newToken(platform: Platform, sessionId: string): string {
  const random = randomBytes(16).toString('base64url');
  return `${random}.${sign(platform, sessionId, random).toString('base64url')}`;
}

/** The hash that a vote is kept under; null where the token is none of this class. */
function tokenHash(platform: Platform, sessionId: string, token: string | undefined) {
  const [random = '', signature = ''] = token?.split('.') ?? [];
  const given = Buffer.from(signature, 'base64url');
  const wanted = sign(platform, sessionId, random);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return null;
  return createHash('sha256').update(`${sessionId}|${random}`).digest('base64url');
}

/** The class of a code. Guessing is limited; whoever has joined is not held up by others' guesses. */
export async function classOf(
  platform: Platform,
  code: string,
  { token, address }: Device,
): Promise<{ session: ClassSession; hash: string | null }> {
  const { unknown } = limitsOf(platform);
  const now = platform.clock.now();
  const session = await findByCode(platform.db, code, now);
  const hash = session && tokenHash(platform, session.id, token);
  if (!hash) unknown.refuseWhileTooMany(address, now);
  if (session) return { session, hash };
  unknown.count(address, now);
  throw new Refused('class-unknown');
}

async function participationOf(
  platform: Platform,
  session: ClassSession,
  hash: string | null,
): Promise<Participation> {
  const view = await viewOf(platform, session);
  const nodeId = view.decision?.nodeId;
  const asked = hash && nodeId ? { sessionId: session.id, nodeId, tokenHash: hash } : null;
  return {
    class: view,
    isJoined: hash !== null,
    ownVote: asked ? await voteOf(platform.db, asked) : null,
  };
}

export async function readParticipation(platform: Platform, code: string, device: Device) {
  const { session, hash } = await classOf(platform, code, device);
  return participationOf(platform, session, hash);
}

/** The file of a picture of the case, for whoever knows the code; refused where the case shows no such picture. */
export async function classPicture(
  platform: Platform,
  { code, name }: { readonly code: string; readonly name: string },
  device: Device,
): Promise<string> {
  const { session } = await classOf(platform, code, device);
  const { content } = await caseOf(platform.db, session);
  if (!Object.values(content.pictures ?? {}).includes(name)) throw new Refused('not-found');
  return name;
}

/** Gives a device its token; one that has it already keeps it. */
export async function joinClass(
  platform: Platform,
  code: string,
  device: Device,
): Promise<{ participation: Participation; token: string | null }> {
  const { session, hash } = await classOf(platform, code, device);
  if (hash) return { participation: await participationOf(platform, session, hash), token: null };
  const { devices } = limitsOf(platform);
  const places = [
    { key: session.id, most: MOST_DEVICES },
    { key: `${session.id}|${networkOf(device.address)}`, most: MOST_OF_NETWORK },
  ];
  if (places.some(({ key, most }) => (devices.get(key) ?? 0) >= most))
    throw new Refused('class-full');
  for (const { key } of places) devices.set(key, (devices.get(key) ?? 0) + 1);
  const token = newToken(platform, session.id);
  const own = tokenHash(platform, session.id, token);
  return { participation: await participationOf(platform, session, own), token };
}

/** Votes for a device, once at a decision; voting again changes the vote. */
export async function voteInClass(
  platform: Platform,
  code: string,
  device: Device,
  vote: { nodeId: string; optionId: string },
): Promise<{ ownVote: string }> {
  const { session, hash } = await classOf(platform, code, device);
  if (!hash) throw new Refused('class-not-joined');
  refuseTooMany(platform, hash);
  await voteLaneOf(platform)({ sessionId: session.id, tokenHash: hash, ...vote });
  hubOf(platform).voted(session.id);
  return { ownVote: vote.optionId };
}

function refuseTooMany(platform: Platform, hash: string): void {
  const { votes } = limitsOf(platform);
  const now = platform.clock.now().getTime();
  const recent = (votes.get(hash) ?? []).filter((at) => now - at < VOTES_WINDOW_MS);
  if (recent.length >= VOTES_ALLOWED) throw new Refused('slow-down');
  votes.set(hash, [...recent, now]);
}
