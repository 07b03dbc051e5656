import { ItemReading, type ItemRead } from '../item-reading.ts';
import type { TakePicture } from '../package-pictures.ts';
import type { QuestionMatter } from '../question.ts';
import { markdownOfNodes } from '../texts.ts';
import { readPoints } from '../weighted-answers.ts';
import { childOf, childrenOf, findAll, textIn, type XmlMark } from '../../xml/xml.ts';
import * as interactions from './interactions.ts';
import { UnknownRule, type Scoring } from './processing.ts';
import { readDeclaration, valueOf } from './values.ts';

const MOST_RULES = 500;
/** Values and mappings that one declaration has. */
const MOST_DECLARED = 200;
/** By which our own writer marks an explanation. */
export const EXPLANATION = 'EXPLANATION';

/** Reads an `assessmentItem`, with the names of QTI 2. Never throws. */
export function readQtiItem(file: string, root: XmlMark, takePicture?: TakePicture): ItemRead {
  const { identifier = '', title = '' } = root.attributes;
  const own = /^Q-(?=[^A-Za-z_])/.test(identifier) ? identifier.slice(2) : identifier;
  const item = new ItemReading(
    file,
    { line: root.line, column: null },
    (own || title || file).slice(0, 80),
  );
  item.takePicture = takePicture;
  const body = childOf(root, 'itemBody');
  try {
    tellUnlike(item, root);
    tellLeft(item, root);
    const matter = item.isRefused ? null : matterOf(item, root, body);
    const isTyped = matter?.kind === 'fill_in';
    const stem =
      body === undefined
        ? ''
        : markdownOfNodes(item, stemOf(body, isTyped, item), { mayShow: true });
    return item.done(stem, matter);
  } catch (error) {
    if (!(error instanceof UnknownRule)) throw error;
    item.refuse('scoring-unknown', { detail: error.message.slice(0, 60) });
    return item.done('', null);
  }
}

/** What makes an item another each time, or not whole by itself. */
function tellUnlike(item: ItemReading, root: XmlMark): void {
  if (childrenOf(root, 'templateDeclaration', 'templateProcessing').length > 0) {
    item.refuse('number-formula');
  }
  if (root.attributes['adaptive'] === 'true')
    item.refuse('scoring-unknown', { detail: 'adaptive' });
  const [stimulus] = childrenOf(root, 'assessmentStimulusRef');
  if (stimulus) {
    const { href = '', identifier = '' } = stimulus.attributes;
    item.refuse('question-stimulus', { name: (href || identifier).slice(0, 60) });
  }
}

function tellLeft(item: ItemReading, root: XmlMark): void {
  const modal = childrenOf(root, 'modalFeedback');
  const explanation = modal.find(({ attributes }) => attributes['identifier'] === EXPLANATION);
  if (explanation) {
    const said = withoutBodies(explanation.children);
    item.explanation = markdownOfNodes(item, said, { mayShow: true }) || null;
  }
  const said = findAll(root, 'feedbackInline', 'feedbackBlock').length;
  const count = modal.length + said - (explanation ? 1 : 0);
  if (count > 0) item.leave('left-feedback', { count });
  for (const { attributes } of findAll(root, 'rubricBlock')) {
    if (!isForScorer(attributes)) item.leave('left-part', { name: 'rubricBlock' });
  }
}

const isForScorer = (attributes: XmlMark['attributes']): boolean =>
  /\bscorer\b/.test(attributes['view'] ?? '');

/** QTI 3 has the text of feedback within `contentBody`. */
const withoutBodies = (nodes: XmlMark['children']): XmlMark['children'] =>
  nodes.flatMap((node) =>
    typeof node !== 'string' && node.name === 'contentBody' ? node.children : [node],
  );

function matterOf(
  item: ItemReading,
  root: XmlMark,
  body: XmlMark | undefined,
): QuestionMatter | null {
  const found = interactionsIn(body);
  const [first, ...more] = found;
  if (first === undefined) {
    item.refuse('question-not');
    return null;
  }
  if (first.name === 'extendedTextInteraction' && more.length === 0) {
    const scorer = findAll(root, 'rubricBlock').find(({ attributes }) => isForScorer(attributes));
    readPoints(item, mostOf(root));
    const guide = scorer ? markdownOfNodes(item, withoutBodies(scorer.children)) : '';
    return { kind: 'short_answer', guide: guide || null };
  }
  const scoring = scoringOf(item, root);
  if (found.every(({ name }) => name === 'textEntryInteraction')) {
    return interactions.entries(item, scoring, found);
  }
  if (more.length > 0) {
    item.refuse('several-tasks', { count: found.length });
    return null;
  }
  switch (first.name) {
    case 'choiceInteraction':
      return interactions.choice(item, scoring, first);
    case 'inlineChoiceInteraction':
      return interactions.choice(item, scoring, first, true);
    case 'orderInteraction':
      return interactions.order(item, scoring, first);
    case 'matchInteraction':
      return interactions.match(item, scoring, first);
    default:
      item.refuse('question-type', { type: first.name.slice(0, 40) });
      return null;
  }
}

/** What an item that a person marks is worth, where it says so. */
function mostOf(root: XmlMark): string {
  const outcomes = childrenOf(root, 'outcomeDeclaration');
  const of = (name: string) => outcomes.find(({ attributes }) => attributes['identifier'] === name);
  const declared = textIn(childOf(childOf(of('MAXSCORE'), 'defaultValue'), 'value')).trim();
  return declared || (of('SCORE')?.attributes['normalMaximum'] ?? '');
}

function scoringOf(item: ItemReading, root: XmlMark): Scoring {
  const rules = childOf(root, 'responseProcessing') ?? null;
  const isEmpty = rules !== null && !rules.attributes['template'] && !rules.children.some(isRule);
  if (rules === null || isEmpty) item.leave('scoring-assumed');
  if (rules !== null && countMarks(rules) > MOST_RULES) throw new UnknownRule('too many rules');
  const declared = childrenOf(root, 'responseDeclaration', 'outcomeDeclaration');
  if (declared.some((mark) => countMarks(mark) > MOST_DECLARED))
    throw new UnknownRule('too many values');
  const outcomes = childrenOf(root, 'outcomeDeclaration').map((mark) => {
    const { baseType = 'float', identifier = '' } = mark.attributes;
    const texts = childrenOf(childOf(mark, 'defaultValue'), 'value').map(textIn);
    return [identifier, valueOf({ baseType, cardinality: 'single' }, texts)] as const;
  });
  return {
    rules: isEmpty ? null : rules,
    responses: new Map(
      childrenOf(root, 'responseDeclaration')
        .map(readDeclaration)
        .map((declared) => [declared.identifier, declared]),
    ),
    outcomes: new Map([
      ['SCORE', valueOf({ baseType: 'float', cardinality: 'single' }, ['0'])],
      ...outcomes.filter(([, value]) => value !== null),
    ]),
  };
}

const isRule = (node: string | XmlMark): boolean => typeof node !== 'string';

const countMarks = (mark: XmlMark): number =>
  mark.children.reduce(
    (sum, child) => sum + (typeof child === 'string' ? 0 : 1 + countMarks(child)),
    0,
  );

const INTERACTION = /Interaction$/;

function interactionsIn(mark: XmlMark | undefined): XmlMark[] {
  return (mark?.children ?? []).flatMap((child) => {
    if (typeof child === 'string') return [];
    return INTERACTION.test(child.name) ? [child] : interactionsIn(child);
  });
}

/** The text around the interactions, with their prompts; blanks where something is typed or chosen. */
function stemOf(mark: XmlMark, isTyped: boolean, item: ItemReading): (string | XmlMark)[] {
  return mark.children.flatMap((child): (string | XmlMark)[] => {
    // What looks like a blank beside those that are would be counted as one.
    if (typeof child === 'string') return [isTyped ? child.replaceAll(/_{3,}/g, '＿＿') : child];
    if (/^(?:feedbackInline|feedbackBlock|rubricBlock|stylesheet)$/.test(child.name)) return [];
    if (/^(?:textEntry|inlineChoice)Interaction$/.test(child.name)) return ['____'];
    if (INTERACTION.test(child.name)) {
      return childrenOf(child, 'prompt').map((prompt) => ({ ...prompt, name: 'div' }));
    }
    if (/^(?:printedVariable|templateInline|templateBlock)$/.test(child.name)) {
      item.refuse('number-formula');
      return [];
    }
    return [{ ...child, children: stemOf(child, isTyped, item) }];
  });
}
