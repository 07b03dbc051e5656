import { locatedError, WHOLE_FILE } from '../../located-error.ts';
import { ItemReading, withIds, type QuestionsRead } from '../item-reading.ts';
import { MOST_QUESTIONS } from '../limits.ts';
import { finishPasted, type Pasted } from './finish.ts';
import { readLine, type Field, type PastedKind } from './lines.ts';

/**
 * Reads many questions from plain text as Chinese papers have it: 题号、题干, options A B C D, 答案：,
 * 解析：; 对/错, several letters, and blanks make the other kinds. Every question, or why it is none,
 * has its line; `file` is what the errors call the text. Never throws.
 */
export function readPasted(file: string, source: string): QuestionsRead {
  const reader = new PastedReader(file);
  for (const [at, line] of source.split(/\r\n?|\n/).entries()) {
    reader.read(line, at + 1);
    if (reader.pasted.length > MOST_QUESTIONS) {
      const params = { limit: MOST_QUESTIONS };
      return { ok: false, errors: [locatedError('questions-too-many', file, WHOLE_FILE, params)] };
    }
  }
  if (reader.pasted.length === 0) {
    return { ok: false, errors: [locatedError('questions-none', file, WHOLE_FILE)] };
  }
  return { ok: true, items: withIds(reader.pasted.map(finishPasted)), notes: [] };
}

class PastedReader {
  readonly pasted: Pasted[] = [];
  readonly #file: string;
  #section: PastedKind | null = null;
  #afterBlank = false;

  constructor(file: string) {
    this.#file = file;
  }

  read(raw: string, at: number): void {
    const line = readLine(raw);
    const current = this.pasted.at(-1);
    const isComplete = current === undefined || current.fields.has('answer');
    switch (line.is) {
      case 'blank':
        this.#afterBlank = true;
        return;
      case 'section':
        this.#section = line.kind;
        break;
      case 'question':
        this.#begin(line.number, line.text, at);
        break;
      case 'key':
        for (const { number, answer } of line.answers) this.#answer(number, answer, at);
        break;
      case 'options':
        if (current === undefined || isStray(current)) this.#stray(at);
        else addOptions(current, line.options, at);
        break;
      case 'field':
        if (current === undefined) this.#stray(at);
        else addField(current, line.field, line.text, at);
        break;
      case 'text':
        if (isComplete && (this.#afterBlank || current === undefined)) {
          this.#begin(String(this.pasted.length + 1), line.text, at);
        } else if (current) {
          current.last.push(line.text);
        }
    }
    this.#afterBlank = false;
  }

  #begin(number: string, text: string, at: number): void {
    const stem = [text];
    this.pasted.push({
      item: new ItemReading(this.#file, { line: at, column: null }, number),
      kind: this.#section,
      stem,
      options: [],
      fields: new Map(),
      last: stem,
    });
  }

  /** From a key at the end: for the first question of that number that has no answer yet. */
  #answer(number: string, answer: string, at: number): void {
    const open = this.pasted.find(
      ({ item, fields }) => item.name === number && !fields.get('answer')?.words.join('').trim(),
    );
    if (open) open.fields.set('answer', { words: [answer], line: at });
    else {
      this.#begin(number, '', at);
      this.pasted.at(-1)?.item.refuse('paste-key');
    }
  }

  #stray(at: number): void {
    this.#begin(String(this.pasted.length + 1), '', at);
    this.pasted.at(-1)?.item.refuse('paste-no-number');
  }
}

const isStray = ({ item, stem }: Pasted): boolean => item.isRefused && stem[0] === '';

function addOptions(
  current: Pasted,
  options: readonly { letter: string; text: string }[],
  at: number,
): void {
  for (const { letter, text } of options) {
    const expected = String.fromCharCode('A'.charCodeAt(0) + current.options.length);
    if (letter !== expected) {
      const params = { expected, found: letter };
      current.item.refuse('paste-letters', params, { line: at, column: null });
    }
    const words = [text];
    current.options.push(words);
    current.last = words;
  }
}

const FIELD_NAMES: Readonly<Record<Field, string>> = {
  answer: '答案',
  explanation: '解析',
  difficulty: '难度',
  points: '分值',
  tags: '标签',
};

function addField(current: Pasted, field: Field, text: string, at: number): void {
  if (current.fields.has(field)) {
    const params = { what: FIELD_NAMES[field] };
    current.item.refuse('paste-twice', params, { line: at, column: null });
  }
  const words = [text];
  current.fields.set(field, { words, line: at });
  current.last = words;
}
