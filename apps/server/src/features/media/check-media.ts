import { schema } from '@xueshi/database';
import { verifyPackage } from '@xueshi/media';
import { eq } from 'drizzle-orm';
import { join } from 'node:path';
import type { Platform } from '../../platform/platform.ts';
import { mediaFolder } from './slides.ts';

export interface MediaProblem {
  readonly assetId: string;
  readonly file: string;
  readonly problem: string;
}

/** Compares every package that is served with its manifest, byte by byte. */
export async function checkMedia(
  platform: Platform,
): Promise<{ packages: number; problems: MediaProblem[] }> {
  const assets = await platform.db
    .select({ id: schema.mediaAssets.id })
    .from(schema.mediaAssets)
    .where(eq(schema.mediaAssets.state, 'ready'));
  const problems: MediaProblem[] = [];
  for (const { id } of assets) {
    const verified = await verifyPackage(join(mediaFolder(platform), id));
    if (!verified.ok)
      problems.push(...verified.problems.map((problem) => ({ assetId: id, ...problem })));
  }
  return { packages: assets.length, problems };
}
