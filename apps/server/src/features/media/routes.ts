import { schema, type Reader } from '@xueshi/database';
import { and, eq } from 'drizzle-orm';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { mayUse } from '../../platform/authorisation.ts';
import type { App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import { sendProblem } from '../../platform/problems.ts';
import type { Actor } from '../../platform/sessions.ts';
import { mediaFolder, slidesFolder } from './slides.ts';

const { courses, enrolments, lessons } = schema;

const ASSET = /^[0-9a-f]{40}$/;
/** What a package holds for players; its manifest and anything unfinished are not served. */
const SERVED =
  /^(?:[A-Za-z0-9_-]+\/){0,3}[A-Za-z0-9_-]+(?:\.[A-Za-z0-9-]+)*\.(?:m3u8|m4s|mp4|vtt|jpg|webp)$/;
const REMEMBERED_MS = 60_000;
/**
 * The bytes read at once (an option of @fastify/send that @fastify/static hands on). Each piece is
 * memory outside the heap, and many small ones make the engine collect all of it ten times a second;
 * a lecture's usual segment is smaller than this.
 */
const SENDING = { cacheControl: false, highWaterMark: 512 * 1024 };

/** A lecture may be seen by whoever may learn it: it is in a published course, or one they started. */
async function maySee(db: Reader, actor: Actor, assetId: string): Promise<boolean> {
  if (mayUse('author', actor)) return true;
  const [open] = await db
    .select({ id: lessons.id })
    .from(lessons)
    .innerJoin(courses, eq(courses.currentVersionId, lessons.courseVersionId))
    .where(and(eq(lessons.mediaAssetId, assetId), eq(courses.state, 'published')))
    .limit(1);
  if (open) return true;
  const [started] = await db
    .select({ id: enrolments.id })
    .from(enrolments)
    .innerJoin(lessons, eq(lessons.courseVersionId, enrolments.courseVersionId))
    .where(and(eq(lessons.mediaAssetId, assetId), eq(enrolments.personId, actor.personId)))
    .limit(1);
  return started !== undefined;
}

/**
 * Serves packaged media to those who may see it. Files are streamed by the operating system's
 * reads with ranges; behind nginx they are handed over by X-Accel-Redirect and never pass through here.
 */
export function addMediaRoutes(app: App, platform: Platform): void {
  const allowed = new Map<string, number>();
  const { mediaAccelPrefix } = platform.config;

  async function isAllowed(actor: Actor, assetId: string): Promise<boolean> {
    const key = `${actor.personId}/${assetId}`;
    const now = performance.now();
    if ((allowed.get(key) ?? 0) > now) return true;
    if (!(await maySee(platform.db, actor, assetId))) return false;
    if (allowed.size > 20_000) allowed.clear();
    allowed.set(key, now + REMEMBERED_MS);
    return true;
  }

  /** A part beyond the end of a file is the player's mistake, no failure of ours. */
  function answerImpossiblePart(
    error: FastifyError & { headers?: Record<string, string> },
    request: FastifyRequest,
    reply: FastifyReply,
  ) {
    if (error.statusCode !== 416) return app.errorHandler(error, request, reply);
    return reply
      .headers({ ...error.headers, 'cache-control': 'no-store' })
      .code(416)
      .send();
  }

  app.get<{ Params: { assetId: string; '*': string } }>(
    '/media/:assetId/*',
    { schema: { hide: true }, errorHandler: answerImpossiblePart },
    async (request, reply) => {
      const { actor } = request;
      if (!actor) return sendProblem(request, reply, 'not-signed-in');
      const { assetId, '*': file } = request.params;
      if (!ASSET.test(assetId) || !SERVED.test(file) || !(await isAllowed(actor, assetId))) {
        return sendProblem(request, reply, 'not-found');
      }
      const isSlide = file.startsWith('slides/');
      const root = isSlide ? slidesFolder(platform) : mediaFolder(platform);
      const path = `${assetId}/${file}`;
      if (!existsSync(join(root, path))) return sendProblem(request, reply, 'not-found');
      // The asset's id is the hash of its content: what lies under it never changes.
      void reply.header('cache-control', 'private, max-age=31536000, immutable');
      if (mediaAccelPrefix) {
        const kind = isSlide ? 'slides' : 'media';
        return reply.header('x-accel-redirect', `${mediaAccelPrefix}/${kind}/${path}`).send();
      }
      return reply.sendFile(path, root, SENDING);
    },
  );
}
