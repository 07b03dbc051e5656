import { Readable } from 'node:stream';
import yauzl from 'yauzl';
import type { ErrorCode } from '../error-sentences.ts';
import { staysInside } from '../folder.ts';
import { locatedError, WHOLE_FILE, type LocatedError } from '../located-error.ts';
import { EXCHANGE_LIMITS } from './limits.ts';

export type ArchiveRead =
  | { readonly ok: true; readonly archive: ForeignArchive }
  | { readonly ok: false; readonly errors: readonly LocatedError[] };

class Refused extends Error {
  readonly code: ErrorCode;
  readonly params: Record<string, string | number>;

  constructor(code: ErrorCode, params: Record<string, string | number> = {}) {
    super(code);
    this.code = code;
    this.params = params;
  }
}

const MIB = 1024 * 1024;
const tooMuch = (bytes: number) => new Refused('archive-too-much', { limit: `${bytes / MIB} MiB` });

/**
 * A zip of another system, in memory: nothing is ever written to the disk by its names. What unpacks
 * is bounded part by part, by ratio and in sum, and counted as it comes, not as the archive claims.
 */
export class ForeignArchive {
  readonly #file: string;
  readonly #zip: yauzl.ZipFile;
  readonly #entries: ReadonlyMap<string, yauzl.Entry>;
  #unpacked = 0;

  constructor(file: string, zip: yauzl.ZipFile, entries: ReadonlyMap<string, yauzl.Entry>) {
    this.#file = file;
    this.#zip = zip;
    this.#entries = entries;
  }

  get names(): string[] {
    return [...this.#entries.keys()];
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  /** The bytes of one part, or why they cannot be had. */
  async read(name: string): Promise<Uint8Array | LocatedError> {
    try {
      const entry = this.#entries.get(name);
      if (entry === undefined) throw new Refused('archive-missing', { name: name.slice(0, 120) });
      return await this.#unpack(entry);
    } catch (error) {
      return errorOf(this.#file, error);
    }
  }

  async #unpack(entry: yauzl.Entry): Promise<Uint8Array> {
    const { partBytes, unpackedBytes, ratio, smallBytes } = EXCHANGE_LIMITS;
    const chunks: Buffer[] = [];
    let bytes = 0;
    const stream = await this.#zip.openReadStreamPromise(entry);
    for await (const chunk of Readable.from(stream)) {
      if (!Buffer.isBuffer(chunk)) continue;
      bytes += chunk.length;
      this.#unpacked += chunk.length;
      if (bytes > smallBytes && bytes > entry.compressedSize * ratio) {
        throw new Refused('archive-bomb', { name: entry.fileName });
      }
      if (bytes > partBytes) throw tooMuch(partBytes);
      if (this.#unpacked > unpackedBytes) throw tooMuch(unpackedBytes);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  }
}

/**
 * Opens a zip in memory. One path that leads out of it, one link, one name given twice, one part with
 * a password or beyond reason, and it is refused whole, before anything is unpacked.
 */
export async function openArchive(file: string, bytes: Uint8Array): Promise<ArchiveRead> {
  try {
    if (bytes.length > EXCHANGE_LIMITS.archiveBytes) throw tooMuch(EXCHANGE_LIMITS.archiveBytes);
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const zip = await yauzl.fromBufferPromise(buffer, { lazyEntries: true });
    const entries = new Map<string, yauzl.Entry>();
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.endsWith('/')) continue;
      checkEntry(entry);
      if (entries.has(entry.fileName)) throw new Refused('archive-twice', { name: entry.fileName });
      if (entries.size >= EXCHANGE_LIMITS.archiveEntries) {
        throw new Refused('archive-too-much', { limit: EXCHANGE_LIMITS.archiveEntries });
      }
      entries.set(entry.fileName, entry);
    }
    return { ok: true, archive: new ForeignArchive(file, zip, entries) };
  } catch (error) {
    return { ok: false, errors: [errorOf(file, error)] };
  }
}

const FILE_TYPE = 0o170000;
const LINK = 0o120000;

function checkEntry(entry: yauzl.Entry): void {
  const name = entry.fileName.slice(0, 120);
  if (!staysInside(entry.fileName)) throw new Refused('archive-path', { name });
  if (((entry.externalFileAttributes >>> 16) & FILE_TYPE) === LINK) {
    throw new Refused('archive-link', { name });
  }
  if (entry.isEncrypted()) throw new Refused('archive-locked', { name });
  const { ratio, smallBytes } = EXCHANGE_LIMITS;
  const { uncompressedSize, compressedSize } = entry;
  if (uncompressedSize > smallBytes && uncompressedSize > compressedSize * ratio) {
    throw new Refused('archive-bomb', { name });
  }
}

/** How the library says that a name leads out: it looks before we do. */
const PATH_SAID = /^(?:absolute path|invalid relative path|invalid characters in fileName): (.*)$/;

function errorOf(file: string, error: unknown): LocatedError {
  if (error instanceof Refused) return locatedError(error.code, file, WHOLE_FILE, error.params);
  if (!(error instanceof Error)) throw error;
  const path = PATH_SAID.exec(error.message)?.[1];
  if (path !== undefined)
    return locatedError('archive-path', file, WHOLE_FILE, { name: path.slice(0, 120) });
  return locatedError('archive-damaged', file, WHOLE_FILE, { detail: error.message.slice(0, 120) });
}
