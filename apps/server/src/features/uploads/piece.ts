// One piece of a file, from the socket to the disk. The protocol's own library would carry it through four more
// streams and copy every byte on the way, which costs a third of the pace in a process as large as this.
import type { FastifyRequest } from 'fastify';
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import { hasCode } from './error-code.ts';
import { arrivedBytes, arrivingPath } from './folders.ts';

/** Written at once: each write waits for a thread. */
const WRITTEN_AT_ONCE = 1024 * 1024;

interface UnderWay {
  stop(): void;
  readonly ended: Promise<unknown>;
}

/** Pieces on their way, by upload: at most one each. */
const underWay = new Map<string, UnderWay>();

export type PieceOutcome =
  | { readonly kind: 'taken'; readonly offset: number }
  /** It begins elsewhere than where the file ends, or goes beyond what was announced. */
  | { readonly kind: 'unfit'; readonly code: 'upload-piece-unfit' | 'payload-too-large' }
  /** The link broke; what came is kept. */
  | { readonly kind: 'cut' };

/** Ends a piece whose sender has begun anew, or lost the link without its being known here. */
export async function endPiece(uploadId: string): Promise<void> {
  const former = underWay.get(uploadId);
  former?.stop();
  await former?.ended;
}

/** Writes a piece at the end of what came before. */
export async function takePiece(
  platform: Platform,
  { id, bytes }: { readonly id: string; readonly bytes: number },
  { body, headers, raw }: FastifyRequest,
): Promise<PieceOutcome> {
  const offset = numberIn(headers['upload-offset']);
  const length = numberIn(headers['content-length']);
  if (!(body instanceof Readable) || offset === null || length === null)
    throw new Refused('invalid-request');
  await endPiece(id);
  if (offset !== (await arrivedBytes(platform, id)))
    return { kind: 'unfit', code: 'upload-piece-unfit' };
  if (offset + length > bytes) return { kind: 'unfit', code: 'payload-too-large' };
  const file = createWriteStream(arrivingPath(platform, id), {
    flags: 'r+',
    start: offset,
    highWaterMark: WRITTEN_AT_ONCE,
  });
  const piped = pipeline(body, file).then(
    () => null,
    (error: unknown) => error,
  );
  const own = { stop: () => void raw.destroy(), ended: piped };
  underWay.set(id, own);
  const error = await piped;
  if (underWay.get(id) === own) underWay.delete(id);
  if (error === null) return { kind: 'taken', offset: offset + file.bytesWritten };
  if (hasCode(error, 'ENOSPC') || hasCode(error, 'EDQUOT')) throw new Refused('upload-disk-full');
  if (raw.destroyed) return { kind: 'cut' };
  throw error;
}

function numberIn(header: string | string[] | undefined): number | null {
  return typeof header === 'string' && /^\d{1,15}$/.test(header) ? Number(header) : null;
}
