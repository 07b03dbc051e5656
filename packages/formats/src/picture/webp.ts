// WebP (RFC 9649): a RIFF of chunks, each of an even length.
import { blockOf, orientationIn } from './orientation.ts';

const KEPT = new Set(['VP8X', 'VP8 ', 'VP8L', 'ICCP', 'ANIM', 'ANMF', 'ALPH']);
/** Flags of VP8X that announce chunks. */
const [EXIF, XMP] = [0x08, 0x04];

/** null: it is no WebP. */
export function webpWithoutMetadata(bytes: Buffer): Buffer | null {
  const isWebp =
    bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP';
  if (!isWebp) return null;
  const parts: Buffer[] = [];
  let orientation = 1;
  const end = Math.min(bytes.length, 8 + bytes.readUInt32LE(4));
  for (let at = 12; at + 8 <= end;) {
    const length = bytes.readUInt32LE(at + 4);
    const next = Math.min(bytes.length, at + 8 + length + (length % 2));
    const name = bytes.toString('latin1', at, at + 4);
    if (name === 'EXIF') orientation = orientationIn(bytes.subarray(at + 8, next));
    if (KEPT.has(name)) parts.push(Buffer.from(bytes.subarray(at, next)));
    at = next;
  }
  const [first] = parts;
  const isExtended = first?.toString('latin1', 0, 4) === 'VP8X' && first.length > 8;
  const said = isExtended && orientation !== 1 ? [chunkOf('EXIF', blockOf(orientation))] : [];
  if (isExtended) first[8] = ((first[8] ?? 0) & ~(EXIF | XMP)) | (said.length > 0 ? EXIF : 0);
  const content = Buffer.concat([Buffer.from('WEBP', 'latin1'), ...parts, ...said]);
  const head = Buffer.alloc(8);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, content]);
}

function chunkOf(name: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(name, 0, 'latin1');
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, content]);
}
