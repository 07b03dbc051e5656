const SAMPLE_BYTES = 64 * 1024;

/**
 * By which the same file is known again when somebody chooses it after the page was closed: name, size, time and a
 * sum over its beginning, middle and end. Whether every byte is the same, the server's hash says later.
 */
export async function fingerprintOf(file: File): Promise<string> {
  const middle = Math.max(0, Math.floor(file.size / 2) - SAMPLE_BYTES / 2);
  const from = [0, middle, Math.max(0, file.size - SAMPLE_BYTES)];
  let sum = 0x811c9dc5;
  for (const start of from) {
    const sample = new Uint8Array(await file.slice(start, start + SAMPLE_BYTES).arrayBuffer());
    // FNV-1a: told apart are files, not attackers, and it needs no secure context.
    for (const byte of sample) sum = Math.imul(sum ^ byte, 0x01000193);
  }
  const name = file.name.slice(-80);
  return `${file.size}-${file.lastModified}-${(sum >>> 0).toString(16)}-${name}`;
}

/** Up to here the whole file is hashed before it is sent; more would need all of it in memory. */
const MOST_HASHED_BYTES = 64 * 1024 * 1024;

/** SHA-256 of a small file, hexadecimal; null where the browser or the size does not allow it. */
export async function sha256Of(file: File): Promise<string | null> {
  if (file.size > MOST_HASHED_BYTES || !globalThis.crypto?.subtle) return null;
  const hash = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
