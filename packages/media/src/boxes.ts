import type { FileHandle } from 'node:fs/promises';

/** One box of an ISO base media file: where its payload starts and where it claims to end. */
export interface Box {
  readonly type: string;
  readonly payloadStart: number;
  readonly end: number;
}

/** The boxes on the top level of a file, and whether the last one ends where the file ends. */
export interface BoxWalk {
  readonly boxes: readonly Box[];
  /** A box promises more bytes than the file has: the file was cut. */
  readonly cut: boolean;
  /** Bytes after the last box that are no box: harmless when everything needed came before. */
  readonly trailing: boolean;
}

/** No real recording has more boxes on its top level than a fragment every second for a day. */
const MAX_BOXES = 400_000;

/**
 * Walks the top-level boxes of a file by their headers alone, 16 bytes each, whatever the size of the file.
 * ISO/IEC 14496-12 §4.2: size 1 means a 64-bit size follows, size 0 means until the end of the file.
 */
export async function walkBoxes(file: FileHandle, fileBytes: number): Promise<BoxWalk> {
  const boxes: Box[] = [];
  const header = Buffer.alloc(16);
  let at = 0;
  while (at < fileBytes && boxes.length < MAX_BOXES) {
    const { bytesRead } = await file.read(header, 0, 16, at);
    const box = readHeader(header.subarray(0, bytesRead), at, fileBytes);
    if (!box) return { boxes, cut: false, trailing: true };
    boxes.push(box);
    if (box.end > fileBytes) return { boxes, cut: true, trailing: false };
    at = box.end;
  }
  return { boxes, cut: false, trailing: at < fileBytes };
}

/** The box that starts at `at` of a buffer that begins with its header, or null if there is none. */
function readHeader(bytes: Buffer, at: number, limit: number): Box | null {
  if (bytes.length < 8) return null;
  const type = bytes.toString('latin1', 4, 8);
  if (!/^[\x20-\x7e\xa9]{4}$/.test(type)) return null;
  const size = bytes.readUInt32BE(0);
  if (size === 0) return { type, payloadStart: at + 8, end: limit };
  if (size === 1) {
    if (bytes.length < 16) return null;
    const large = Number(bytes.readBigUInt64BE(8));
    return large < 16 ? null : { type, payloadStart: at + 16, end: at + large };
  }
  return size < 8 ? null : { type, payloadStart: at + 8, end: at + size };
}

/** The boxes directly inside a buffer; a box that overruns it ends the list. */
export function childBoxes(bytes: Buffer): { type: string; payload: Buffer }[] {
  const children: { type: string; payload: Buffer }[] = [];
  let at = 0;
  while (at < bytes.length) {
    const box = readHeader(bytes.subarray(at, at + 16), at, bytes.length);
    if (!box || box.end > bytes.length) break;
    children.push({ type: box.type, payload: bytes.subarray(box.payloadStart, box.end) });
    at = box.end;
  }
  return children;
}

/** The payload of the first box found along `path`, or null. */
export function findBox(bytes: Buffer, path: readonly string[]): Buffer | null {
  let payload: Buffer | null = bytes;
  for (const type of path) {
    payload = payload && (childBoxes(payload).find((box) => box.type === type)?.payload ?? null);
  }
  return payload;
}
