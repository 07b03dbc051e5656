// Sends files of packaged lectures; who may have them is decided by the routes.
import send, { type SendResult } from '@fastify/send';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { existsSync } from 'node:fs';
import type { OutgoingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import type { App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import { sendProblem } from '../../platform/problems.ts';
import { pumpFile } from './pump-file.ts';
import { mediaFolder, slidesFolder } from './slides.ts';

const ASSET = /^[0-9a-f]{40}$/;
/** What a package holds for players; its manifest and anything unfinished are not served. */
const SERVED =
  /^(?:[A-Za-z0-9_-]+\/){0,3}[A-Za-z0-9_-]+(?:\.[A-Za-z0-9-]+)*\.(?:m3u8|m4s|mp4|vtt|jpg|png|webp)$/;

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
  const { mediaAccelPrefix } = platform.config;
  if (!mediaAccelPrefix) return sendFile(request, reply, { path, root, cache });
  if (!existsSync(join(root, path))) return sendProblem(request, reply, 'not-found');
  const kind = isSlide ? 'slides' : 'media';
  return reply
    .header('cache-control', cache)
    .header('x-accel-redirect', `${mediaAccelPrefix}/${kind}/${path}`)
    .send();
}

/**
 * Kind, length, part, age and hash of a file are the library's business, and whether it must be sent at
 * all: it is asked for the head only. The content goes out by pumpFile.
 */
async function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  { path, root, cache }: { path: string; root: string; cache: string },
): Promise<FastifyReply> {
  const asked = Object.create(request.raw, { method: { value: 'HEAD' } }) as typeof request.raw;
  const head = await send(asked, path, { root, cacheControl: false });
  if (head.statusCode === 404) return sendProblem(request, reply, 'not-found');
  if (head.type === 'error') throw head.metadata.error;
  void reply.header('cache-control', cache).headers(head.headers).code(head.statusCode);
  const part = partOf(head);
  if (request.method === 'HEAD' || part === null) return reply.send();
  void reply.hijack();
  reply.raw.writeHead(head.statusCode, reply.getHeaders() as OutgoingHttpHeaders);
  try {
    await pumpFile(join(root, path), part, reply.raw);
  } catch (error) {
    // The head is out: all that is left is to break off, so that nobody takes a part for the whole.
    request.log.error({ err: error }, 'a file could not be sent to its end');
    reply.raw.destroy();
  }
  return reply;
}

/** Which bytes of the file are the answer; null where the head is all of it. */
function partOf({ statusCode, headers }: SendResult): { start: number; length: number } | null {
  if (statusCode !== 200 && statusCode !== 206) return null;
  const start = /^bytes (\d+)-/.exec(headers['Content-Range'] ?? '')?.[1] ?? 0;
  return { start: Number(start), length: Number(headers['Content-Length']) };
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
