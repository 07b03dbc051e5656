import { locatedError, WHOLE_FILE } from '../../located-error.ts';
import { ItemReading, withIds, type ItemRead, type QuestionsRead } from '../item-reading.ts';
import { MOST_QUESTIONS } from '../limits.ts';
import { markdownOf } from '../texts.ts';
import { readTags } from '../weighted-answers.ts';
import { matterOf } from './answers.ts';
import { formatted, giftBlocks, NONCHARACTER, unprotect, type GiftBlock } from './blocks.ts';

/**
 * Reads a GIFT file (Moodle's text format, docs/author/question-exchange.md): every item with its
 * line, the question it became or why it could not, and what of it stays behind. Never throws.
 */
export function readGift(file: string, source: string): QuestionsRead {
  const odd = NONCHARACTER.exec(source);
  if (odd !== null) {
    const place = { line: source.slice(0, odd.index).split('\n').length, column: null };
    const params = { character: `U+${odd[0].charCodeAt(0).toString(16).toUpperCase()}` };
    return { ok: false, errors: [locatedError('bad-character', file, place, params)] };
  }
  const blocks = giftBlocks(source);
  if (blocks.length === 0) {
    return { ok: false, errors: [locatedError('questions-none', file, WHOLE_FILE)] };
  }
  if (blocks.length > MOST_QUESTIONS) {
    const params = { limit: MOST_QUESTIONS };
    return { ok: false, errors: [locatedError('questions-too-many', file, WHOLE_FILE, params)] };
  }
  return {
    ok: true,
    items: withIds(blocks.map((block, at) => readBlock(file, block, at))),
    notes: [],
  };
}

function readBlock(file: string, block: GiftBlock, at: number): ItemRead {
  const [, title, rest = block.text] = /^\s*::([^]*?)::([^]*)$/.exec(block.text) ?? [];
  const number = String(at + 1);
  const name =
    block.id ??
    (unprotect(title ?? '')
      .trim()
      .slice(0, 80) ||
      number);
  const item = new ItemReading(file, { line: block.line, column: null }, name);
  item.category = block.category;
  readTags(item, block.tags);
  const cut = cutAtBraces(item, block, rest);
  if (cut === null) return item.done('', null);
  const { before, answers, after } = cut;
  const { format, text } = formatted(before, 'auto');
  if (answers === null) {
    item.refuse('question-not');
    return item.done('', null);
  }
  const inPlace = after.trim() !== '' || text.trim() === '';
  const words = inPlace ? `${text.trimEnd()} ____ ${after.trim()}` : text;
  const stem = markdownOf(item, { format, text: unprotect(words).trim() });
  return matterOf(item, { stem, format, answers: answers.trim() });
}

interface Cut {
  readonly before: string;
  /** null where there are no braces at all. */
  readonly answers: string | null;
  readonly after: string;
}

function cutAtBraces(item: ItemReading, block: GiftBlock, text: string): Cut | null {
  const lineOf = (index: number) => ({
    line:
      block.line +
      block.text.slice(0, block.text.length - text.length + index).split('\n').length -
      1,
    column: null,
  });
  const open = text.indexOf('{');
  const close = text.indexOf('}');
  if (open < 0 && close < 0) return { before: text, answers: null, after: '' };
  if (open < 0 || (close >= 0 && close < open)) {
    item.refuse('gift-unopened', {}, lineOf(close));
    return null;
  }
  if (close < 0) {
    item.refuse('gift-unclosed', {}, lineOf(open));
    return null;
  }
  const answers = text.slice(open + 1, close);
  const after = text.slice(close + 1);
  const stray = /[{}]/.exec(answers + after);
  if (stray !== null) {
    const isInside = stray.index < answers.length;
    item.refuse('gift-unopened', {}, lineOf(open + 1 + stray.index + (isInside ? 0 : 1)));
    return null;
  }
  return { before: text.slice(0, open), answers, after };
}
