import type { QuestionsReading } from '@xueshi/contracts';
import type { Platform } from '../../platform/platform.ts';
import { readSentQuestions, type SentQuestions } from '../draft-questions/service.ts';
import { findBank } from './store.ts';

/** Reads questions for a bank and shows what they would be; nothing is kept. */
export async function readBankQuestions(
  platform: Platform,
  name: string,
  sent: SentQuestions,
): Promise<QuestionsReading> {
  await findBank(platform.db, name);
  return readSentQuestions(platform, sent, null);
}
