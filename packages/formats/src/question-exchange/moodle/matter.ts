import type { ItemReading } from '../item-reading.ts';
import type { QuestionMatter } from '../question.ts';
import {
  choiceOf,
  numberOf,
  typedOf,
  type NumberAnswer,
  type WeightedAnswer,
} from '../weighted-answers.ts';
import { childOf, childrenOf, textIn, type XmlMark } from '../../xml/xml.ts';

interface Texts {
  readonly lineOf: (mark: XmlMark | undefined) => string;
  readonly markdownOf: (mark: XmlMark | undefined) => string;
}

/** What a question of Moodle asks, by its type; null, and the reason noted, where we have no such. */
export function matterOf(
  item: ItemReading,
  question: XmlMark,
  texts: Texts,
): QuestionMatter | null {
  const type = question.attributes['type'] ?? '';
  switch (type) {
    case 'multichoice':
      return choice(item, question, texts);
    case 'multichoiceset':
      return choiceSet(item, question, texts);
    case 'truefalse':
      return truth(item, question);
    case 'shortanswer': {
      const caseMatters = textIn(childOf(question, 'usecase')).trim() === '1';
      return typedOf(item, weighted(item, question, plainAnswer), caseMatters);
    }
    case 'numerical':
      return numbers(item, question);
    case 'matching':
      return pairs(question, texts);
    case 'ordering':
      return order(item, question, texts);
    case 'essay':
      return essay(item, question, texts);
    case 'description':
      item.refuse('question-not');
      return null;
    case 'calculated':
    case 'calculatedmulti':
    case 'calculatedsimple':
      item.refuse('number-formula');
      return null;
    default:
      item.refuse('question-type', { type: type.slice(0, 40) || '?' });
      return null;
  }
}

const plainAnswer = (answer: XmlMark): string => textIn(childOf(answer, 'text')).trim();

function weighted(
  item: ItemReading,
  question: XmlMark,
  wordsOf: (answer: XmlMark) => string,
): WeightedAnswer[] {
  return childrenOf(question, 'answer').map((answer) => {
    const given = answer.attributes['fraction'] ?? '0';
    const weight = Number(given);
    if (!(Math.abs(weight) <= 100)) {
      const place = { line: answer.line, column: null };
      item.refuse('moodle-weight', { text: given.slice(0, 20) }, place);
    }
    return { text: wordsOf(answer), weight };
  });
}

function choice(item: ItemReading, question: XmlMark, texts: Texts): QuestionMatter | null {
  const oneOnly = !/^(?:0|false)$/.test(textIn(childOf(question, 'single')).trim());
  return choiceOf(item, weighted(item, question, texts.lineOf), oneOnly);
}

/** A choice that earns only as a whole: the same as ours. */
function choiceSet(item: ItemReading, question: XmlMark, texts: Texts): QuestionMatter | null {
  const answers = weighted(item, question, texts.lineOf);
  const right = answers.flatMap(({ weight }, at) =>
    weight > 0 ? [String.fromCharCode(65 + at)] : [],
  );
  const options = answers.map(({ text }) => text);
  const [first] = right;
  if (first === undefined) item.refuse('no-right-answer');
  if (right.length > 1) return { kind: 'multiple', options, answer: right };
  item.leave('became-single');
  return { kind: 'single', options, answer: first ?? '' };
}

function truth(item: ItemReading, question: XmlMark): QuestionMatter | null {
  const right = childrenOf(question, 'answer').filter(
    ({ attributes }) => Number(attributes['fraction']) >= 100,
  );
  const [first] = right;
  const word = first === undefined ? '' : plainAnswer(first).toLowerCase();
  if (right.length !== 1 || !/^(?:true|false)$/.test(word)) {
    item.refuse('no-right-answer');
    return null;
  }
  return { kind: 'true_false', answer: word === 'true' };
}

function numbers(item: ItemReading, question: XmlMark): QuestionMatter | null {
  const answers: NumberAnswer[] = [];
  for (const answer of childrenOf(question, 'answer')) {
    const text = plainAnswer(answer);
    const weight = Number(answer.attributes['fraction'] ?? '0');
    if (text === '*' && weight <= 0) continue;
    const value = Number(text);
    const about = Math.abs(Number(textIn(childOf(answer, 'tolerance')).trim() || '0'));
    if (text === '' || Number.isNaN(value) || Number.isNaN(about)) {
      item.refuse(
        'answer-pattern',
        { answer: text.slice(0, 40) },
        { line: answer.line, column: null },
      );
      return null;
    }
    const shown = about === 0 ? text : `${text} ± ${about}`;
    answers.push({ low: value - about, high: value + about, text: shown, weight });
  }
  if (childrenOf(childOf(question, 'units'), 'unit').length > 0) {
    item.leave('left-part', { name: 'units' });
  }
  return numberOf(item, answers);
}

function pairs(question: XmlMark, texts: Texts): QuestionMatter {
  const sides = childrenOf(question, 'subquestion').map((side) => ({
    left: texts.lineOf(side),
    right: textIn(childOf(childOf(side, 'answer'), 'text'))
      .replaceAll(/\s+/gu, ' ')
      .trim(),
  }));
  return {
    kind: 'matching',
    pairs: sides.filter(({ left }) => left !== ''),
    extra: sides.filter(({ left, right }) => left === '' && right !== '').map(({ right }) => right),
  };
}

function order(item: ItemReading, question: XmlMark, texts: Texts): QuestionMatter {
  const select = textIn(childOf(question, 'selecttype')).trim();
  if (select !== '' && !/^(?:ALL|0)$/i.test(select))
    item.leave('left-part', { name: 'selecttype' });
  const grading = textIn(childOf(question, 'gradingtype')).trim();
  if (!/^(?:ALL_OR_NOTHING|-1)$/i.test(grading)) item.scoreOtherwise('score-whole');
  return { kind: 'ordering', steps: childrenOf(question, 'answer').map(texts.lineOf) };
}

function essay(item: ItemReading, question: XmlMark, texts: Texts): QuestionMatter {
  if (Number(textIn(childOf(question, 'attachments')).trim() || '0') !== 0) {
    item.leave('left-attachment');
  }
  if (textIn(childOf(question, 'responsetemplate')).trim() !== '') {
    item.leave('left-part', { name: 'responsetemplate' });
  }
  return { kind: 'short_answer', guide: texts.markdownOf(childOf(question, 'graderinfo')) || null };
}
