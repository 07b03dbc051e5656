import { renderPages } from '@xueshi/media';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { NOTHING_FOUND, type Looked, type LookThrough } from '../look-through.ts';
import { CHINESE_FONT } from './chinese-font.ts';
import {
  beginsAsPresentation,
  CONVERTED,
  officeFolder,
  pdfOfPresentation,
} from './presentation.ts';

/** A PDF becomes pictures of its pages with their words; a presentation becomes a PDF first, which is kept instead. */
export const lookThroughSlides: LookThrough = async (platform, path, context) => {
  if (!(await beginsAsPresentation(path))) return lookThroughPdf(path, path, context);
  let looked: Looked | null = null;
  try {
    const { signal } = context;
    const pdf = await pdfOfPresentation(platform, path, context);
    if (!pdf.ok) return (looked = pdf.looked);
    const progress = (share: number) => context.progress(CONVERTED + share * (1 - CONVERTED));
    const seen = await lookThroughPdf(path, pdf.path, { signal, progress });
    return (looked = seen.problem === null ? { ...seen, instead: pdf.path } : seen);
  } finally {
    // Otherwise it is removed when its PDF has a place.
    if (looked?.problem !== null) await rm(officeFolder(path), { recursive: true, force: true });
  }
};

/** A page without words is called by its number. */
async function lookThroughPdf(
  path: string,
  source: string,
  { signal, progress }: Parameters<LookThrough>[2],
): Promise<Looked> {
  const folder = `${path}.pages`;
  // What an attempt before this one left.
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  const seen = await renderPages({
    ...{ source, folder, font: CHINESE_FONT, signal },
    onProgress: progress,
  });
  signal.throwIfAborted();
  if (!seen.ok) {
    await rm(folder, { recursive: true, force: true });
    return { problem: seen.reason, end: '', found: null };
  }
  return {
    problem: null,
    end: 'pdf',
    found: { ...NOTHING_FOUND, pages: seen.pages.length },
    pages: seen.pages.map(({ name, width, height, title, text }, at) => ({
      path: join(folder, name),
      found: { width, height, number: at + 1, title: title || `第 ${at + 1} 页`, text },
    })),
  };
}
