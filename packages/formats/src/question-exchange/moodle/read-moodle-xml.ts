import { locatedError, WHOLE_FILE } from '../../located-error.ts';
import { ItemReading, withIds, type ItemRead, type QuestionsRead } from '../item-reading.ts';
import { MOST_QUESTIONS } from '../limits.ts';
import type { PackagePictures } from '../package-pictures.ts';
import { lineOf, markdownOf, type SourceText, type TextFormat } from '../texts.ts';
import { readPoints, readTags, withBlank } from '../weighted-answers.ts';
import { childOf, childrenOf, readXml, textIn, type XmlMark } from '../../xml/xml.ts';
import { readCloze } from './cloze.ts';
import { matterOf } from './matter.ts';

/**
 * Reads a question bank that Moodle exported as Moodle XML: every item with its line, the question
 * it became or why it could not, and what of it stays behind. `pictures` collects what stems and
 * explanations show of the files that lie within them. Never throws.
 */
export function readMoodleXml(
  file: string,
  source: string,
  pictures?: PackagePictures,
): QuestionsRead {
  const xml = readXml(file, source);
  if (!xml.ok) return xml;
  const { root } = xml;
  if (root.name !== 'quiz') {
    const params = { expected: '<quiz>', found: `<${root.name.slice(0, 40)}>` };
    const place = { line: root.line, column: null };
    return { ok: false, errors: [locatedError('xml-other', file, place, params)] };
  }
  const questions = childrenOf(root, 'question');
  const asked = questions.filter(({ attributes }) => attributes['type'] !== 'category');
  const problem = asked.length === 0 ? 'questions-none' : 'questions-too-many';
  if (asked.length === 0 || asked.length > MOST_QUESTIONS) {
    const params: Record<string, number> = asked.length === 0 ? {} : { limit: MOST_QUESTIONS };
    return { ok: false, errors: [locatedError(problem, file, WHOLE_FILE, params)] };
  }
  let category: string | null = null;
  const items: ItemRead[] = [];
  for (const question of questions) {
    if (question.attributes['type'] === 'category') {
      category = textIn(childOf(childOf(question, 'category'), 'text')).trim() || null;
    } else {
      items.push(readQuestion(file, question, { category, at: items.length, pictures }));
    }
  }
  return { ok: true, items: withIds(items), notes: [] };
}

interface Around {
  readonly category: string | null;
  /** Its place among the questions, from 0. */
  readonly at: number;
  readonly pictures: PackagePictures | undefined;
}

function readQuestion(
  file: string,
  question: XmlMark,
  { category, at, pictures }: Around,
): ItemRead {
  const words = (name: string) => textIn(childOf(question, name)).trim();
  const name = (words('idnumber') || words('name') || String(at + 1)).slice(0, 80);
  const item = new ItemReading(file, { line: question.line, column: null }, name);
  item.category = category;
  readPoints(item, words('defaultgrade'));
  readTags(
    item,
    childrenOf(childOf(question, 'tags'), 'tag').map((tag) => textIn(childOf(tag, 'text'))),
  );
  const taking = (mark: XmlMark | undefined) => pictures?.takerAmong(filesIn(mark));
  const feedback = childOf(question, 'generalfeedback');
  const general = markdownOf(item, textOf(feedback), taking(feedback));
  if (general !== '') item.explanation = general;
  tellLeft(item, question);
  const text = childOf(question, 'questiontext');
  const asked = textOf(text);
  if (question.attributes['type'] === 'cloze') return readCloze(item, asked, taking(text));
  const stem = markdownOf(item, asked, taking(text));
  const matter = matterOf(item, question, {
    lineOf: (mark) => lineOf(item, textOf(mark)),
    markdownOf: (mark) => markdownOf(item, textOf(mark)),
  });
  return item.done(matter?.kind === 'fill_in' ? withBlank(stem) : stem, matter);
}

const FORMATS: Readonly<Record<string, TextFormat>> = {
  html: 'html',
  markdown: 'markdown',
  plain_text: 'plain',
  moodle_auto_format: 'auto',
};

/** The files within a text, by path and name as the text calls them; what they hold is base64. */
const filesIn = (mark: XmlMark | undefined): ReadonlyMap<string, string> =>
  new Map(
    childrenOf(mark, 'file')
      .filter(({ attributes }) => (attributes['encoding'] ?? 'base64') === 'base64')
      .map((each) => {
        const { path = '/', name = '' } = each.attributes;
        return [`${path}${name}`.replace(/^\/+/, ''), textIn(each)];
      }),
  );

/** A text with its format: `<questiontext format="html"><text>…`. HTML where none is named. */
export function textOf(mark: XmlMark | undefined): SourceText {
  const format = FORMATS[mark?.attributes['format'] ?? 'html'] ?? 'html';
  return { format, text: textIn(childOf(mark, 'text')) };
}

/** Moodle writes these into every export. */
const USUAL_PENALTIES = new Set([0, 0.1, 0.3333333, 0.33333333, 1]);
const COMBINED = ['correctfeedback', 'partiallycorrectfeedback', 'incorrectfeedback'];

/** What an item of any type may have that ours have not. */
function tellLeft(item: ItemReading, question: XmlMark): void {
  const answers = childrenOf(question, 'answer');
  const said = answers.filter((answer) => textIn(childOf(answer, 'feedback')).trim() !== '').length;
  // What Moodle fills in by itself ("Your answer is correct.") says nothing.
  const combined = COMBINED.filter((name) => {
    const text = textIn(childOf(question, name));
    return text.trim() !== '' && !/Your answer is (?:partially )?(?:in)?correct\./.test(text);
  }).length;
  if (said + combined > 0) item.leave('left-feedback', { count: said + combined });
  const hints = childrenOf(question, 'hint').filter((hint) => textIn(hint).trim() !== '').length;
  if (hints > 0) item.leave('left-hints', { count: hints });
  const penalty = textIn(childOf(question, 'penalty')).trim();
  if (penalty !== '' && !USUAL_PENALTIES.has(Number(penalty))) {
    item.leave('left-penalty', { value: penalty.slice(0, 20) });
  }
  if (/^(?:0|false)$/.test(textIn(childOf(question, 'shuffleanswers')).trim())) {
    item.leave('left-order');
  }
}
