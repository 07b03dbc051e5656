import { schema, type Reader } from '@xueshi/database';
import { and, eq } from 'drizzle-orm';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { mayUse } from '../../platform/authorisation.ts';
import type { App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import { sendProblem } from '../../platform/problems.ts';
import type { Actor } from '../../platform/sessions.ts';
import { PICTURE_NAME, picturesFolder } from './pictures.ts';
import { answerImpossiblePart, isServed, sendMedia } from './sending.ts';

const { courses, courseVersions, enrolments, lessons } = schema;

const REMEMBERED_MS = 60_000;

/**
 * A lecture may be seen by whoever may learn it: it is in a published course, or in some version of one they
 * started: a player goes on with its video when the enrolment goes over to another version.
 */
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
    .innerJoin(courseVersions, eq(courseVersions.courseId, enrolments.courseId))
    .innerJoin(lessons, eq(lessons.courseVersionId, courseVersions.id))
    .where(and(eq(lessons.mediaAssetId, assetId), eq(enrolments.personId, actor.personId)))
    .limit(1);
  return started !== undefined;
}

/** Serves the pictures of readings and quizzes to whoever is signed in. */
export function addPictureRoute(app: App, platform: Platform): void {
  app.get<{ Params: { name: string } }>(
    '/media/pictures/:name',
    { schema: { hide: true } },
    async (request, reply) => {
      if (!request.actor) return sendProblem(request, reply, 'not-signed-in');
      const { name } = request.params;
      const folder = picturesFolder(platform);
      if (!PICTURE_NAME.test(name) || !existsSync(join(folder, name)))
        return sendProblem(request, reply, 'not-found');
      // The name is the hash of what lies under it.
      void reply.header('cache-control', 'private, max-age=31536000, immutable');
      return reply.sendFile(name, folder, { cacheControl: false });
    },
  );
}

/** Serves packaged media to those who may see it. */
export function addMediaRoutes(app: App, platform: Platform): void {
  const allowed = new Map<string, number>();

  async function isAllowed(actor: Actor, assetId: string): Promise<boolean> {
    const key = `${actor.personId}/${assetId}`;
    const now = performance.now();
    if ((allowed.get(key) ?? 0) > now) return true;
    if (!(await maySee(platform.db, actor, assetId))) return false;
    if (allowed.size > 20_000) allowed.clear();
    allowed.set(key, now + REMEMBERED_MS);
    return true;
  }

  app.get<{ Params: { assetId: string; '*': string } }>(
    '/media/:assetId/*',
    { schema: { hide: true }, errorHandler: answerImpossiblePart(app) },
    async (request, reply) => {
      const { actor } = request;
      if (!actor) return sendProblem(request, reply, 'not-signed-in');
      const { assetId, '*': file } = request.params;
      if (!isServed(assetId, file) || !(await isAllowed(actor, assetId))) {
        return sendProblem(request, reply, 'not-found');
      }
      // The asset's id is the hash of its content: what lies under it never changes.
      const cache = 'private, max-age=31536000, immutable';
      return sendMedia(platform, request, reply, { assetId, file, cache });
    },
  );
}
