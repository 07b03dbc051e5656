import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import yauzl from 'yauzl';
import type { ErrorCode } from '../error-sentences.ts';
import { staysInside } from '../folder.ts';
import { locatedError, WHOLE_FILE, type LocatedError } from '../located-error.ts';

/** How much may come out of an archive; more is refused. */
export interface ArchiveLimits {
  /** The archive as it is sent. */
  readonly archiveBytes: number;
  /** All of it that is unpacked. */
  readonly unpackedBytes: number;
  /** One part of it. */
  readonly partBytes: number;
  readonly archiveEntries: number;
  /** How much larger than packed one part may be, above `smallBytes`. */
  readonly ratio: number;
  readonly smallBytes: number;
}

/** Who waits for a large part, and may stop it. */
export interface Extracting {
  readonly signal?: AbortSignal | undefined;
  /** Sees every piece before it is written. */
  readonly onPiece?: (piece: Buffer) => void;
}

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
 * A zip from elsewhere. Nothing is written to the disk by its names unless `extract` is told where.
 * What unpacks is bounded part by part, by ratio and in sum, and counted as it comes, not as the
 * archive claims.
 */
export class ForeignArchive {
  readonly #file: string;
  readonly #zip: yauzl.ZipFile;
  readonly #entries: ReadonlyMap<string, yauzl.Entry>;
  readonly #limits: ArchiveLimits;
  #unpacked = 0;

  constructor(
    file: string,
    zip: yauzl.ZipFile,
    entries: ReadonlyMap<string, yauzl.Entry>,
    limits: ArchiveLimits,
  ) {
    this.#file = file;
    this.#zip = zip;
    this.#entries = entries;
    this.#limits = limits;
  }

  get names(): string[] {
    return [...this.#entries.keys()];
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  /** The bytes that a part claims to have; what comes of it is counted all the same. 0 where there is none. */
  claimedBytes(name: string): number {
    return this.#entries.get(name)?.uncompressedSize ?? 0;
  }

  /** The bytes of one part, or why they cannot be had. */
  async read(name: string): Promise<Uint8Array | LocatedError> {
    const chunks: Buffer[] = [];
    const error = await this.#reading(name, async (stream) => {
      for await (const chunk of stream) chunks.push(chunk);
    });
    return error ?? Buffer.concat(chunks);
  }

  /**
   * Writes one part into a file that is not there yet; null, or why it cannot be had. Throws the signal's reason when
   * it is stopped.
   */
  async extract(
    name: string,
    path: string,
    { signal, onPiece }: Extracting = {},
  ): Promise<LocatedError | null> {
    const error = await this.#reading(name, async (stream) => {
      const watched = async function* () {
        for await (const chunk of stream) {
          signal?.throwIfAborted();
          onPiece?.(chunk);
          yield chunk;
        }
      };
      await pipeline(
        Readable.from(watched(), { objectMode: false }),
        createWriteStream(path, { flags: 'wx' }),
      );
    });
    signal?.throwIfAborted();
    return error;
  }

  close(): void {
    this.#zip.close();
  }

  async #reading(
    name: string,
    use: (stream: AsyncIterable<Buffer>) => Promise<void>,
  ): Promise<LocatedError | null> {
    try {
      const entry = this.#entries.get(name);
      if (entry === undefined) throw new Refused('archive-missing', { name: name.slice(0, 120) });
      await use(this.#unpack(entry));
      return null;
    } catch (error) {
      return errorOf(this.#file, error);
    }
  }

  async *#unpack(entry: yauzl.Entry): AsyncGenerator<Buffer> {
    const { partBytes, unpackedBytes, ratio, smallBytes } = this.#limits;
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
      yield chunk;
    }
  }
}

export type ArchiveRead =
  | { readonly ok: true; readonly archive: ForeignArchive }
  | { readonly ok: false; readonly errors: readonly LocatedError[] };

/**
 * Opens a zip in memory. One path that leads out of it, one link, one name given twice, one part with
 * a password or beyond reason, and it is refused whole, before anything is unpacked.
 */
export async function openArchive(
  file: string,
  bytes: Uint8Array,
  limits: ArchiveLimits,
): Promise<ArchiveRead> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return opened(file, bytes.length, limits, () =>
    yauzl.fromBufferPromise(buffer, { lazyEntries: true }),
  );
}

/** Opens a zip on the disk, as `openArchive` does; whoever opens it closes it. Throws where the disk fails. */
export async function openArchiveFile(
  file: string,
  path: string,
  limits: ArchiveLimits,
): Promise<ArchiveRead> {
  const { size } = await stat(path);
  return opened(file, size, limits, () =>
    yauzl.openPromise(path, { lazyEntries: true, autoClose: false }),
  );
}

async function opened(
  file: string,
  size: number,
  limits: ArchiveLimits,
  open: () => Promise<yauzl.ZipFile>,
): Promise<ArchiveRead> {
  let zip: yauzl.ZipFile | null = null;
  try {
    if (size > limits.archiveBytes) throw tooMuch(limits.archiveBytes);
    zip = await open();
    const entries = await entriesOf(zip, limits);
    return { ok: true, archive: new ForeignArchive(file, zip, entries, limits) };
  } catch (error) {
    zip?.close();
    return { ok: false, errors: [errorOf(file, error)] };
  }
}

async function entriesOf(
  zip: yauzl.ZipFile,
  limits: ArchiveLimits,
): Promise<ReadonlyMap<string, yauzl.Entry>> {
  const entries = new Map<string, yauzl.Entry>();
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName.endsWith('/')) continue;
    checkEntry(entry, limits);
    if (entries.has(entry.fileName)) throw new Refused('archive-twice', { name: entry.fileName });
    if (entries.size >= limits.archiveEntries) {
      throw new Refused('archive-too-much', { limit: limits.archiveEntries });
    }
    entries.set(entry.fileName, entry);
  }
  return entries;
}

const FILE_TYPE = 0o170000;
const LINK = 0o120000;

function checkEntry(entry: yauzl.Entry, { ratio, smallBytes }: ArchiveLimits): void {
  const name = entry.fileName.slice(0, 120);
  if (!staysInside(entry.fileName)) throw new Refused('archive-path', { name });
  if (((entry.externalFileAttributes >>> 16) & FILE_TYPE) === LINK) {
    throw new Refused('archive-link', { name });
  }
  if (entry.isEncrypted()) throw new Refused('archive-locked', { name });
  const { uncompressedSize, compressedSize } = entry;
  if (uncompressedSize > smallBytes && uncompressedSize > compressedSize * ratio) {
    throw new Refused('archive-bomb', { name });
  }
}

/** How the library says that a name leads out: it looks before we do. */
const PATH_SAID = /^(?:absolute path|invalid relative path|invalid characters in fileName): (.*)$/;

function errorOf(file: string, error: unknown): LocatedError {
  if (error instanceof Refused) return locatedError(error.code, file, WHOLE_FILE, error.params);
  // A disk that is full or gone is no fault of the archive.
  if (!(error instanceof Error) || 'syscall' in error) throw error;
  const path = PATH_SAID.exec(error.message)?.[1];
  if (path !== undefined)
    return locatedError('archive-path', file, WHOLE_FILE, { name: path.slice(0, 120) });
  return locatedError('archive-damaged', file, WHOLE_FILE, { detail: error.message.slice(0, 120) });
}
