import { blanksIn } from '../check-question.ts';
import type { ItemRead, ItemReading } from '../item-reading.ts';
import { letterAt, placeOf, type QuestionMatter } from '../question.ts';
import { escapeMarkdown } from '../rich-text.ts';
import { readPoints, readTags, withBlank } from '../weighted-answers.ts';
import { kindNamed, type Field, type PastedKind } from './lines.ts';

/** A question as its lines were found. */
export interface Pasted {
  readonly item: ItemReading;
  /** What its section says it is. */
  readonly kind: PastedKind | null;
  readonly stem: string[];
  readonly options: string[][];
  readonly fields: Map<Field, { words: string[]; line: number }>;
  /** Where a line without any mark goes on. */
  last: string[];
}

const LABEL = /^\s*[【[（(]([^】\])）]{2,8})[】\])）]\s*/;
const LABEL_BEHIND = /\s*[【[（(]([^】\])）]{2,8}题?)[】\])）]\s*$/;
/** An answer that stands in the brackets of the stem. */
const WITHIN = /[（(]\s*([A-H](?:[、,，\s]*[A-H]){0,7}|[√×✓✔✗✘对错])\s*[)）]/;

export function finishPasted(pasted: Pasted): ItemRead {
  const { item, fields } = pasted;
  const text = (field: Field) => fields.get(field)?.words.join('\n').trim() ?? '';
  let stem = pasted.stem.join('\n').trim();
  let { kind } = pasted;
  for (const label of [LABEL, LABEL_BEHIND]) {
    const named = kindNamed(label.exec(stem)?.[1] ?? '');
    if (named === null) continue;
    kind = named;
    stem = stem.replace(label, '');
  }
  let answer = text('answer');
  const within = answer === '' ? WITHIN.exec(stem) : null;
  if (within !== null) {
    answer = within[1] ?? '';
    stem = stem.replace(WITHIN, '（　）');
  }
  item.explanation = escapeMarkdown(text('explanation')) || null;
  const level = /^[123]$/.exec(text('difficulty').normalize('NFKC'))?.[0];
  if (level !== undefined) item.difficulty = level === '1' ? 1 : level === '2' ? 2 : 3;
  readPoints(item, text('points').replace(/分$/, ''));
  readTags(item, text('tags').split(/[,，、;；\s]+/));
  if (item.isRefused) return item.done('', null);
  if (answer === '' && kind !== 'short_answer') {
    item.refuse('paste-no-answer');
    return item.done('', null);
  }
  const read: Read = { item, stem, answer, line: fields.get('answer')?.line ?? null };
  const options = pasted.options.map((words) => words.join(' ').replaceAll(/\s+/gu, ' ').trim());
  if (options.length > 0) return chosen(read, kind, options);
  return typed(read, kind);
}

interface Read {
  readonly item: ItemReading;
  readonly stem: string;
  readonly answer: string;
  readonly line: number | null;
}

const KIND_NAMES: Readonly<Record<PastedKind, string>> = {
  single: '单选题',
  multiple: '多选题',
  choice: '选择题',
  true_false: '判断题',
  fill_in: '填空题',
  ordering: '排序题',
  short_answer: '简答题',
};

/** Refuses at the line of the answer. */
function refuseAnswer(
  { item, answer, line }: Read,
  code: 'paste-answer' | 'paste-kind',
  kind?: PastedKind,
): ItemRead {
  const params = kind === undefined ? {} : { kind: KIND_NAMES[kind] };
  const place = line === null ? item.place : { line, column: null };
  item.refuse(code, { answer: answer.slice(0, 40), ...params }, place);
  return item.done('', null);
}

function chosen(read: Read, kind: PastedKind | null, options: readonly string[]): ItemRead {
  const { item, answer } = read;
  const letters = [
    ...answer
      .normalize('NFKC')
      .toUpperCase()
      .replaceAll(/[\s,、;.。和→>-]/g, ''),
  ];
  const areAll = letters.every(
    (letter) => placeOf(letter) >= 0 && placeOf(letter) < options.length,
  );
  if (!areAll || new Set(letters).size !== letters.length)
    return refuseAnswer(read, 'paste-answer');
  const stem = escapeMarkdown(read.stem);
  const [first] = letters;
  if (first === undefined) return refuseAnswer(read, 'paste-answer');
  if (kind === 'ordering') {
    if (letters.length !== options.length) return refuseAnswer(read, 'paste-answer');
    const steps = letters.map((letter) => options[placeOf(letter)] ?? '');
    return item.done(stem, { kind: 'ordering', steps });
  }
  const isFit =
    kind === null ||
    kind === 'choice' ||
    (kind === 'single' && letters.length === 1) ||
    (kind === 'multiple' && letters.length > 1);
  if (!isFit) return refuseAnswer(read, 'paste-kind', kind);
  const matter: QuestionMatter =
    letters.length === 1
      ? { kind: 'single', options, answer: first }
      : {
          kind: 'multiple',
          options,
          answer: options.map((_, at) => letterAt(at)).filter((letter) => letters.includes(letter)),
        };
  return item.done(stem, matter);
}

const TRUE = /^(?:对|正确|是|√|✓|✔|t|true|yes|y)[。.]?$/i;
const FALSE = /^(?:错|错误|不对|不正确|否|×|✗|✘|x|f|false|no|n)[。.]?$/i;

function typed(read: Read, kind: PastedKind | null): ItemRead {
  const { item, answer } = read;
  const stem = escapeMarkdown(read.stem);
  const word = answer.replaceAll(/\s/g, '');
  const isTruth = TRUE.test(word) || FALSE.test(word);
  if (kind === 'single' || kind === 'multiple' || kind === 'choice' || kind === 'ordering') {
    item.refuse('too-few', { key: '选项', limit: 2 });
    return item.done('', null);
  }
  if (kind === 'true_false' || (kind === null && isTruth)) {
    if (!isTruth) return refuseAnswer(read, 'paste-kind', 'true_false');
    return item.done(stem, { kind: 'true_false', answer: TRUE.test(word) });
  }
  const gaps = escapeMarkdown(
    read.stem.replaceAll(/＿+|_{2,}|[（(]\s*[)）]|【\s*】/g, ' ____ ').replaceAll(/ +/g, ' '),
  );
  if (kind === 'fill_in' || (kind === null && blanksIn(gaps) > 0)) {
    return filled(read, withBlank(gaps));
  }
  return item.done(stem, { kind: 'short_answer', guide: escapeMarkdown(answer) || null });
}

/** Answers of several blanks are parted by ；, else by ，、 or spaces; wordings of one by / or |. */
function filled({ item, answer }: Read, stem: string): ItemRead {
  const count = blanksIn(stem);
  const cut = [/[;；\n]/, /[,，、]/, /\s+/]
    .map((sign) =>
      answer
        .split(sign)
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    )
    .find((parts) => parts.length === count);
  const given = count === 1 ? [answer] : (cut ?? answer.split(/[;；]/));
  const blanks = given.map((part) => [
    ...new Set(
      part
        .split(/[/|｜／]/)
        .map((wording) => wording.trim())
        .filter((each) => each !== ''),
    ),
  ]);
  return item.done(stem, { kind: 'fill_in', blanks });
}
