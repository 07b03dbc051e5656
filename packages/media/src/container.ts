import type { FileHandle } from 'node:fs/promises';
import { childBoxes, walkBoxes } from './boxes.ts';
import type { MediaLimits } from './limits.ts';
import { refuse, type ProbeRefusal } from './refusal.ts';

/** Containers that are taken. The names are ffmpeg's, because its demuxer is forced to the one found here. */
export type Container = 'mov' | 'matroska' | 'mpegts' | 'avi' | 'flv' | 'asf';

const MOVIE_HEADER_MAX_BYTES = 64 * 1024 * 1024;
const ASF_HEADER = '3026b2758e66cf11a6d900aa0062ce6c';
const FIRST_BOXES = new Set(['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip', 'pnot']);

/**
 * Names the container by its first bytes, never by the file's name, and refuses what is cut short.
 * A playlist is refused by its own name: renamed to .mp4 it would make ffmpeg read other files (TRUST.md F5).
 */
export async function sniffContainer(
  file: FileHandle,
  fileBytes: number,
  limits: MediaLimits,
): Promise<{ ok: true; container: Container } | ProbeRefusal> {
  if (fileBytes === 0) return refuse('empty', 'the file has no bytes');
  const head = Buffer.alloc(1024);
  const { bytesRead } = await file.read(head, 0, head.length, 0);
  const bytes = head.subarray(0, bytesRead);
  if (isPlaylist(bytes)) return refuse('playlist', 'the file is a list of other files');
  if (FIRST_BOXES.has(bytes.toString('latin1', 4, 8))) {
    return (await refuseMovie(file, fileBytes, limits)) ?? { ok: true, container: 'mov' };
  }
  if (bytes.length >= 4 && bytes.readUInt32BE(0) === 0x1a45dfa3) {
    return refuseMatroska(bytes, fileBytes) ?? { ok: true, container: 'matroska' };
  }
  if (isTransportStream(bytes)) return { ok: true, container: 'mpegts' };
  const older = olderContainer(bytes);
  return older
    ? { ok: true, container: older }
    : refuse('not-a-video', 'no known container in the first bytes');
}

/** What older cameras, phones and recorders write; their headers are read by ffmpeg alone. */
function olderContainer(bytes: Buffer): Container | null {
  if (bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'AVI ')
    return 'avi';
  if (bytes.toString('latin1', 0, 3) === 'FLV' && bytes[3] === 1) return 'flv';
  return bytes.toString('hex', 0, 16) === ASF_HEADER ? 'asf' : null;
}

function isPlaylist(bytes: Buffer): boolean {
  const text = bytes
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart();
  return /^(#EXTM3U|ffconcat|\[playlist\]|(<\?xml[^>]*>\s*)?(<!--[^]*?-->\s*)?<(MPD|smil|asx)\b)/i.test(
    text,
  );
}

/** Sync bytes 188 apart, or 192 apart when each packet carries a time stamp before it. */
function isTransportStream(bytes: Buffer): boolean {
  const packets = (start: number, step: number) =>
    [0, 1, 2].every((n) => bytes[start + n * step] === 0x47);
  return packets(0, 188) || packets(4, 192);
}

async function refuseMovie(
  file: FileHandle,
  fileBytes: number,
  limits: MediaLimits,
): Promise<ProbeRefusal | null> {
  const { boxes, cut } = await walkBoxes(file, fileBytes);
  const movie = boxes.find((box) => box.type === 'moov');
  if (cut) return refuse('truncated', `the ${boxes.at(-1)?.type} box ends after the file`);
  if (!movie) return refuse('truncated', 'the movie header (moov) is missing');
  const bytes = movie.end - movie.payloadStart;
  if (bytes > MOVIE_HEADER_MAX_BYTES) return refuse('too-large', `movie header of ${bytes} bytes`);
  const header = Buffer.alloc(bytes);
  await file.read(header, 0, bytes, movie.payloadStart);
  const tracks = childBoxes(header).filter((box) => box.type === 'trak').length;
  if (tracks > limits.tracks) return refuse('too-large', `${tracks} tracks`);
  if (!boxes.some((box) => box.type === 'mdat')) {
    return refuse('truncated', 'the media data (mdat) is missing');
  }
  return null;
}

/** A Matroska segment says how long it is, except in live recordings, where all bits are set. */
function refuseMatroska(bytes: Buffer, fileBytes: number): ProbeRefusal | null {
  const header = elementSize(bytes, 4);
  if (!header || header.size === null) return refuse('not-a-video', 'unreadable EBML header');
  const segmentAt = header.next + header.size;
  if (segmentAt + 4 > bytes.length || bytes.readUInt32BE(segmentAt) !== 0x18538067) {
    return refuse('truncated', 'no segment after the EBML header');
  }
  const segment = elementSize(bytes, segmentAt + 4);
  if (!segment) return refuse('truncated', 'no segment size');
  const end = segment.size === null ? 0 : segment.next + segment.size;
  return end > fileBytes ? refuse('truncated', 'the segment ends after the file') : null;
}

/** EBML variable-length size: the position of the first set bit tells how many bytes follow. */
function elementSize(bytes: Buffer, at: number): { size: number | null; next: number } | null {
  const first = bytes[at];
  if (!first) return null;
  const length = Math.clz32(first) - 23;
  if (at + length > bytes.length) return null;
  let size = first & (0xff >> length);
  let unknown = size === 0xff >> length;
  for (let n = 1; n < length; n += 1) {
    const next = bytes[at + n] ?? 0;
    unknown = unknown && next === 0xff;
    size = size * 256 + next;
  }
  return { size: unknown ? null : size, next: at + length };
}
