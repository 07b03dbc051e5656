import type { FastifyRequest } from 'fastify';
import { takesFile } from './file-paths.ts';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether an unsafe request comes from a page of ours (TRUST.md F9: SvelteKit's own check covers
 * forms only). Browsers always send Origin with unsafe methods; a request with neither Origin nor
 * Sec-Fetch-Site is no browser's and passes only while it carries no cookie that could be abused.
 */
export function isOwnOrigin(request: FastifyRequest, publicUrl: URL | null): boolean {
  if (SAFE_METHODS.has(request.method)) return true;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return false;
  const origin = request.headers.origin;
  if (origin === undefined) return site === 'same-origin' || request.headers.cookie === undefined;
  if (publicUrl && origin === publicUrl.origin) return true;
  return origin === `${request.protocol}://${request.host}`;
}

/** A file as a whole, and a piece of one (tus). */
const FILE_TYPES = new Set(['application/octet-stream', 'application/offset+octet-stream']);

/**
 * Whether a body that comes along is declared as JSON, and as nothing beside it: the types that a page
 * elsewhere can send without asking first (forms, plain text) are never read (TRUST.md F8, F9). Bytes are
 * read by the one endpoint that keeps a file; a page elsewhere would have to ask first.
 */
export function isJsonOrNothing(request: FastifyRequest): boolean {
  const type = request.headers['content-type'];
  if (SAFE_METHODS.has(request.method) || type === undefined) return true;
  if (/^application\/json(; ?charset=utf-8)?$/i.test(type)) return true;
  return FILE_TYPES.has(type) && takesFile(request.url);
}
