// JPEG (ITU-T T.81): segments with their lengths, and between them scans that end at the next marker.
import { blockOf, orientationIn } from './orientation.ts';

const [START, END, SCAN, COMMENT] = [0xd8, 0xd9, 0xda, 0xfe];
const isApplication = (marker: number) => marker >= 0xe0 && marker <= 0xef;
/** Markers that stand alone: restarts, and one that means nothing. */
const standsAlone = (marker: number) => (marker >= 0xd0 && marker <= 0xd7) || marker === 0x01;

const JFIF_BYTES = 14;

/** null: it is no JPEG that could be followed. */
export function jpegWithoutMetadata(bytes: Buffer): Buffer | null {
  if (bytes.length < 4 || bytes[0] !== 0xff || bytes[1] !== START) return null;
  const head: Buffer[] = [];
  const parts: Buffer[] = [];
  let orientation = 1;
  let at = 2;
  // What stands behind the end is of no picture, such as another one for the camera's screen.
  while (at + 1 < bytes.length) {
    const marker = bytes[at + 1] ?? 0;
    // Between segments some cameras leave bytes that mean nothing; readers of pictures pass over them, and so do we.
    if (bytes[at] !== 0xff || marker === 0xff || marker === 0) {
      at += 1;
      continue;
    }
    if (marker === END || standsAlone(marker)) {
      parts.push(bytes.subarray(at, at + 2));
      at += 2;
      if (marker === END) break;
      continue;
    }
    const length = at + 4 > bytes.length ? 0 : bytes.readUInt16BE(at + 2);
    const next = at + 2 + length;
    if (length < 2 || next > bytes.length) return null;
    const content = bytes.subarray(at + 4, next);
    if (marker === 0xe1 && startsWith(content, 'Exif\0')) orientation = orientationIn(content);
    const kept = keptOf(marker, content, bytes.subarray(at, next));
    if (kept) (marker === 0xe0 ? head : parts).push(kept);
    at = next;
    if (marker !== SCAN) continue;
    const end = endOfScan(bytes, at);
    parts.push(bytes.subarray(at, end));
    at = end;
  }
  const said = orientation === 1 ? [] : [segmentOf(0xe1, 'Exif\0\0', blockOf(orientation))];
  return Buffer.concat([Buffer.from([0xff, START]), ...head, ...said, ...parts]);
}

/** What of a segment belongs to the picture: all that draws it, its colours, and how it is to be read. */
function keptOf(marker: number, content: Buffer, segment: Buffer): Buffer | null {
  if (marker === COMMENT) return null;
  if (!isApplication(marker)) return segment;
  if (marker === 0xe0 && startsWith(content, 'JFIF\0') && content.length >= JFIF_BYTES) {
    const plain = Buffer.from(content.subarray(0, JFIF_BYTES));
    // Without the small picture that may stand in it, which may show what was cut away.
    plain.fill(0, JFIF_BYTES - 2);
    return segmentOf(marker, '', plain);
  }
  const isColour = marker === 0xe2 && startsWith(content, 'ICC_PROFILE\0');
  const isReading = marker === 0xee && startsWith(content, 'Adobe');
  return isColour || isReading ? segment : null;
}

/** Where the marker stands that ends a scan; the end of the file where it was cut off. */
function endOfScan(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1];
    if (next === undefined) break;
    if (next !== 0 && next !== 0xff && !standsAlone(next)) return at;
  }
  return bytes.length;
}

function segmentOf(marker: number, name: string, content: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(2 + name.length + content.length, 2);
  return Buffer.concat([head, Buffer.from(name, 'latin1'), content]);
}

const startsWith = (content: Buffer, name: string): boolean =>
  content.toString('latin1', 0, name.length) === name;
