// Items in the form of the examples that come with the QTI specifications, in our own words.

/** An item of QTI 2: what is declared, shown and carried out. */
export const item2 = (declared: string, body: string, rules: string, more = ''): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p2" identifier="item" title="题" adaptive="false" timeDependent="false">
${declared}
<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"><defaultValue><value>0</value></defaultValue></outcomeDeclaration>
<itemBody>${body}</itemBody>
${rules}${more}
</assessmentItem>`;

export const template = (name: string): string =>
  `<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/${name}"/>`;

export const response = (
  kind: string,
  correct: readonly string[],
  mapping = '',
  identifier = 'RESPONSE',
): string =>
  `<responseDeclaration identifier="${identifier}" ${kind}>${
    correct.length === 0
      ? ''
      : `<correctResponse>${correct.map((each) => `<value>${each}</value>`).join('')}</correctResponse>`
  }${mapping}</responseDeclaration>`;

export const SINGLE = 'cardinality="single" baseType="identifier"';
export const MULTIPLE = 'cardinality="multiple" baseType="identifier"';
export const ORDERED = 'cardinality="ordered" baseType="identifier"';
export const PAIRS = 'cardinality="multiple" baseType="directedPair"';
export const TYPED = 'cardinality="single" baseType="string"';

export const choices = (max: number, ...options: string[]): string =>
  `<choiceInteraction responseIdentifier="RESPONSE" shuffle="true" maxChoices="${max}"><prompt>由谁<b>表决</b>？</prompt>${options
    .map((text, at) => `<simpleChoice identifier="C${at}">${text}</simpleChoice>`)
    .join('')}</choiceInteraction>`;

export const matches = (lefts: readonly string[], rights: readonly string[]): string => {
  const side = (texts: readonly string[], letter: string) =>
    `<simpleMatchSet>${texts.map((text, at) => `<simpleAssociableChoice identifier="${letter}${at}" matchMax="1">${text}</simpleAssociableChoice>`).join('')}</simpleMatchSet>`;
  return `<matchInteraction responseIdentifier="RESPONSE" shuffle="true" maxAssociations="0"><prompt>配对</prompt>${side(lefts, 'L')}${side(rights, 'R')}</matchInteraction>`;
};

/** The same item as QTI 3.0 writes it. */
export const item3 = `<?xml version="1.0" encoding="UTF-8"?>
<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="three" title="题" adaptive="false" time-dependent="false" xml:lang="zh-CN">
  <qti-response-declaration base-type="identifier" cardinality="multiple" identifier="RESPONSE">
    <qti-correct-response><qti-value>A</qti-value><qti-value>C</qti-value></qti-correct-response>
  </qti-response-declaration>
  <qti-outcome-declaration base-type="float" cardinality="single" identifier="SCORE"/>
  <qti-item-body>
    <p>应当公开的有：</p>
    <qti-choice-interaction max-choices="0" response-identifier="RESPONSE" shuffle="true">
      <qti-simple-choice identifier="A">财务收支</qti-simple-choice>
      <qti-simple-choice identifier="B">个人存款</qti-simple-choice>
      <qti-simple-choice identifier="C">低保名单</qti-simple-choice>
    </qti-choice-interaction>
  </qti-item-body>
  <qti-response-processing template="https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml"/>
  <qti-modal-feedback identifier="EXPLANATION" outcome-identifier="FEEDBACK" show-hide="show"><qti-content-body><p>第三十条</p></qti-content-body></qti-modal-feedback>
</qti-assessment-item>`;
