// Courseware is programs by others. It runs on an origin of its own, on a host to which no cookie of ours
// is ever sent (TRUST.md F: SCORM); this server answers there with courseware and nothing else.
import type { FastifyRequest } from 'fastify';

type Asked = Pick<FastifyRequest, 'host' | 'protocol' | 'url'>;

/** Browsers take every name below localhost for this machine, and cookies of localhost do not go there. */
const LOCAL_HOST = 'courseware.localhost';
const THIS_MACHINE = new Set(['localhost', '127.0.0.1', '[::1]']);

export const COURSEWARE_PATH = '/courseware';

function partsOf({ host }: Asked): { name: string; port: string } | null {
  const address = `http://${host}`;
  if (!URL.canParse(address)) return null;
  const { hostname, port } = new URL(address);
  return { name: hostname, port };
}

/** Where frames with courseware come from for whoever asks; null: this installation has no such place for them. */
export function coursewareOrigin(request: Asked, configured: URL | null): string | null {
  if (configured) return configured.origin;
  const at = partsOf(request);
  if (!at || request.protocol !== 'http' || !THIS_MACHINE.has(at.name)) return null;
  return `http://${LOCAL_HOST}${at.port === '' ? '' : `:${at.port}`}`;
}

/**
 * Whether a request is where it belongs: at the origin of courseware nothing else is answered, not even a
 * page, and courseware nowhere else.
 */
export function isAtItsOrigin(request: Asked, configured: URL | null): boolean {
  // Asked of every request: an address is not taken apart for it.
  const { host } = request;
  const isThere = configured
    ? host === configured.host
    : host === LOCAL_HOST || host.startsWith(`${LOCAL_HOST}:`);
  return request.url.startsWith(`${COURSEWARE_PATH}/`) === isThere;
}
