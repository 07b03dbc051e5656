// What a presence check asks: a question of the author's own (question-check.ts), or else to pick,
// among four words, the one that is named. Read by a screen reader and answered by keyboard as easily
// as by a tap; where the options stand differs each time.
import type { PresenceCheck } from '@xueshi/contracts';
import type { Reader } from '@xueshi/database';
import type { PresencePolicy } from '@xueshi/domain';
import { randomInt } from 'node:crypto';
import { viewOfQuestion } from './question-check.ts';
import { findQuestion } from '../lecture-questions/service.ts';
import type { CheckRow } from './presence-store.ts';

/** Plain words that sound and look unlike each other. */
const WORDS = [
  { 'zh-CN': '稻田', en: 'rice field' },
  { 'zh-CN': '石桥', en: 'stone bridge' },
  { 'zh-CN': '灯塔', en: 'lighthouse' },
  { 'zh-CN': '春雨', en: 'spring rain' },
  { 'zh-CN': '果园', en: 'orchard' },
  { 'zh-CN': '山路', en: 'mountain road' },
  { 'zh-CN': '渡口', en: 'ferry' },
  { 'zh-CN': '水井', en: 'well' },
  { 'zh-CN': '麦穗', en: 'ear of wheat' },
  { 'zh-CN': '竹林', en: 'bamboo grove' },
  { 'zh-CN': '茶园', en: 'tea garden' },
  { 'zh-CN': '晨雾', en: 'morning mist' },
  { 'zh-CN': '风车', en: 'windmill' },
  { 'zh-CN': '雪峰', en: 'snowy peak' },
  { 'zh-CN': '渔船', en: 'fishing boat' },
  { 'zh-CN': '蜂箱', en: 'beehive' },
] as const;
const OPTIONS = 4;

const wordOf = (key: string | undefined) =>
  WORDS.find((word) => word.en === key) ?? { 'zh-CN': key ?? '', en: key ?? '' };

/** How much granted time lies before the next check, ms; nobody but the server knows. */
export function drawGap({ gapMs: [least, most] }: PresencePolicy): number {
  return randomInt(least, most + 1);
}

/** Words as a row of a check keeps them. */
export function shownWords(): { options: string[]; answer: number } {
  const left: string[] = WORDS.map((word) => word.en);
  const options = Array.from({ length: OPTIONS }, () =>
    left.splice(randomInt(left.length), 1),
  ).flat();
  return { options, answer: randomInt(OPTIONS) };
}

/** A check as the learner sees it: without a word of which option is right but the question itself. */
export async function viewOfCheck(
  db: Reader,
  row: CheckRow,
  now: Date,
  policy: PresencePolicy,
): Promise<PresenceCheck> {
  const standing = {
    id: row.id,
    secondsLeft: Math.max(0, Math.ceil((row.deadlineAt.getTime() - now.getTime()) / 1000)),
    attemptsLeft: policy.attempts - row.attempts,
  };
  if (row.questionId !== null) {
    const question = await findQuestion(db, row.lessonId, row.questionId);
    return { ...standing, ...viewOfQuestion(question, row.options) };
  }
  const wanted = wordOf(row.options[row.answer]);
  return { ...standing, kind: 'word', wanted, options: row.options.map(wordOf) };
}
