// Who may have what is asked for at the origin of courseware, and what its answers forbid a browser.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { COURSEWARE_PATH } from '../../../platform/courseware-origin.ts';
import type { Platform } from '../../../platform/platform.ts';
import { readPass, type Pass } from '../pass.ts';
import { findLaunch, type LaunchRow } from '../store.ts';

export const OF_PASS = `${COURSEWARE_PATH}/:pass`;
/** These addresses are no part of the API. */
export const HIDDEN = { schema: { hide: true } } as const;

export interface OfLaunch {
  Params: { pass: string; launchId: string };
}

/** What programs by others may not ask a browser for. */
const NO_DEVICES =
  'camera=(), microphone=(), geolocation=(), display-capture=(), payment=(), usb=(), midi=(), publickey-credentials-get=()';

/**
 * They load from their own origin and nowhere else, are shown by our page alone, and start no service worker,
 * which would outlive them. The rest of a sandbox is on the frame.
 */
const policyFor = (page: string) =>
  [
    "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:",
    "connect-src 'self' data: blob:",
    'worker-src blob:',
    "form-action 'self'",
    "base-uri 'self'",
    `frame-ancestors 'self' ${page}`,
  ].join('; ');

export function guard(reply: FastifyReply, page: string): FastifyReply {
  return reply
    .header('content-security-policy', policyFor(page))
    .header('permissions-policy', NO_DEVICES)
    .header('referrer-policy', 'no-referrer')
    .header('cross-origin-resource-policy', 'same-origin');
}

export const nothing = (reply: FastifyReply): FastifyReply =>
  reply.code(404).type('text/plain; charset=utf-8').send('Not found');

/** Whether a browser asks for a script that would go on by itself. */
export const isServiceWorker = ({ headers }: FastifyRequest): boolean =>
  headers['service-worker'] !== undefined;

/** What the address in hand allows; null: nothing. */
export function passOf(platform: Platform, request: FastifyRequest): Pass | null {
  if (isServiceWorker(request)) return null;
  const { pass } = request.params as { pass: string };
  return readPass(platform.secret, pass, platform.clock.now());
}

/** A launch that goes with the pass in hand. */
export async function launchAt(
  { db }: Platform,
  { of }: Pass,
  launchId: string,
): Promise<LaunchRow | null> {
  const launch = await findLaunch(db, launchId);
  const isOfPass = launch?.enrolmentId === of?.enrolmentId && launch?.lessonId === of?.lessonId;
  return isOfPass ? launch : null;
}
