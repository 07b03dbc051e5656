import { letterAt, type Question } from '../question.ts';
import { escapeXml } from '../../xml/xml.ts';
import { EXPLANATION } from './read-item.ts';
import { xhtmlOf, type PictureAt } from './xhtml.ts';

/** The identifier of a question: QTI wants a letter first. */
export const identifierOf = ({ id }: Question): string => (/^[A-Za-z_]/.test(id) ? id : `Q-${id}`);

interface Written {
  readonly declarations: string;
  readonly body: string;
  /** The expression or rules that set SCORE. */
  readonly rules: string;
}

/**
 * A question as an `assessmentItem` of QTI 2.1; `readQtiXml` reads it back the same. `pictureAt` says where
 * its pictures lie.
 */
export function itemXml(question: Question, pictureAt?: PictureAt): string {
  const { declarations, body, rules } = writtenOf(question, pictureAt);
  const explained = question.explanation !== null;
  const feedback = `<outcomeDeclaration identifier="FEEDBACK" cardinality="single" baseType="identifier"/>`;
  const show = `<setOutcomeValue identifier="FEEDBACK"><baseValue baseType="identifier">${EXPLANATION}</baseValue></setOutcomeValue>`;
  const modal = `<modalFeedback outcomeIdentifier="FEEDBACK" identifier="${EXPLANATION}" showHide="show">${xhtmlOf(question.explanation ?? '', undefined, pictureAt)}</modalFeedback>`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.imsglobal.org/xsd/imsqti_v2p1 http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd" identifier="${identifierOf(question)}" title="${escapeXml(question.id)}" adaptive="false" timeDependent="false">`,
    declarations,
    `<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"><defaultValue><value>0</value></defaultValue></outcomeDeclaration>`,
    `<outcomeDeclaration identifier="MAXSCORE" cardinality="single" baseType="float"><defaultValue><value>${question.points}</value></defaultValue></outcomeDeclaration>`,
    ...(explained ? [feedback] : []),
    `<itemBody>${body}</itemBody>`,
    ...(rules === '' && !explained
      ? []
      : [`<responseProcessing>${rules}${explained ? show : ''}</responseProcessing>`]),
    ...(explained ? [modal] : []),
    '</assessmentItem>',
    '',
  ]
    .filter((line, at, all) => line !== '' || at === all.length - 1)
    .join('\n');
}

const declaration = (
  identifier: string,
  kind: string,
  correct: readonly string[],
  mapping: readonly (readonly [string, number])[] = [],
): string => {
  const values = correct.map((value) => `<value>${escapeXml(value)}</value>`).join('');
  const isText = kind.includes('string');
  const entries = mapping.map(
    ([key, worth]) =>
      `<mapEntry mapKey="${escapeXml(key)}" mappedValue="${worth}"${isText ? ' caseSensitive="false"' : ''}/>`,
  );
  const mapped =
    entries.length === 0 ? '' : `<mapping defaultValue="0">${entries.join('')}</mapping>`;
  const given = values === '' ? '' : `<correctResponse>${values}</correctResponse>`;
  return `<responseDeclaration identifier="${identifier}" ${kind}>${given}${mapped}</responseDeclaration>`;
};

const kindOf = (cardinality: string, baseType: string): string =>
  `cardinality="${cardinality}" baseType="${baseType}"`;

const score = (expression: string): string =>
  `<setOutcomeValue identifier="SCORE">${expression}</setOutcomeValue>`;

/** All the points where the response is what is correct. */
const allOrNothing = (points: number): string =>
  `<responseCondition><responseIf><match><variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></match>${score(
    `<baseValue baseType="float">${points}</baseValue>`,
  )}</responseIf><responseElse>${score('<baseValue baseType="float">0</baseValue>')}</responseElse></responseCondition>`;

const mapped = (identifiers: readonly string[]): string =>
  score(`<sum>${identifiers.map((each) => `<mapResponse identifier="${each}"/>`).join('')}</sum>`);

const choices = (
  options: readonly string[],
  name = 'simpleChoice',
  identifierAt = letterAt,
): string =>
  options
    .map((option, at) => `<${name} identifier="${identifierAt(at)}">${escapeXml(option)}</${name}>`)
    .join('');

/** A part's share of the points, so exact that the sum is read as whole. */
const shareOf = (points: number, parts: number): number => Number((points / parts).toFixed(9));

function writtenOf(question: Question, pictureAt?: PictureAt): Written {
  const stem = xhtmlOf(question.stem, undefined, pictureAt);
  const { points } = question;
  switch (question.kind) {
    case 'single':
    case 'multiple': {
      const isSingle = question.kind === 'single';
      const right = isSingle ? [question.answer] : question.answer;
      return {
        declarations: declaration(
          'RESPONSE',
          kindOf(isSingle ? 'single' : 'multiple', 'identifier'),
          right,
        ),
        body: `${stem}<choiceInteraction responseIdentifier="RESPONSE" shuffle="true" maxChoices="${isSingle ? 1 : 0}">${choices(question.options)}</choiceInteraction>`,
        rules: allOrNothing(points),
      };
    }
    case 'true_false':
      return {
        declarations: declaration('RESPONSE', kindOf('single', 'identifier'), [
          String(question.answer),
        ]),
        body: `${stem}<choiceInteraction responseIdentifier="RESPONSE" shuffle="false" maxChoices="1">${choices(['对', '错'], 'simpleChoice', (at) => String(at === 0))}</choiceInteraction>`,
        rules: allOrNothing(points),
      };
    case 'ordering': {
      const right = question.steps.map((_, at) => letterAt(at));
      return {
        declarations: declaration('RESPONSE', kindOf('ordered', 'identifier'), right),
        body: `${stem}<orderInteraction responseIdentifier="RESPONSE" shuffle="true">${choices(question.steps)}</orderInteraction>`,
        rules: allOrNothing(points),
      };
    }
    case 'fill_in':
      return blanks(question, pictureAt);
    case 'matching':
      return matching(question, stem);
    case 'short_answer': {
      const guide =
        question.guide === null
          ? ''
          : `<rubricBlock view="scorer">${xhtmlOf(question.guide)}</rubricBlock>`;
      return {
        declarations: declaration('RESPONSE', kindOf('single', 'string'), []),
        body: `${guide}${stem}<extendedTextInteraction responseIdentifier="RESPONSE"/>`,
        rules: '',
      };
    }
  }
}

function blanks(
  { stem, blanks: all, points }: Extract<Question, { kind: 'fill_in' }>,
  pictureAt?: PictureAt,
): Written {
  const identifiers = all.map((_, at) => (all.length === 1 ? 'RESPONSE' : `RESPONSE_${at + 1}`));
  const share = shareOf(points, all.length);
  return {
    declarations: all
      .map((wordings, at) =>
        declaration(
          identifiers[at] ?? '',
          kindOf('single', 'string'),
          wordings.slice(0, 1),
          wordings.map((wording) => [wording, share] as const),
        ),
      )
      .join(''),
    body: xhtmlOf(
      stem,
      (at) => `<textEntryInteraction responseIdentifier="${identifiers[at] ?? ''}"/>`,
      pictureAt,
    ),
    rules: mapped(identifiers),
  };
}

function matching(question: Extract<Question, { kind: 'matching' }>, stem: string): Written {
  const { pairs, extra, points } = question;
  const right = pairs.map((_, at) => `L${at + 1} R${at + 1}`);
  const share = shareOf(points, pairs.length);
  const side = (texts: readonly string[], letter: string) =>
    `<simpleMatchSet>${texts
      .map(
        (text, at) =>
          `<simpleAssociableChoice identifier="${letter}${at + 1}" matchMax="1">${escapeXml(text)}</simpleAssociableChoice>`,
      )
      .join('')}</simpleMatchSet>`;
  return {
    declarations: declaration(
      'RESPONSE',
      kindOf('multiple', 'directedPair'),
      right,
      right.map((pair) => [pair, share] as const),
    ),
    body: `${stem}<matchInteraction responseIdentifier="RESPONSE" shuffle="true" maxAssociations="${pairs.length}">${side(
      pairs.map(({ left }) => left),
      'L',
    )}${side([...pairs.map(({ right: text }) => text), ...extra], 'R')}</matchInteraction>`,
    rules: mapped(['RESPONSE']),
  };
}
