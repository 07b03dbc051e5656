// Proof that an administrator was shown what a draft changes, before adopting it; it names the
// trial whose outcome was shown.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Platform } from '../../platform/platform.ts';
import type { Actor } from '../../platform/sessions.ts';
import type { Wish } from './soundness.ts';

/** Figures of yesterday are not what adopting changes today. */
const HOLDS_MS = 2 * 3_600_000;

interface Seen {
  readonly unitId: string;
  readonly trialId: string;
  readonly actor: Pick<Actor, 'personId'>;
  readonly wish: Wish;
}

function markOf({ secret }: Platform, atMs: number, seen: Seen): string {
  const { unitId, trialId, actor, wish } = seen;
  const parts = [atMs, unitId, trialId, actor.personId, wish.fromYear, inOrder(wish.policy)];
  const words = JSON.stringify(parts);
  return createHmac('sha256', secret).update(`what-if|${words}`).digest('base64url');
}

/** The same draft gives the same words, in whatever order a client names its parts. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, part]) => [key, inOrder(part)]);
}

const holds = ({ clock }: Platform, atMs: number) => {
  const ageMs = clock.now().getTime() - atMs;
  return ageMs >= 0 && ageMs <= HOLDS_MS;
};

/** The seal of an outcome that was ready at an instant; null where that is too long ago. */
export function sealOf(platform: Platform, readyAt: Date, seen: Seen): string | null {
  const atMs = readyAt.getTime();
  if (!holds(platform, atMs)) return null;
  return `${atMs}.${seen.trialId}.${markOf(platform, atMs, seen)}`;
}

/** The trial whose outcome a seal proves to have been shown; null where it proves nothing. */
export function trialSeen(
  platform: Platform,
  seal: string,
  seen: Omit<Seen, 'trialId'>,
): string | null {
  const [at = '', trialId = '', mark = ''] = seal.split('.');
  const atMs = Number(at);
  if (!Number.isSafeInteger(atMs) || !holds(platform, atMs)) return null;
  const wanted = Buffer.from(markOf(platform, atMs, { ...seen, trialId }));
  const given = Buffer.from(mark);
  return wanted.length === given.length && timingSafeEqual(wanted, given) ? trialId : null;
}
