// What a server asked of the disk for its database, call by call, and what a power cut at any moment may leave of it:
// all that was synced, and of the rest any part.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

export type DiskFile = 'xueshi.db' | 'xueshi.db-wal';

/** Bytes at a place, or a new length. */
type Change = { readonly at: number; readonly bytes: Buffer } | { readonly length: number };

export interface Call {
  /** When it began, ms since 1970. */
  readonly atMs: number;
  readonly file: DiskFile;
  /** null: a sync. */
  readonly change: Change | null;
}

/** Options of strace for a recording that `readRecording` reads. */
export const RECORDING = [
  ...['-y', '-ttt', '-xx', '-s', '100000'],
  // Those behind the first five are not expected, and are not read.
  ...[
    '-e',
    'trace=pwrite64,fsync,fdatasync,ftruncate,unlink,write,writev,pwritev,fallocate,rename',
  ],
];

const CALL =
  /^\d+ +([\d.]+) (\w+)\((?:\d+<)?"?((?:\\x[0-9a-f]{2})+)[>"](?:, "((?:\\x..)*)", \d+)?(?:, (\d+))?/;
const bytesOf = (hex: string) => Buffer.from(hex.replaceAll('\\x', ''), 'hex');

function changeOf(name: string, hex: string | undefined, number: number): Change | null {
  switch (name) {
    case 'fsync':
    case 'fdatasync':
      return null;
    case 'ftruncate':
      return { length: number };
    case 'unlink':
      return { length: 0 };
    case 'pwrite64':
      if (hex !== undefined) return { at: number, bytes: bytesOf(hex) };
  }
  throw new Error(`the recording has a call that is not understood: ${name}`);
}

export async function readRecording(log: string): Promise<Call[]> {
  const calls: Call[] = [];
  for await (const line of createInterface({ input: createReadStream(log) })) {
    if (/ (?:\+\+\+|---|<\.\.\.) /.test(line.slice(0, 60))) continue;
    const [, seconds, name = '', path = '', hex, number] = CALL.exec(line) ?? [];
    if (seconds === undefined) throw new Error(`not understood: ${line.slice(0, 200)}`);
    const file = bytesOf(path).toString().endsWith('-wal') ? 'xueshi.db-wal' : 'xueshi.db';
    calls.push({
      atMs: Number(seconds) * 1000,
      file,
      change: changeOf(name, hex, Number(number ?? 0)),
    });
  }
  return calls;
}

/** A disk writes sectors whole, and of a longer write any of them. */
const SECTOR_BYTES = 512;

/** A number from 0 to below 1. */
export type Chance = () => number;

/** Seldom anything, half, nearly all, all. */
const SHARES = [0, 0.1, 0.5, 0.9, 1];

class RecordedFile {
  #synced: Buffer;
  #pending: Change[] = [];

  constructor(synced: Buffer) {
    this.#synced = synced;
  }

  take(change: Change | null): void {
    if (change) return void this.#pending.push(change);
    this.#synced = this.#pending.reduce(apply, this.#synced);
    this.#pending = [];
  }

  /** What is there after a power cut. */
  left(chance: Chance): Buffer {
    const share = SHARES[Math.floor(chance() * SHARES.length)] ?? 1;
    const isTorn = chance() < 0.3;
    return this.#pending
      .flatMap((change) => (isTorn ? sectorsOf(change) : [change]))
      .filter(() => chance() < share)
      .reduce(apply, Buffer.from(this.#synced));
  }
}

function sectorsOf(change: Change): Change[] {
  if ('length' in change) return [change];
  const sectors: Change[] = [];
  for (let from = 0; from < change.bytes.length;) {
    const to = from + SECTOR_BYTES - ((change.at + from) % SECTOR_BYTES);
    sectors.push({ at: change.at + from, bytes: change.bytes.subarray(from, to) });
    from = to;
  }
  return sectors;
}

/** May write into the bytes it is given. */
function apply(bytes: Buffer, change: Change): Buffer {
  if ('length' in change)
    return change.length <= bytes.length
      ? bytes.subarray(0, change.length)
      : Buffer.concat([bytes, Buffer.alloc(change.length - bytes.length)]);
  const end = change.at + change.bytes.length;
  const long =
    end <= bytes.length ? bytes : Buffer.concat([bytes, Buffer.alloc(end - bytes.length)]);
  change.bytes.copy(long, change.at);
  return long;
}

/** The disk of a recording, from its beginning on. */
export function recordedDisk(start: Record<DiskFile, Buffer>) {
  const files = {
    'xueshi.db': new RecordedFile(start['xueshi.db']),
    'xueshi.db-wal': new RecordedFile(start['xueshi.db-wal']),
  };
  return {
    take: ({ file, change }: Call) => files[file].take(change),
    left: (chance: Chance): Record<DiskFile, Buffer> => ({
      'xueshi.db': files['xueshi.db'].left(chance),
      'xueshi.db-wal': files['xueshi.db-wal'].left(chance),
    }),
  };
}
