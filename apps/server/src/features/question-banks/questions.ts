import type { QuestionsReading } from '@xueshi/contracts';
import type { Platform } from '../../platform/platform.ts';
import type { Actor } from '../../platform/sessions.ts';
import { bankPictures, bankPictureUrl } from '../catalogue/service.ts';
import { keepEach, readSentQuestions, type SentQuestions } from '../draft-questions/service.ts';
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
    keep: keepEach((picture) => sendBankPicture(platform, actor, { name, ...picture })),
    facts: bank,
    urls: Object.fromEntries(urls),
  });
}
