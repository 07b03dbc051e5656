// Sends files of packaged lectures; who may have them is decided by the routes.
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import { sendProblem } from '../../platform/problems.ts';
import { mediaFolder, slidesFolder } from './slides.ts';

const ASSET = /^[0-9a-f]{40}$/;
/** What a package holds for players; its manifest and anything unfinished are not served. */
const SERVED =
  /^(?:[A-Za-z0-9_-]+\/){0,3}[A-Za-z0-9_-]+(?:\.[A-Za-z0-9-]+)*\.(?:m3u8|m4s|mp4|vtt|jpg|png|webp)$/;
/**
 * The bytes read at once (an option of @fastify/send that @fastify/static hands on). Each piece is
 * memory outside the heap, and many small ones make the engine collect all of it ten times a second;
 * a lecture's usual segment is smaller than this.
 */
const SENDING = { cacheControl: false, highWaterMark: 512 * 1024 };

export const isServed = (assetId: string, file: string) => ASSET.test(assetId) && SERVED.test(file);

/**
 * Sends one file. Files are streamed by the operating system's reads with ranges; behind nginx they
 * are handed over by X-Accel-Redirect and never pass through here.
 */
export function sendMedia(
  platform: Platform,
  request: FastifyRequest,
  reply: FastifyReply,
  { assetId, file, cache }: { assetId: string; file: string; cache: string },
) {
  const isSlide = file.startsWith('slides/');
  const root = isSlide ? slidesFolder(platform) : mediaFolder(platform);
  const path = `${assetId}/${file}`;
  if (!existsSync(join(root, path))) return sendProblem(request, reply, 'not-found');
  void reply.header('cache-control', cache);
  const { mediaAccelPrefix } = platform.config;
  if (mediaAccelPrefix) {
    const kind = isSlide ? 'slides' : 'media';
    return reply.header('x-accel-redirect', `${mediaAccelPrefix}/${kind}/${path}`).send();
  }
  return reply.sendFile(path, root, SENDING);
}

/** A part beyond the end of a file is the player's mistake, no failure of ours. */
export function answerImpossiblePart(app: App) {
  return (
    error: FastifyError & { headers?: Record<string, string> },
    request: FastifyRequest,
    reply: FastifyReply,
  ) => {
    if (error.statusCode !== 416) return app.errorHandler(error, request, reply);
    return reply
      .headers({ ...error.headers, 'cache-control': 'no-store' })
      .code(416)
      .send();
  };
}
