/** The only file of this package that touches the disk: everything is read from inside a folder. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, readdir, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';

export type FileProblem = 'missing' | 'outside' | 'not-regular' | 'too-large' | 'empty';

export type FoundFile =
  | { ok: true; path: string; bytes: number }
  | { ok: false; problem: FileProblem };

/**
 * Whether a file name stays inside its folder as written: relative, forward slashes, no `.` or
 * `..` steps, no drive letters or streams. Symbolic links are looked at when the file is opened.
 */
export function staysInside(name: string): boolean {
  if (name.length > 255 || /[\\:\0]/.test(name)) return false;
  return name.split('/').every((step) => step !== '' && step !== '.' && step !== '..');
}

/**
 * Finds a file inside a folder. The path given back is real: a symbolic link that leads out of
 * the folder is refused. `maxBytes` is inclusive; an empty file is refused.
 */
export async function findFile(folder: string, name: string, maxBytes: number): Promise<FoundFile> {
  if (!staysInside(name)) return { ok: false, problem: 'outside' };
  const root = await realPathOrNull(folder);
  const path = await realPathOrNull(join(folder, name));
  if (root === null || path === null) return { ok: false, problem: 'missing' };
  const way = relative(root, path);
  if (way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)) {
    return { ok: false, problem: 'outside' };
  }
  const found = await stat(path);
  if (!found.isFile()) return { ok: false, problem: 'not-regular' };
  if (found.size === 0) return { ok: false, problem: 'empty' };
  if (found.size > maxBytes) return { ok: false, problem: 'too-large' };
  return { ok: true, path, bytes: found.size };
}

/** A missing file, a broken link and a link that leads to itself are all "not there". */
async function realPathOrNull(path: string): Promise<string | null> {
  try {
    return await realpath(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP' || code === 'ENAMETOOLONG') {
      return null;
    }
    throw error;
  }
}

export type TextFile =
  | { ok: true; text: string }
  | { ok: false; problem: FileProblem }
  | { ok: false; problem: 'not-utf8' | 'nul'; line: number };

/** Reads a UTF-8 text of at most `maxBytes`; a byte order mark is dropped, NUL is refused. */
export async function readTextFile(
  folder: string,
  name: string,
  maxBytes: number,
): Promise<TextFile> {
  const found = await findFile(folder, name, maxBytes);
  if (!found.ok) return found;
  const bytes = await readFile(found.path);
  if (bytes.length > maxBytes) return { ok: false, problem: 'too-large' };
  return decodeText(bytes);
}

/** Bytes to text: UTF-8 only, no NUL (the database cuts text at it). Lines count from 1. */
export function decodeText(bytes: Uint8Array): TextFile {
  const text = decodeUtf8(bytes);
  if (text === null) return { ok: false, problem: 'not-utf8', line: firstBadLine(bytes) };
  const nul = text.indexOf('\0');
  if (nul < 0) return { ok: true, text };
  return {
    ok: false,
    problem: 'nul',
    line: text.slice(0, nul).split('\n').length,
  };
}

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null; // The decoder's only way to say that the bytes are not UTF-8.
  }
}

/** A line feed is never part of a longer UTF-8 character, so lines can be tried one by one. */
function firstBadLine(bytes: Uint8Array): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line += 1) {
    const end = bytes.indexOf(0x0a, start);
    const stop = end < 0 ? bytes.length : end;
    if (decodeUtf8(bytes.subarray(start, stop)) === null) return line;
    start = stop + 1;
  }
  return line;
}

/** The names of the files directly in a folder, sorted; null when there is no such folder. */
export async function listFiles(folder: string): Promise<string[] | null> {
  const root = await realPathOrNull(folder);
  if (root === null || !(await stat(root)).isDirectory()) return null;
  const entries = await readdir(root, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .sort();
}

/**
 * SHA-256 (hex) over files inside a folder: for each name in code unit order the name's length,
 * the name, the size and the bytes, so that no two different sets of files give the same input.
 * Files are streamed. The caller has found every file before; one that vanished meanwhile throws.
 */
export async function hashFiles(folder: string, names: Iterable<string>): Promise<string> {
  const hash = createHash('sha256');
  for (const name of [...new Set(names)].sort()) {
    const path = join(folder, name);
    const { size } = await stat(path);
    hash.update(`${Buffer.byteLength(name)}:${name}:${size}:`);
    for await (const chunk of createReadStream(path, {
      end: Math.max(0, size - 1),
    })) {
      hash.update(chunk);
    }
  }
  return hash.digest('hex');
}
