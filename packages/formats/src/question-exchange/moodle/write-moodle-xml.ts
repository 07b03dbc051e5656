import { setImmediate } from 'node:timers/promises';
import type { LocatedError } from '../../located-error.ts';
import { picturesShown } from '../bank/shown-pictures.ts';
import { letterAt, type Question } from '../question.ts';
import { noteOn, pictureNotes, tagsOf, type QuestionsWritten } from '../written.ts';
import { escapeXml } from '../../xml/xml.ts';

/**
 * Writes questions as Moodle XML; `readMoodleXml` reads them back the same, without their pictures.
 * `notes` says what Moodle will show or score otherwise.
 */
export function writeMoodleXml(file: string, questions: readonly Question[]): QuestionsWritten {
  const body = questions.map((question) => questionXml(question, new Map())).join('\n');
  return {
    text: `<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n${body}\n</quiz>\n`,
    notes: moodleNotes(file, questions),
  };
}

/** What Moodle will show or score otherwise, where these pictures, by their names, come along. */
export const moodleNotes = (
  file: string,
  questions: readonly Question[],
  pictures: ReadonlySet<string> = new Set(),
): LocatedError[] =>
  questions.flatMap((question) => [
    ...pictureNotes(file, question, pictures),
    ...(question.kind === 'multiple' ? [noteOn(file, question, 'out-partial')] : []),
    ...(question.kind === 'ordering' ? [noteOn(file, question, 'out-ordering')] : []),
  ]);

/**
 * The same piece by piece, with the pictures that `pictureOf` has, as base64; null: it stays behind. Only
 * the pictures of one question are in memory.
 */
export async function* moodlePieces(
  questions: readonly Question[],
  pictureOf: (name: string) => Promise<string | null>,
): AsyncGenerator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n';
  for (const [at, question] of questions.entries()) {
    // Everybody else gets a turn now and then.
    if (at % 20 === 0) await setImmediate();
    const pictures = new Map<string, string>();
    for (const name of [question.stem, question.explanation ?? ''].flatMap(picturesShown)) {
      const picture = await pictureOf(name);
      if (picture !== null) pictures.set(name, picture);
    }
    yield `${questionXml(question, pictures)}\n`;
  }
  yield '</quiz>\n';
}

type Pictures = ReadonlyMap<string, string>;

/** A text that can show pictures, with those that come along within it. */
function shownText(name: string, words: string, pictures: Pictures): string {
  const shown = [...new Set(picturesShown(words))].filter((picture) => pictures.has(picture));
  const addressed = shown.reduce(
    (before, picture) =>
      before.replaceAll(`](${picture})`, `](@@PLUGINFILE@@/${encodeURIComponent(picture)})`),
    words,
  );
  const files = shown.map(
    (picture) =>
      `<file name="${escapeXml(picture)}" path="/" encoding="base64">${pictures.get(picture) ?? ''}</file>`,
  );
  return `<${name} format="markdown">${text(addressed)}${files.join('')}</${name}>`;
}

const element = (name: string, words: string): string => `<${name}>${escapeXml(words)}</${name}>`;
const text = (words: string): string => element('text', words);
const formatted = (name: string, format: string, words: string): string =>
  `<${name} format="${format}">${text(words)}</${name}>`;

function questionXml(question: Question, pictures: Pictures): string {
  const { type, stem = question.stem, parts } = partsOf(question);
  return [
    `<question type="${type}">`,
    `<name>${text(question.id)}</name>`,
    shownText('questiontext', stem, pictures),
    shownText('generalfeedback', question.explanation ?? '', pictures),
    element('defaultgrade', String(question.points)),
    element('penalty', '0'),
    element('hidden', '0'),
    element('idnumber', question.id),
    ...parts,
    `<tags>${tagsOf(question)
      .map((tag) => `<tag>${text(tag)}</tag>`)
      .join('')}</tags>`,
    '</question>',
  ].join('\n');
}

interface Parts {
  readonly type: string;
  /** Where it is not the question's own. */
  readonly stem?: string;
  readonly parts: readonly string[];
}

const answer = (fraction: number, words: string, format = 'plain_text'): string =>
  `<answer fraction="${fraction}" format="${format}">${text(words)}<feedback format="plain_text"><text></text></feedback></answer>`;

function partsOf(question: Question): Parts {
  switch (question.kind) {
    case 'single':
      return choiceParts(question.options, [question.answer], true);
    case 'multiple':
      return choiceParts(question.options, question.answer, false);
    case 'true_false':
      return {
        type: 'truefalse',
        parts: [true, false].map((each) =>
          answer(question.answer === each ? 100 : 0, String(each), 'moodle_auto_format'),
        ),
      };
    case 'fill_in':
      return blankParts(question);
    case 'matching':
      return matchingParts(question);
    case 'ordering':
      return {
        type: 'ordering',
        parts: [
          '<layouttype>VERTICAL</layouttype>',
          '<selecttype>ALL</selecttype>',
          '<selectcount>0</selectcount>',
          '<gradingtype>ALL_OR_NOTHING</gradingtype>',
          ...question.steps.map((step, at) => answer(at + 1, step)),
        ],
      };
    case 'short_answer':
      return {
        type: 'essay',
        parts: [
          '<responseformat>plain</responseformat>',
          '<attachments>0</attachments>',
          formatted('graderinfo', 'markdown', question.guide ?? ''),
        ],
      };
  }
}

function choiceParts(
  options: readonly string[],
  right: readonly string[],
  oneOnly: boolean,
): Parts {
  const share = Number((100 / right.length).toFixed(7));
  return {
    type: 'multichoice',
    parts: [
      `<single>${String(oneOnly)}</single>`,
      '<shuffleanswers>true</shuffleanswers>',
      '<answernumbering>ABCD</answernumbering>',
      ...options.map((option, at) =>
        answer(right.includes(letterAt(at)) ? share : oneOnly ? 0 : -100, option),
      ),
    ],
  };
}

function blankParts({ stem, blanks }: Extract<Question, { kind: 'fill_in' }>): Parts {
  const [only = [], ...more] = blanks;
  if (more.length === 0) {
    const wordings = only.map((wording) => answer(100, wording.replaceAll('*', '\\*')));
    return { type: 'shortanswer', parts: ['<usecase>0</usecase>', ...wordings] };
  }
  let at = -1;
  const cloze = stem.replaceAll(/_{3,}/g, () => {
    const wordings = (blanks[(at += 1)] ?? []).map(gapWords).map((words) => `=${words}`);
    return `{1:SHORTANSWER:${wordings.join('~')}}`;
  });
  return { type: 'cloze', stem: cloze, parts: [] };
}

/** Signs that mean something within a gap. */
const gapWords = (wording: string): string =>
  wording.replaceAll(/[\\}~#"/=%]/g, '\\$&').replaceAll('*', '\\*');

function matchingParts({ pairs, extra }: Extract<Question, { kind: 'matching' }>): Parts {
  const side = (left: string, right: string) =>
    `<subquestion format="plain_text">${text(left)}<answer>${text(right)}</answer></subquestion>`;
  return {
    type: 'matching',
    parts: [
      '<shuffleanswers>true</shuffleanswers>',
      ...pairs.map(({ left, right }) => side(left, right)),
      ...extra.map((right) => side('', right)),
    ],
  };
}
