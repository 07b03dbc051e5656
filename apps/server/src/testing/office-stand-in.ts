// A program in the place of LibreOffice: it gives a PDF that was made beforehand. Used by tests only.
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Writes it below `folder`; without a PDF it ends as LibreOffice does that could not read a file. Gives its path. */
export async function makeOffice(folder: string, pdf: Buffer | null): Promise<string> {
  const programs = join(folder, 'office', 'program');
  await mkdir(programs, { recursive: true });
  if (pdf) await writeFile(join(folder, 'office', 'made.pdf'), pdf);
  const path = join(programs, 'soffice');
  const script = '#!/bin/sh\ncp "$(dirname "$0")/../made.pdf" made/slides.pdf || exit 0\n';
  await writeFile(path, script);
  await chmod(path, 0o755);
  return path;
}
