import { execFile } from 'node:child_process';
import { access, constants, realpath } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A LibreOffice of the machine, and what keeps it to itself while it reads a file of somebody's. */
export interface Office {
  readonly path: string;
  /** Bubblewrap: the program sees the system, its own folder and no network. Null: it is not there, or forbidden. */
  readonly bubblewrap: string | null;
}

export interface FindOfficeOptions {
  /** The operator's choice (`XUESHI_OFFICE`). If there is no program nothing else is tried. Null: none is used. */
  readonly officePath?: string | null | undefined;
  /** Folders to look in, as in `PATH`, which is the default. */
  readonly searchPath?: string | undefined;
}

/** Where the program is, without running it: the operator's choice, else `soffice` or `libreoffice` on the path. */
export async function whereOffice({
  officePath,
  searchPath = process.env['PATH'],
}: FindOfficeOptions = {}): Promise<string | null> {
  if (officePath === null) return null;
  if (officePath !== undefined) return (await isProgram(officePath)) ? officePath : null;
  const end = process.platform === 'win32' ? '.exe' : '';
  return firstOf(searchPath ?? '', [`soffice${end}`, `libreoffice${end}`]);
}

/** Finds LibreOffice, and Bubblewrap where it works on this machine; null where there is no LibreOffice. */
export async function findOffice(options: FindOfficeOptions = {}): Promise<Office | null> {
  const path = await whereOffice(options);
  if (path === null) return null;
  const searchPath = options.searchPath ?? process.env['PATH'] ?? '';
  const bubblewrap = process.platform === 'linux' ? await firstOf(searchPath, ['bwrap']) : null;
  return { path, bubblewrap: bubblewrap && (await works(bubblewrap)) ? bubblewrap : null };
}

/** Containers and hardened machines forbid what it does. */
const works = (bubblewrap: string): Promise<boolean> =>
  run(bubblewrap, ['--unshare-all', '--ro-bind', '/', '/', '--proc', '/proc', '/bin/true'], {
    timeout: 20_000,
  }).then(
    () => true,
    () => false,
  );

async function firstOf(searchPath: string, names: readonly string[]): Promise<string | null> {
  for (const folder of searchPath.split(delimiter).filter(Boolean)) {
    for (const name of names) {
      const path = join(folder, name);
      if (await isProgram(path)) return path;
    }
  }
  return null;
}

const isProgram = (path: string): Promise<boolean> =>
  realpath(path)
    .then((real) => access(real, constants.X_OK))
    .then(
      () => true,
      () => false,
    );
