// A presentation becomes a PDF before anything else is made of it: looked into by ourselves, freed of all that leads
// out of it, and only then opened by LibreOffice.
import { sentenceOf, type LocatedError } from '@xueshi/formats';
import { readPresentation, writeWithoutLinks } from '@xueshi/formats/presentation';
import { convertPresentation, findOffice, RENDER_LIMITS, whereOffice } from '@xueshi/media';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { syncPath } from '../../../platform/kept-files.ts';
import type { JobContext } from '../../../platform/jobs.ts';
import type { Platform } from '../../../platform/platform.ts';
import type { Looked } from '../look-through.ts';
import { CHINESE_FONT } from './chinese-font.ts';

/** Whether the machine can turn presentations into pages. */
export const takesPresentations = async ({ config }: Platform): Promise<boolean> =>
  (await whereOffice({ officePath: config.officePath })) !== null;

/** Zips, and what Office wrote before it wrote those, or writes with a password. Anything else is no presentation. */
const BEGINNINGS = [Buffer.from('PK\x03\x04'), Buffer.from([0xd0, 0xcf, 0x11, 0xe0])];

/** By its first bytes, whatever it is called. */
export async function beginsAsPresentation(path: string): Promise<boolean> {
  await using file = await open(path, 'r');
  const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0);
  return BEGINNINGS.some((beginning) => beginning.equals(buffer));
}

/** The folder in which LibreOffice works; it goes when the PDF has its place. */
export const officeFolder = (path: string): string => `${path}.office`;

export type MadePdf =
  | { readonly ok: true; readonly path: string }
  | { readonly ok: false; readonly looked: Looked };

/** The PDF of a presentation in the folder of its own, or why there is none. */
export async function pdfOfPresentation(
  { config, log }: Platform,
  path: string,
  { signal, progress }: Pick<JobContext, 'signal' | 'progress'>,
): Promise<MadePdf> {
  const folder = officeFolder(path);
  // What an attempt before this one left.
  await rm(folder, { recursive: true, force: true });
  const read = await readPresentation(path);
  if (!read.ok) return refused(read.problem, read.errors);
  if (read.slides > RENDER_LIMITS.pages) return refused('too-many-pages');
  const office = await findOffice({ officePath: config.officePath });
  if (!office) return refused('no-office');
  await mkdir(folder);
  const name = `slides.${read.kind}`;
  if (!(await writeWithoutLinks(path, read.kind, join(folder, name))))
    return refused('not-a-presentation');
  signal.throwIfAborted();
  progress(LOOKED_INTO);
  const made = await convertPresentation({ office, folder, name, font: CHINESE_FONT, signal });
  signal.throwIfAborted();
  if (!made.ok) {
    log.warn({ reason: made.reason, detail: made.detail }, 'a presentation was not converted');
    return refused(made.reason);
  }
  await syncPath(made.path);
  progress(CONVERTED);
  return { ok: true, path: made.path };
}

/** LibreOffice does not say how far it is: the share of the work that is done before it, and with it. */
const LOOKED_INTO = 0.1;
export const CONVERTED = 0.5;

function refused(problem: string, errors: readonly LocatedError[] = []): MadePdf {
  const [error] = errors;
  const looked: Looked = { problem, end: '', found: null };
  if (!error) return { ok: false, looked };
  const detail = { 'zh-CN': sentenceOf(error, 'zh-CN'), en: sentenceOf(error, 'en') };
  return { ok: false, looked: { ...looked, detail } };
}
