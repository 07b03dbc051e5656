import { childBoxes, findBox } from './boxes.ts';

const SAMPLE_TABLE = ['moov', 'trak', 'mdia', 'minf', 'stbl', 'stsd'];

/**
 * The RFC 6381 codec string of the one track of an fMP4 initialisation segment, such as `avc1.64001F` or
 * `mp4a.40.2`: what the master playlist promises is read from what was really encoded. Null for other codecs.
 */
export function codecOf(initSegment: Buffer): string | null {
  const table = findBox(initSegment, SAMPLE_TABLE);
  // stsd: four bytes of version and flags, four of the number of entries.
  const entry = table && childBoxes(table.subarray(8))[0];
  if (!entry) return null;
  if (entry.type === 'avc1') return avcCodec(entry.payload);
  if (entry.type === 'mp4a') return aacCodec(entry.payload);
  return null;
}

/** ISO/IEC 14496-15: profile, compatibility and level stand in bytes 1 to 3 of avcC. */
function avcCodec(sampleEntry: Buffer): string | null {
  const configuration = findBox(sampleEntry.subarray(78), ['avcC']);
  if (!configuration || configuration.length < 4) return null;
  return `avc1.${configuration.toString('hex', 1, 4).toUpperCase()}`;
}

/** ISO/IEC 14496-1: ES descriptor (3) → decoder configuration (4) → decoder specific information (5). */
function aacCodec(sampleEntry: Buffer): string | null {
  const esds = findBox(sampleEntry.subarray(28), ['esds']);
  const stream = esds && descriptor(esds.subarray(4), 3);
  const decoder = stream && descriptor(stream.subarray(3), 4);
  const objectType = decoder?.[0];
  const specific = decoder && descriptor(decoder.subarray(13), 5);
  const first = specific?.[0];
  if (objectType === undefined || first === undefined) return null;
  return `mp4a.${objectType.toString(16)}.${first >> 3}`;
}

/** The payload of a descriptor with this tag; its length is in groups of seven bits. */
function descriptor(bytes: Buffer, tag: number): Buffer | null {
  if (bytes[0] !== tag) return null;
  let length = 0;
  let at = 1;
  for (;;) {
    const next = bytes[at];
    if (next === undefined || at > 4) return null;
    length = length * 128 + (next & 0x7f);
    at += 1;
    if (next < 0x80) return bytes.subarray(at, at + length);
  }
}
