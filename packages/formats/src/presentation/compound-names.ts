/** The first bytes of an OLE compound file (MS-CFB 2.2): old PowerPoint, and whatever Office locks with a password. */
const MAGIC = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const ENTRY_BYTES = 128;

/** True where the bytes begin as an OLE compound file does. */
export const isCompoundFile = (head: Uint8Array): boolean =>
  MAGIC.every((byte, at) => head[at] === byte);

/**
 * The names in the first sector of the directory of an OLE compound file, which Office fills in order of making; it
 * tells a locked presentation (`EncryptedPackage`, MS-OFFCRYPTO 2.3.4.4) from an old one (`PowerPoint Document`).
 * `read` gives bytes from a place on, fewer at the end of the file. Damage gives no names and throws nothing.
 */
export async function compoundNames(
  read: (from: number, bytes: number) => Promise<Buffer>,
): Promise<string[]> {
  const header = await read(0, 512);
  if (header.length < 512 || !isCompoundFile(header)) return [];
  const shift = header.readUInt16LE(30);
  if (shift !== 9 && shift !== 12) return [];
  const sectorBytes = 2 ** shift;
  const directory = await read((header.readUInt32LE(48) + 1) * sectorBytes, sectorBytes * 8);
  const names: string[] = [];
  for (let at = 0; at + ENTRY_BYTES <= directory.length; at += ENTRY_BYTES) {
    const bytes = directory.readUInt16LE(at + 64);
    if (bytes < 2 || bytes > 64) continue;
    names.push(directory.toString('utf16le', at, at + bytes - 2));
  }
  return names;
}
