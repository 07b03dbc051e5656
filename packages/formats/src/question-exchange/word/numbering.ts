// The numbers that Word writes before paragraphs: they stand nowhere in the text.
import { childOf, childrenOf, type XmlMark } from '../../xml/xml.ts';

interface Level {
  readonly format: string;
  /** As in `%1.`: the number of that level, with what stands around it. */
  readonly text: string;
  readonly start: number;
}

/** What a paragraph says of its number: which list, and how deep in it. */
export interface ListPlace {
  readonly list: string;
  readonly level: number;
}

const valueOf = (mark: XmlMark | undefined): string => mark?.attributes['val'] ?? '';

/** The numbers of a document, counted as its paragraphs come. */
export class Numbering {
  readonly #levels = new Map<string, readonly Level[]>();
  readonly #counts = new Map<string, number[]>();

  /** `root` is that of word/numbering.xml; without one there are no numbers. */
  constructor(root: XmlMark | null) {
    const abstracts = new Map(
      childrenOf(root ?? undefined, 'abstractNum').map((each) => [
        each.attributes['abstractNumId'] ?? '',
        levelsOf(each),
      ]),
    );
    for (const each of childrenOf(root ?? undefined, 'num')) {
      const levels = abstracts.get(valueOf(childOf(each, 'abstractNumId')));
      if (levels) this.#levels.set(each.attributes['numId'] ?? '', levels);
    }
  }

  /** The words that Word shows before this paragraph; empty for bullets and for what is no list. */
  next({ list, level }: ListPlace): string {
    const levels = this.#levels.get(list);
    const here = levels?.[level];
    if (!levels || !here) return '';
    const counts = this.#counts.get(list) ?? [];
    counts[level] = (counts[level] ?? here.start - 1) + 1;
    counts.length = level + 1; // What is further in begins anew.
    this.#counts.set(list, counts);
    if (here.format === 'bullet' || here.format === 'none') return '';
    return here.text.replaceAll(/%(\d)/g, (_, digit: string) => {
      const at = Number(digit) - 1;
      const shown = levels[at];
      return shown ? numberIn(shown.format, counts[at] ?? shown.start) : '';
    });
  }
}

function levelsOf(abstract: XmlMark): Level[] {
  const levels: Level[] = [];
  for (const each of childrenOf(abstract, 'lvl')) {
    const at = Number(each.attributes['ilvl']);
    if (!Number.isInteger(at) || at < 0 || at > 8) continue;
    const start = Number(valueOf(childOf(each, 'start')) || 1);
    levels[at] = {
      format: valueOf(childOf(each, 'numFmt')),
      text: valueOf(childOf(each, 'lvlText')),
      start: Number.isSafeInteger(start) ? start : 1,
    };
  }
  return levels;
}

const DIGITS = '〇一二三四五六七八九';
const LETTERS = 26;

function numberIn(format: string, number: number): string {
  if (/^(?:chinese|ideograph|taiwanese|japanese)/i.test(format) && number < 100) {
    const [tens, ones] = [Math.floor(number / 10), number % 10];
    const before = tens === 0 ? '' : `${tens === 1 ? '' : (DIGITS[tens] ?? '')}十`;
    return `${before}${ones > 0 || tens === 0 ? (DIGITS[ones] ?? '') : ''}`;
  }
  if (/Letter$/.test(format) && number >= 1 && number <= LETTERS) {
    const letter = String.fromCharCode(64 + number);
    return format.startsWith('lower') ? letter.toLowerCase() : letter;
  }
  return String(number);
}
