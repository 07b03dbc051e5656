// What a line of pasted questions is, by the marks that Chinese question papers use.

export type PastedKind =
  | 'single'
  | 'multiple'
  | 'choice'
  | 'true_false'
  | 'fill_in'
  | 'ordering'
  | 'short_answer';

export type PastedLine =
  | { readonly is: 'blank' }
  | { readonly is: 'section'; readonly kind: PastedKind | null }
  | { readonly is: 'question'; readonly number: string; readonly text: string }
  | { readonly is: 'options'; readonly options: readonly { letter: string; text: string }[] }
  | { readonly is: 'key'; readonly answers: readonly { number: string; answer: string }[] }
  | { readonly is: 'field'; readonly field: Field; readonly text: string }
  | { readonly is: 'text'; readonly text: string };

export type Field = 'answer' | 'explanation' | 'difficulty' | 'points' | 'tags';

const KIND_WORDS: readonly (readonly [RegExp, PastedKind])[] = [
  [/不定项/, 'choice'],
  [/单(?:项)?选/, 'single'],
  [/多(?:项)?选/, 'multiple'],
  [/判断|是非/, 'true_false'],
  [/填空/, 'fill_in'],
  [/排序/, 'ordering'],
  [/简答|问答|论述|主观|材料分析|案例分析/, 'short_answer'],
  [/选择/, 'choice'],
];

/** The kind that words like 多项选择题 name; null for none. */
export const kindNamed = (words: string): PastedKind | null =>
  KIND_WORDS.find(([pattern]) => pattern.test(words))?.[1] ?? null;

const SECTION =
  /^(?:第?[一二三四五六七八九十]{1,3}(?:部分)?[、.．:：]\s*|#+\s*)?([^。？?]{0,12}题)\s*(?:[（(:：].*)?$/;
const NUMBERED =
  /^(?:第\s*)?(\d{1,4})(?:\s*题\s*[.．、:：]?|\s*[.．、)）:：](?!\d)|\s*[)）])\s*(.*)$/;
const OPTION = /^[（(]?([A-Ha-hＡ-Ｈ])(?:[.．、:：)）]|\s(?=\S))\s*(.*)$/;
/** The next option on the same line. */
const NEXT_OPTION = /(?:^|\s)[（(]?([A-HＡ-Ｈ])[.．、:：)）]\s*/;
const FIELDS: readonly (readonly [RegExp, Field])[] = [
  [/^[【[]?(?:答案)?(?:试题)?(?:解析|解释|说明|依据)[】\]]?\s*[:：]?\s*/, 'explanation'],
  [/^[【[]?(?:正确|参考|标准)?答案[】\]]?\s*[:：]?\s*/, 'answer'],
  [/^[【[]?难度(?:系数)?[】\]]?\s*[:：]?\s*/, 'difficulty'],
  [/^[【[]?(?:分值|分数)[】\]]?\s*[:：]?\s*/, 'points'],
  [/^[【[]?(?:标签|知识点)[】\]]?\s*[:：]?\s*/, 'tags'],
];
/** A field is named in brackets or before a colon; else it is a word of a sentence. */
const FIELD_MARK = /^(?:[【[][^】\]]{1,6}[】\]]|[^\s:：]{1,6}\s*[:：])/;

export function readLine(raw: string): PastedLine {
  const line = raw.replaceAll(/[\u00a0\u3000\t]/g, ' ').trim();
  if (line === '') return { is: 'blank' };
  const answers = keyIn(line);
  if (answers.length > 1) return { is: 'key', answers };
  if (/^(?:参考|标准)?答案$/.test(line)) return { is: 'section', kind: null };
  if (FIELD_MARK.test(line)) {
    for (const [pattern, field] of FIELDS) {
      const mark = pattern.exec(line)?.[0];
      if (mark !== undefined) return { is: 'field', field, text: line.slice(mark.length).trim() };
    }
  }
  const [, number, text] = NUMBERED.exec(line) ?? [];
  if (number !== undefined) return { is: 'question', number, text: text ?? '' };
  const section = SECTION.exec(line)?.[1];
  if (section !== undefined && kindNamed(section) !== null) {
    return { is: 'section', kind: kindNamed(section) };
  }
  const [, letter, first] = OPTION.exec(line) ?? [];
  if (letter !== undefined)
    return { is: 'options', options: optionsOf(plainLetter(letter), first ?? '') };
  return { is: 'text', text: line };
}

const ANSWER_SIGN = '[A-Ha-h]{1,8}|[√×✓✔✗✘对错]';
/** `1.A 2.BD 3.√`, and `1-5 ABCDA`. */
const KEY_ENTRY = new RegExp(
  `(\\d{1,4})\\s*(?:[-—~～－]\\s*(\\d{1,4})\\s*[:：.、]?\\s*((?:[A-Ha-h√×对错]\\s?){2,})|[.．、)）:：]?\\s*(${ANSWER_SIGN}))(?=[\\s,，;；、.。]|$)`,
  'g',
);

/** The answers of a line that is nothing but a key, as it stands at the end of a paper. */
function keyIn(line: string): { number: string; answer: string }[] {
  const words = line.replace(/^(?:参考|标准)?答案\s*[:：]\s*/, '');
  if (!/^\d/.test(words) || words.length > 2000) return [];
  if (words.replaceAll(KEY_ENTRY, '').replaceAll(/[\s,，;；、.。]/g, '') !== '') return [];
  return [...words.matchAll(KEY_ENTRY)].flatMap(([, first = '', last, run = '', one = '']) => {
    if (last === undefined) return [{ number: first, answer: one }];
    const signs = [...run.replaceAll(/\s/g, '')];
    // A run that is too short or too long says nothing for sure.
    if (signs.length !== Number(last) - Number(first) + 1) return [];
    return signs.map((answer, at) => ({ number: String(Number(first) + at), answer }));
  });
}

const plainLetter = (letter: string): string => letter.normalize('NFKC').toUpperCase();

/** Options on one line, as long as each letter follows the one before. */
function optionsOf(first: string, words: string): { letter: string; text: string }[] {
  const options: { letter: string; text: string }[] = [];
  let [letter, rest] = [first, words];
  for (;;) {
    const next = NEXT_OPTION.exec(rest);
    const found = plainLetter(next?.[1] ?? '');
    if (next === null || found.charCodeAt(0) !== letter.charCodeAt(0) + 1) break;
    options.push({ letter, text: rest.slice(0, next.index).trim() });
    [letter, rest] = [found, rest.slice(next.index + next[0].length)];
  }
  return [...options, { letter, text: rest.trim() }];
}
