import { renderPages } from '@xueshi/media';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NOTHING_FOUND, type LookThrough } from '../look-through.ts';

/** For files that leave their Chinese fonts out. */
const FONT = fileURLToPath(
  import.meta.resolve('@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf'),
);

/** A PDF becomes pictures of its pages with their words. A page without words is called by its number. */
export const lookThroughSlides: LookThrough = async (_platform, path, { signal, progress }) => {
  const folder = `${path}.pages`;
  // What an attempt before this one left.
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  const seen = await renderPages({
    ...{ source: path, folder, font: FONT, signal },
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
};
