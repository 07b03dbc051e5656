// PNG (W3C, third edition): chunks with length, name and check sum.
import { crc32 } from 'node:zlib';
import { blockOf, orientationIn } from './orientation.ts';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** What draws the picture and says its colours; texts, times and all that is not known stay behind. */
const KEPT = new Set([
  ...['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'acTL', 'fcTL', 'fdAT'],
  ...[
    'cHRM',
    'gAMA',
    'iCCP',
    'sBIT',
    'sRGB',
    'cICP',
    'mDCV',
    'cLLI',
    'bKGD',
    'hIST',
    'pHYs',
    'sPLT',
  ],
]);

/** null: it is no PNG. */
export function pngWithoutMetadata(bytes: Buffer): Buffer | null {
  if (!bytes.subarray(0, 8).equals(SIGNATURE)) return null;
  const parts: Buffer[] = [];
  let orientation = 1;
  for (let at = 8; at + 12 <= bytes.length;) {
    const next = at + 12 + bytes.readUInt32BE(at);
    const name = bytes.toString('latin1', at + 4, at + 8);
    if (next > bytes.length) {
      // Cut off: browsers show what is there.
      if (KEPT.has(name)) parts.push(bytes.subarray(at));
      break;
    }
    if (name === 'eXIf') orientation = orientationIn(bytes.subarray(at + 8, next - 4));
    if (KEPT.has(name)) parts.push(bytes.subarray(at, next));
    at = next;
    // What stands behind the end is of no picture.
    if (name === 'IEND') break;
  }
  const said = orientation === 1 ? [] : [chunkOf('eXIf', blockOf(orientation))];
  return Buffer.concat([SIGNATURE, ...parts.slice(0, 1), ...said, ...parts.slice(1)]);
}

function chunkOf(name: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  const chunk = Buffer.alloc(named.length + 8);
  chunk.writeUInt32BE(content.length, 0);
  named.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(named), named.length + 4);
  return chunk;
}
