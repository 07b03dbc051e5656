import type { QuestionsReading } from '@xueshi/contracts';
import type { PackagePicture, PictureLeft } from '@xueshi/formats/question-exchange';
import { Readable } from 'node:stream';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { bankPictures, bankPictureUrl } from '../catalogue/service.ts';
import {
  readSentQuestions,
  type KeptPicture,
  type SentQuestions,
} from '../draft-questions/service.ts';
import { sendBankPicture } from './pictures.ts';
import { findBank } from './store.ts';

/**
 * Reads questions for a bank and shows what they would be. Only the pictures that they show are kept, for
 * whoever takes the questions sends their words back, not the file.
 */
export async function readBankQuestions(
  platform: Platform,
  actor: Actor,
  name: string,
  sent: SentQuestions,
): Promise<QuestionsReading> {
  const bank = await findBank(platform.db, name);
  const pictures = await bankPictures(platform, platform.db, bank.id);
  const urls = [...pictures.keys()].map((picture) => [picture, bankPictureUrl(name, picture)]);
  return readSentQuestions(platform, sent, {
    quizText: null,
    keep: (found) => keepPictures(platform, actor, name, found),
    facts: bank,
    urls: Object.fromEntries(urls),
  });
}

/** What a bank refuses of one picture alone: the question comes in without it and says why. */
const UNFIT: Readonly<Record<string, PictureLeft>> = {
  'picture-unfit': 'left-image-kind',
  'upload-empty': 'left-image-damaged',
  'upload-too-large': 'left-image-large',
};

async function keepPictures(
  platform: Platform,
  actor: Actor,
  name: string,
  pictures: readonly PackagePicture[],
): Promise<Map<string, KeptPicture>> {
  const kept = new Map<string, KeptPicture>();
  for (const { key, fileName, bytes } of pictures) {
    const content = Readable.from([Buffer.from(bytes)]);
    try {
      kept.set(key, await sendBankPicture(platform, actor, { name, fileName, content }));
    } catch (error) {
      const left = error instanceof Refused ? UNFIT[error.code] : undefined;
      if (left === undefined) throw error;
      kept.set(key, { left });
    }
  }
  return kept;
}
