import type { ItemRead, ItemReading } from '../item-reading.ts';
import type { QuestionMatter } from '../question.ts';
import { lineOf, markdownOf, type TextFormat } from '../texts.ts';
import { choiceOf, numberOf, typedOf, withBlank, type NumberAnswer } from '../weighted-answers.ts';
import { formatted, unprotect } from './blocks.ts';

interface Asked {
  readonly stem: string;
  readonly format: TextFormat;
  /** What stands between the braces. */
  readonly answers: string;
}

/** Reads what stands between the braces, by which GIFT tells its kinds apart. */
export function matterOf(item: ItemReading, asked: Asked): ItemRead {
  const [, answers = '', general] = /^([^]*?)(?:####([^]*))?$/.exec(asked.answers) ?? [];
  if (general !== undefined && general.trim() !== '') {
    const { format, text } = formatted(general, asked.format);
    item.explanation = markdownOf(item, { format, text: unprotect(text).trim() }) || null;
  }
  const trimmed = answers.trim();
  const truth = /^(true|false|t|f)\s*(?:#([^]*))?$/i.exec(trimmed);
  if (truth !== null) {
    countFeedback(item, (truth[2] ?? '').split('#'));
    return item.done(asked.stem, { kind: 'true_false', answer: /^t/i.test(truth[1] ?? '') });
  }
  if (trimmed === '') return item.done(asked.stem, { kind: 'short_answer', guide: null });
  const matter = trimmed.startsWith('#')
    ? numbers(item, trimmed.slice(1).trim())
    : marked(item, trimmed, asked.format);
  const isTyped = matter?.kind === 'fill_in';
  return item.done(isTyped ? withBlank(asked.stem) : asked.stem, matter);
}

interface Part {
  readonly sign: '=' | '~';
  /** null where none is given. */
  readonly weight: number | null;
  readonly text: string;
  readonly feedback: string;
}

/** Cuts answers at their signs; null, and the reason noted, where something is malformed. */
function partsOf(item: ItemReading, answers: string): Part[] | null {
  if (!/^[=~]/.test(answers)) {
    if (/[=~]/.test(answers)) {
      item.refuse('gift-answer', { text: unprotect(answers).slice(0, 60) });
      return null;
    }
    return partsOf(item, `=${answers}`); // One short answer needs no sign.
  }
  const parts: Part[] = [];
  for (const match of answers.matchAll(/([=~])([^=~]*)/g)) {
    const sign = match[1] === '=' ? '=' : '~';
    const [, percent, rest = ''] = /^\s*(?:%([^%]*)%)?([^]*)$/.exec(match[2] ?? '') ?? [];
    const weight = percent === undefined ? null : Number(percent);
    if (weight !== null && !(Math.abs(weight) <= 100)) {
      item.refuse('gift-weight', { text: `${percent ?? ''}` });
      return null;
    }
    const [text = '', ...feedback] = rest.split('#');
    parts.push({ sign, weight, text, feedback: feedback.join('#') });
  }
  countFeedback(
    item,
    parts.map(({ feedback }) => feedback),
  );
  return parts;
}

function countFeedback(item: ItemReading, texts: readonly string[]): void {
  const count = texts.filter((text) => text.trim() !== '').length;
  if (count > 0) item.leave('left-feedback', { count });
}

function marked(item: ItemReading, answers: string, format: TextFormat): QuestionMatter | null {
  const parts = partsOf(item, answers);
  if (parts === null) return null;
  const words = (text: string) => {
    const own = formatted(text, format);
    return lineOf(item, { format: own.format, text: unprotect(own.text) });
  };
  if (parts.some(({ sign }) => sign === '~')) {
    const options = parts.map(({ sign, weight, text }) => ({
      text: words(text),
      weight: weight ?? (sign === '=' ? 100 : 0),
    }));
    const oneOnly = parts.some(({ sign }) => sign === '=');
    return choiceOf(item, options, oneOnly);
  }
  if (parts.some(({ text }) => text.includes('->'))) return pairsOf(item, parts, words);
  return typedOf(
    item,
    parts.map(({ weight, text }) => ({ text: unprotect(text).trim(), weight: weight ?? 100 })),
  );
}

function pairsOf(
  item: ItemReading,
  parts: readonly Part[],
  words: (text: string) => string,
): QuestionMatter | null {
  const pairs: { left: string; right: string }[] = [];
  const extra: string[] = [];
  for (const { text } of parts) {
    const [left = '', right, ...more] = text.split('->');
    if (right === undefined || more.length > 0 || right.trim() === '') {
      item.refuse('gift-answer', { text: unprotect(text).trim().slice(0, 60) });
      return null;
    }
    if (left.trim() === '') extra.push(words(right));
    else pairs.push({ left: words(left), right: words(right) });
  }
  return { kind: 'matching', pairs, extra };
}

const NUMBER = String.raw`[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?`;
const RANGE = new RegExp(
  `^(${NUMBER})(?:\\s*\\.\\.\\s*(${NUMBER})|\\s*[:\\ufdd5]\\s*(${NUMBER}))?$`,
);

function numbers(item: ItemReading, answers: string): QuestionMatter | null {
  const parts = /^[=~]/.test(answers) ? partsOf(item, answers) : partsOf(item, `=${answers}`);
  if (parts === null) return null;
  const read: NumberAnswer[] = [];
  for (const { sign, weight, text } of parts) {
    const written = unprotect(text).trim();
    // "~#Completely wrong" is what is said to all other answers.
    if (sign === '~' && (written === '' || written === '*')) continue;
    const match = RANGE.exec(written);
    if (match === null) {
      item.refuse('gift-answer', { text: written.slice(0, 60) });
      return null;
    }
    const [, first = '', to, tolerance] = match;
    const about = Math.abs(Number(tolerance ?? 0));
    const low = Number(first) - about;
    const high = to === undefined ? Number(first) + about : Number(to);
    const isPlain = to === undefined && about === 0;
    read.push({ low, high, text: isPlain ? first : written, weight: weight ?? 100 });
  }
  return numberOf(item, read);
}
