// Pictures of the banks that are kept in the studio. What is published has copies of its own (media/pictures.ts).
import { schema, type Reader } from '@xueshi/database';
import type { KeptPictures } from '@xueshi/formats';
import { eq, inArray } from 'drizzle-orm';
import { join } from 'node:path';
import type { Platform } from '../../platform/platform.ts';

const { questionBankPictures, questionBanks } = schema;

type Where = Pick<Platform, 'config'>;

export const bankPicturesFolder = ({ config }: Where) => join(config.dataFolder, 'bank-pictures');

/** Names in that folder; nothing else there is served. */
export const BANK_PICTURE = /^[A-Za-z0-9_-]{1,40}\.(?:png|jpg|webp)$/;

export const bankPicturePath = (platform: Where, keptAs: string) =>
  join(bankPicturesFolder(platform), keptAs);

/** Where those who work on a bank, or review what draws from it, see a picture; learners see those of published courses. */
export const bankPictureUrl = (bank: string, name: string) => `/media/banks/${bank}/${name}`;

/** By their names, of every bank that is named. */
export async function bankPictureUrls(
  db: Reader,
  banks: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .select({ bank: questionBanks.name, name: questionBankPictures.name })
    .from(questionBankPictures)
    .innerJoin(questionBanks, eq(questionBanks.id, questionBankPictures.bankId))
    .where(inArray(questionBanks.name, [...banks]));
  return new Map(rows.map(({ bank, name }) => [name, bankPictureUrl(bank, name)]));
}

/** What the texts of a bank may show. */
export async function bankPictures(
  platform: Where,
  db: Reader,
  bankId: string,
): Promise<KeptPictures> {
  const { name, keptAs, bytes } = questionBankPictures;
  const rows = await db
    .select({ name, keptAs, bytes })
    .from(questionBankPictures)
    .where(eq(questionBankPictures.bankId, bankId));
  return new Map(
    rows.map((row) => [
      row.name,
      { path: bankPicturePath(platform, row.keptAs), bytes: row.bytes },
    ]),
  );
}
