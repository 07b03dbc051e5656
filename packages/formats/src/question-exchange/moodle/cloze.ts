// Embedded answers (cloze): a text with gaps like {1:SHORTANSWER:=六十日~=60日}.
import type { ItemRead, ItemReading } from '../item-reading.ts';
import { lineOf, markdownOf, type SourceText, type TextFormat } from '../texts.ts';
import type { TakePicture } from '../package-pictures.ts';
import { numberOf, typedOf, type WeightedAnswer } from '../weighted-answers.ts';

const GAP = /\{(\d*):([A-Z_]+):((?:\\[^]|[^}\\])*)\}/g;
const TYPED = /^(?:SHORTANSWER|SA|MW)(_?C)?$/;

/** Reads a cloze item as a fill-in; one with gaps to choose from has no like here. */
export function readCloze(
  item: ItemReading,
  source: SourceText,
  takePicture?: TakePicture,
): ItemRead {
  const blanks: (readonly string[])[] = [];
  const weights = new Set<number>();
  for (const [, worth = '', type = '', body = ''] of source.text.matchAll(GAP)) {
    const blank = blankOf(item, type, answersOf(item, body, source.format));
    if (blank === null) return item.done('', null);
    blanks.push(blank);
    weights.add(worth === '' ? 1 : Number(worth));
  }
  if (weights.size > 1) item.scoreOtherwise('score-unequal');
  if (blanks.length === 0) {
    item.refuse('no-right-answer');
    return item.done('', null);
  }
  // What looks like a blank beside the gaps would be counted as one.
  const text = source.text.replaceAll(/_{3,}/g, '＿＿').replaceAll(GAP, '____');
  const stem = markdownOf(item, { ...source, text }, takePicture);
  return item.done(stem, { kind: 'fill_in', blanks });
}

function blankOf(
  item: ItemReading,
  type: string,
  answers: readonly WeightedAnswer[],
): readonly string[] | null {
  const typed = TYPED.exec(type);
  if (typed === null && !/^(?:NUMERICAL|NM)$/.test(type)) {
    item.refuse('question-type', { type: `cloze ${type.slice(0, 30)}` });
    return null;
  }
  const matter =
    typed === null
      ? numberOf(
          item,
          answers.map(({ text, weight }) => {
            const [value = '', about = '0'] = text.split(':');
            const [middle, tolerance] = [Number(value), Math.abs(Number(about))];
            return { text: value, low: middle - tolerance, high: middle + tolerance, weight };
          }),
        )
      : typedOf(item, answers, typed[1] !== undefined);
  return matter?.kind === 'fill_in' ? (matter.blanks[0] ?? null) : null;
}

/** `=right~%50%half~wrong#why`, with a backslash before signs that are meant. */
function answersOf(item: ItemReading, body: string, format: TextFormat): WeightedAnswer[] {
  const parts = body.match(/(?:\\[^]|[^~\\])+/g) ?? [];
  let feedback = 0;
  const answers = parts.map((part) => {
    const [, percent, sign, rest = ''] = /^(?:%(-?[\d.]+)%|(=))?([^]*)$/.exec(part) ?? [];
    const [words = '', ...said] = rest.match(/(?:\\[^]|[^#\\])+/g) ?? [];
    if (said.join('').trim() !== '') feedback += 1;
    const raw = words.replaceAll(/\\([^*])/g, '$1').trim();
    const text = format === 'html' ? lineOf(item, { format, text: raw }) : raw;
    return {
      text,
      weight: percent === undefined ? (sign === undefined ? 0 : 100) : Number(percent),
    };
  });
  if (feedback > 0) item.leave('left-feedback', { count: feedback });
  return answers;
}
