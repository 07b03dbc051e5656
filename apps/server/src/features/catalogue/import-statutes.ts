// Reads the folder of statutes: what is new or changed becomes an edition; a broken file leaves the rest.
import { schema } from '@xueshi/database';
import { readStatuteFiles, type LocatedError, type StatuteFile } from '@xueshi/formats';
import { eq } from 'drizzle-orm';
import type { Platform } from '../../platform/platform.ts';
import { hashOf, keepEdition, keptStatutes, keyOf, tellWhenInForce } from '../statutes/service.ts';
import { recordRefusal } from './import-record.ts';

const { courseImports } = schema;

/** How a file of a statute is named among the imported folders. */
const placeOf = (file: string): string => `statutes/${file}`;

/** In one transaction: the first start takes dozens, and each would wait for the disk. */
async function take(platform: Platform, files: readonly StatuteFile[]): Promise<void> {
  if (files.length === 0) return;
  const now = platform.clock.now();
  await platform.write(async (tx) => {
    for (const { edition, markdown, file } of files) {
      const { id } = await keepEdition(tx, {
        edition,
        markdown,
        origin: 'folder',
        takenBy: null,
        now,
      });
      await tellWhenInForce(tx, { editionId: id, inForceFrom: edition.inForceFrom }, now);
      await tx.delete(courseImports).where(eq(courseImports.folder, placeOf(file)));
    }
  });
}

/** What was taken before and is no longer in the folder stays: courses cite it. */
export async function importStatutes(
  platform: Platform,
): Promise<readonly { readonly folder: string; readonly errors: readonly LocatedError[] }[]> {
  const editions = (await keptStatutes(platform)).flatMap((statute) => statute.editions);
  const taken = new Set(editions.map(({ title, textHash }) => `${title} ${textHash}`));
  const read = await readStatuteFiles(platform.config.statutesFolder, (title, markdown) =>
    taken.has(`${title} ${hashOf(markdown)}`),
  );
  // An installation may do without the folder.
  if (!read.ok) return [];
  const held = new Map(editions.map(({ title, key, textHash }) => [`${title} ${key}`, textHash]));
  const changed = read.files.filter(
    ({ edition, markdown }) => held.get(`${edition.title} ${keyOf(edition)}`) !== hashOf(markdown),
  );
  await take(platform, changed);
  for (const { file, errors } of read.refused) {
    const folder = placeOf(file);
    await recordRefusal(platform, { folder, folderStamp: '' }, errors);
  }
  return read.refused.map(({ file, errors }) => ({ folder: placeOf(file), errors }));
}
