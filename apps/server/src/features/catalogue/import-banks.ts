// Reads the question banks: quizzes draw from them, and authors look them up.
import {
  loadBanks,
  locatedError,
  WHOLE_FILE,
  type Banks,
  type LocatedError,
  type Statutes,
} from '@xueshi/formats';
import type { Platform } from '../../platform/platform.ts';
import { replaceBankEntries } from './bank-entries.ts';
import { namesOfKeptBanks } from './banks-at-hand.ts';
import { articleTextIn } from './content-of-source.ts';
import { stampOf } from './folder-stamp.ts';
import { isUntouched, recordImport, recordRefusal } from './import-record.ts';
import { keepPictures, picturesOf } from '../media/service.ts';
import { quizItemOf } from './quiz-content.ts';

interface BanksAtHand {
  readonly banks: Banks;
  readonly refused: readonly {
    readonly folder: string;
    readonly errors: readonly LocatedError[];
  }[];
}

/** A bank with errors is refused whole; what was published with its items before stays. */
export async function importBanks(platform: Platform, statutes: Statutes): Promise<BanksAtHand> {
  const { banksFolder, statutesFolder } = platform.config;
  const { banks, refused } = await loadBanks(banksFolder, statutes);
  const folderStamp = await stampOf(banksFolder, statutesFolder);
  for (const { file, errors } of refused)
    await recordRefusal(platform, { folder: file, folderStamp }, errors);
  const kept = await namesOfKeptBanks(platform.db);
  const taken: BanksAtHand['refused'][number][] = [];
  for (const bank of banks.values()) {
    if (kept.has(bank.name)) {
      const file = `${bank.name}.yaml`;
      const errors = [locatedError('bank-in-studio', file, WHOLE_FILE, { bank: bank.name })];
      await recordRefusal(platform, { folder: file, folderStamp }, errors);
      taken.push({ folder: file, errors });
      continue;
    }
    const folder = `${bank.name}.yaml`;
    if (await isUntouched(platform, { folder, folderStamp })) continue;
    const keptAs = await keepPictures(
      platform,
      [...bank.items, ...bank.groups].flatMap(({ images }) => images),
    );
    const around = { keptAs, articleText: articleTextIn(statutes) };
    const items = bank.items.map((item) => quizItemOf(item, around));
    const groups = bank.groups.map(({ id, text, images }) => ({
      id,
      text,
      pictures: picturesOf(images, keptAs),
    }));
    await platform.write(async (tx) => {
      await replaceBankEntries(tx, bank, { items, groups });
      await recordImport(tx, {
        folder,
        folderStamp,
        slug: null,
        contentHash: null,
        state: 'published',
        errors: [],
        importedAt: platform.clock.now(),
      });
    });
  }
  const told = refused.map(({ file, errors }) => ({ folder: file, errors }));
  return { banks, refused: [...told, ...taken] };
}
