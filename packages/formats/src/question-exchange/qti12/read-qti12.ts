import { locatedError, WHOLE_FILE, type LocatedError } from '../../located-error.ts';
import { ItemReading, withIds, type ItemRead, type QuestionsRead } from '../item-reading.ts';
import { MOST_QUESTIONS } from '../limits.ts';
import type { TakePicture } from '../package-pictures.ts';
import type { QuestionMatter } from '../question.ts';
import { escapeWords } from '../rich-text.ts';
import { readPoints, withBlank } from '../weighted-answers.ts';
import { childOf, findAll, isMark, readXml, textIn, type XmlMark } from '../../xml/xml.ts';
import { UnknownCondition, valuesFor } from './conditions.ts';
import { markdownOfMaterial, responsesIn, stemOfPresentation } from './material.ts';
import {
  blanks12,
  choice12,
  choices12,
  gaps12,
  order12,
  pairs12,
  type Rules,
} from './responses.ts';

/**
 * Reads the items of a QTI 1.2 file (`questestinterop`), as Canvas and other systems still export
 * them, also within Common Cartridges. `takePicture` says which pictures come along. Never throws.
 */
export function readQti12(file: string, source: string, takePicture?: TakePicture): QuestionsRead {
  const xml = readXml(file, source, { allowsType: true });
  if (!xml.ok) return xml;
  const refuse = (error: LocatedError): QuestionsRead => ({ ok: false, errors: [error] });
  if (xml.root.name !== 'questestinterop') {
    const params = { expected: '<questestinterop>', found: `<${xml.root.name.slice(0, 40)}>` };
    return refuse(locatedError('xml-other', file, { line: xml.root.line, column: null }, params));
  }
  const marks = findAll(xml.root, 'item', 'bankentry_item');
  if (marks.length === 0) return refuse(locatedError('questions-none', file, WHOLE_FILE));
  if (marks.length > MOST_QUESTIONS) {
    return refuse(locatedError('questions-too-many', file, WHOLE_FILE, { limit: MOST_QUESTIONS }));
  }
  const texts = new Map(marks.map((mark) => [mark.attributes['ident'] ?? '', mark]));
  const items = marks.map((mark) => readItem(file, mark, { texts, takePicture }));
  return { ok: true, items: withIds(items), notes: [] };
}

/** What an item says of itself: `question_type`, `points_possible`, in cartridges `cc_weighting` and the like. */
function factsOf(mark: XmlMark): ReadonlyMap<string, string> {
  return new Map(
    findAll(mark, 'qtimetadatafield').map((field) => [
      textIn(childOf(field, 'fieldlabel')).trim(),
      textIn(childOf(field, 'fieldentry')).trim(),
    ]),
  );
}

interface Around {
  /** All items of the file, of which some are texts that others ask about. */
  readonly texts: ReadonlyMap<string, XmlMark>;
  readonly takePicture: TakePicture | undefined;
}

function readItem(file: string, mark: XmlMark, { texts, takePicture }: Around): ItemRead {
  const { ident = '', title = '', item_ref: reference = '' } = mark.attributes;
  const name = (ident || title || reference || file).slice(0, 80);
  const item = new ItemReading(file, { line: mark.line, column: null }, name);
  item.takePicture = takePicture;
  const facts = factsOf(mark);
  const presentation = childOf(mark, 'presentation');
  const parent = facts.get('parent_stimulus_item_ident');
  const shared = parent === undefined ? undefined : childOf(texts.get(parent), 'presentation');
  if (mark.name === 'bankentry_item') item.refuse('question-elsewhere');
  else if (parent !== undefined && shared === undefined) {
    item.refuse('question-stimulus', { name: parent.slice(0, 60) });
  }
  try {
    const matter = item.isRefused ? null : matterOf(item, mark, presentation, facts);
    const blank = matter?.kind === 'fill_in' ? ' ____ ' : '';
    // The text that several items ask about stands before each of them.
    const stem = [shared, presentation]
      .filter((each) => each !== undefined)
      .map((each) => stemOfPresentation(item, each, blank))
      .join('\n\n');
    readPoints(item, facts.get('points_possible') ?? facts.get('cc_weighting') ?? '');
    tellFeedback(item, mark);
    const names = responsesIn(presentation).map((response) => gapName(response));
    return item.done(matter?.kind === 'fill_in' ? withBlank(withGaps(stem, names)) : stem, matter);
  } catch (error) {
    if (!(error instanceof UnknownCondition)) throw error;
    item.refuse('scoring-unknown', { detail: error.message });
    return item.done('', null);
  }
}

const gapName = ({ attributes }: XmlMark): string =>
  (attributes['ident'] ?? '').replace(/^response_/, '');

/** `[name]` in the text, with brackets that Markdown keeps, becomes a blank. */
const withGaps = (stem: string, names: readonly string[]): string =>
  names.reduce((text, name) => text.replace(`\\[${escapeWords(name)}\\]`, '____'), stem);

function tellFeedback(item: ItemReading, mark: XmlMark): void {
  const feedback = findAll(mark, 'itemfeedback');
  const general = feedback.find(({ attributes }) => attributes['ident'] === 'general_fb');
  if (general) item.explanation = markdownOfMaterial(item, general) || null;
  const count = feedback.length - (general ? 1 : 0);
  if (count > 0) item.leave('left-feedback', { count });
}

const NO_LIKE: Readonly<Record<string, 'question-type' | 'number-formula' | 'question-not'>> = {
  file_upload_question: 'question-type',
  categorization_question: 'question-type',
  hot_spot_question: 'question-type',
  calculated_question: 'number-formula',
  text_only_question: 'question-not',
};

function matterOf(
  item: ItemReading,
  mark: XmlMark,
  presentation: XmlMark | undefined,
  facts: ReadonlyMap<string, string>,
): QuestionMatter | null {
  const type = facts.get('question_type') ?? '';
  const noLike = Object.hasOwn(NO_LIKE, type) ? NO_LIKE[type] : undefined;
  const responses = responsesIn(presentation);
  const [first] = responses;
  if (noLike !== undefined || first === undefined) {
    item.refuse(noLike ?? 'question-not', { type });
    return null;
  }
  const isTyped = responses.every(({ name }) => /^response_(?:str|num)$/.test(name));
  const processing = childOf(mark, 'resprocessing');
  const [pattern] = findAll(processing, 'varsubstring');
  if (isTyped && pattern !== undefined) {
    // Any text that holds these words is right, so it is neither a blank nor an open question.
    item.refuse('answer-pattern', { answer: textIn(pattern).trim().slice(0, 60) });
    return null;
  }
  const asked = isTyped
    ? responses.flatMap(({ attributes }) => valuesFor(processing, attributes['ident'] ?? ''))
    : [];
  const isOpen = /essay/.test(type) || (isTyped && responses.length === 1 && asked.length === 0);
  if (isOpen && findAll(processing, 'vargte', 'varlte').length === 0) {
    return { kind: 'short_answer', guide: null };
  }
  if (processing === undefined) {
    item.refuse('no-right-answer');
    return null;
  }
  if (countBelow(processing) > MOST_RULES) throw new UnknownCondition('too many rules');
  const isWhole = facts.get('scoring_algorithm') === 'AllOrNothing';
  const rules: Rules = { rules: isTyped ? processing : asOptions(processing), isWhole };
  if (isTyped) return blanks12(item, responses, rules);
  return chosen(item, responses, rules, { type, shown: textIn(presentation) });
}

const MOST_RULES = 500;

const countBelow = (mark: XmlMark): number =>
  mark.children.reduce((sum, child) => sum + (isMark(child) ? 1 + countBelow(child) : 0), 0);

function chosen(
  item: ItemReading,
  responses: readonly XmlMark[],
  rules: Rules,
  { type, shown }: { readonly type: string; readonly shown: string },
): QuestionMatter | null {
  const [first, ...more] = responses;
  if (first === undefined || responses.some(({ name }) => name !== 'response_lid')) {
    item.refuse('question-type', { type: (first?.name ?? type).slice(0, 40) });
    return null;
  }
  const cardinality = first.attributes['rcardinality'] ?? 'Single';
  if (more.length === 0) {
    if (cardinality === 'Ordered') return order12(item, first, rules);
    return cardinality === 'Multiple'
      ? choices12(item, first, rules)
      : choice12(item, first, rules);
  }
  if (type === 'fill_in_multiple_blanks_question' && responses.every(isOpenGap)) {
    return gaps12(item, inOrderOfText(responses, shown), rules);
  }
  const isGap = /^(?:multiple_dropdowns|fill_in_multiple_blanks)_question$/.test(type);
  if (isGap || cardinality !== 'Single') {
    item.refuse('several-tasks', { count: responses.length });
    return null;
  }
  return pairs12(item, responses, rules);
}

/** Responses as their `[name]` stand in the text. */
const inOrderOfText = (responses: readonly XmlMark[], shown: string): XmlMark[] =>
  responses.toSorted((a, b) => shown.indexOf(`[${gapName(a)}]`) - shown.indexOf(`[${gapName(b)}]`));

/** Whether something is typed into a gap, and not chosen from a list. */
const isOpenGap = (response: XmlMark): boolean =>
  findAll(response, 'response_label').every(({ attributes }) =>
    /^(?:openEntry)?$/.test(attributes['answer_type'] ?? ''),
  );

/** Marks the values that name an option: capitals count in them, and all of them must be chosen. */
function asOptions(mark: XmlMark): XmlMark {
  const children = mark.children.map((child) => (isMark(child) ? asOptions(child) : child));
  const attributes =
    mark.name === 'varequal' ? { ...mark.attributes, isOption: 'true' } : mark.attributes;
  return { ...mark, attributes, children };
}
