// Proof that an administrator was shown what a draft changes, before adopting it: nothing is stored.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Platform } from '../../platform/platform.ts';
import type { Actor } from '../../platform/sessions.ts';
import type { Wish } from './soundness.ts';

/** Figures of yesterday are not what adopting changes today. */
const HOLDS_MS = 2 * 3_600_000;

interface Seen {
  readonly unitId: string;
  readonly actor: Pick<Actor, 'personId'>;
  readonly wish: Wish;
}

function markOf({ secret }: Platform, atMs: number, { unitId, actor, wish }: Seen): string {
  const words = JSON.stringify([atMs, unitId, actor.personId, wish.fromYear, inOrder(wish.policy)]);
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

export function sealWhatIf(platform: Platform, seen: Seen): string {
  const atMs = platform.clock.now().getTime();
  return `${atMs}.${markOf(platform, atMs, seen)}`;
}

export function sawWhatIf(platform: Platform, seal: string, seen: Seen): boolean {
  const [at = '', mark = ''] = seal.split('.');
  const atMs = Number(at);
  const ageMs = platform.clock.now().getTime() - atMs;
  if (!Number.isSafeInteger(atMs) || ageMs < 0 || ageMs > HOLDS_MS) return false;
  const wanted = Buffer.from(markOf(platform, atMs, seen));
  const given = Buffer.from(mark);
  return wanted.length === given.length && timingSafeEqual(wanted, given);
}
