// Cartridges in the form that real systems write them, for tests to break.
import { strToU8, zipSync, type Zippable } from 'fflate';
import { packed } from '../courseware/packages.fixture.ts';
import { sentenceOf, type LocatedError } from '../located-error.ts';
import type { CartridgeLesson, CartridgeRead } from './cartridge.ts';
import { readCartridge } from './read-cartridge.ts';

/** File names to contents; with what the zip says of the file, as in fflate. */
export type CartridgeFiles = Record<string, string | Uint8Array | Zippable[string]>;

/** Enough of a picture for a name that ends as one. */
export const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);

const lom = (title: string, more = '') =>
  `<lomimscc:lom><lomimscc:general><lomimscc:title><lomimscc:string>${title}</lomimscc:string></lomimscc:title>${more}</lomimscc:general></lomimscc:lom>`;

/** A manifest of a version, as in `1p3`; Canvas's has an item around all others. */
export const manifest = (
  items: string,
  resources: string,
  { version = '1p3', metadata = lom('群众工作'), schema = 'IMS Common Cartridge' } = {},
): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="m" xmlns="http://www.imsglobal.org/xsd/imsccv${version}/imscp_v1p1" xmlns:lomimscc="http://ltsc.ieee.org/xsd/imsccv${version}/LOM/manifest" xmlns:cpx="http://www.imsglobal.org/xsd/imsccv${version}/imscp_extensionv1p2">
<metadata><schema>${schema}</schema><schemaversion>${version.replace('p', '.')}.0</schemaversion>${metadata}</metadata>
<organizations><organization identifier="org_1" structure="rooted-hierarchy"><item identifier="LearningModules">
${items}
</item></organization></organizations>
<resources>
${resources}
</resources>
</manifest>`;

export const item = (reference: string, title: string): string =>
  `<item identifier="item_${reference}" identifierref="${reference}"><title>${title}</title></item>`;

export const folder = (title: string, ...inside: string[]): string =>
  `<item identifier="folder"><title>${title}</title>\n${inside.join('\n')}\n</item>`;

export const resource = (identifier: string, type: string, href: string, inside = ''): string =>
  `<resource identifier="${identifier}" type="${type}" href="${href}"><file href="${href}"/>${inside}</resource>`;

export const webPage = (body: string, title = 'Page', meta = ''): string =>
  `<!DOCTYPE html>
<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"/><title>${title}</title>${meta}<style>p{color:red}</style></head>
<body>${body}</body></html>`;

/** A question by the QTI profile of Common Cartridge: the `right` one of the options, from 0. */
export const choice = (
  ident: string,
  stem: string,
  options: readonly string[],
  right = 0,
): string =>
  `<item ident="${ident}" title="Question"><itemmetadata><qtimetadata><qtimetadatafield><fieldlabel>cc_profile</fieldlabel><fieldentry>cc.multiple_choice.v0p1</fieldentry></qtimetadatafield><qtimetadatafield><fieldlabel>cc_weighting</fieldlabel><fieldentry>2</fieldentry></qtimetadatafield></qtimetadata></itemmetadata>
<presentation><material><mattext texttype="text/html">&lt;p&gt;${stem}&lt;/p&gt;</mattext></material><response_lid ident="r" rcardinality="Single"><render_choice>${options
    .map(
      (text, at) =>
        `<response_label ident="o${at}"><material><mattext texttype="text/plain">${text}</mattext></material></response_label>`,
    )
    .join('')}</render_choice></response_lid></presentation>
<resprocessing><outcomes><decvar maxvalue="100" minvalue="0" varname="SCORE" vartype="Decimal"/></outcomes><respcondition continue="No"><conditionvar><varequal respident="r">o${right}</varequal></conditionvar><setvar action="Set" varname="SCORE">100</setvar></respcondition></resprocessing></item>`;

/** A question whose answer is typed: an essay, or right where it holds some words. */
export const typed = (ident: string, stem: string, condition = '<other/>'): string =>
  `<item ident="${ident}"><presentation><material><mattext>${stem}</mattext></material><response_str ident="r" rcardinality="Single"><render_fib/></response_str></presentation><resprocessing><respcondition continue="No"><conditionvar>${condition}</conditionvar>${condition === '<other/>' ? '' : '<setvar action="Set" varname="SCORE">100</setvar>'}</respcondition></resprocessing></item>`;

const field = (label: string, entry: string) =>
  `<qtimetadatafield><fieldlabel>${label}</fieldlabel><fieldentry>${entry}</fieldentry></qtimetadatafield>`;

export const assessment = (title: string, items: string, { attempts = '2', limit = '30' } = {}) =>
  `<?xml version="1.0" encoding="UTF-8"?><questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2"><assessment ident="a" title="${title}"><qtimetadata>${field('cc_profile', 'cc.exam.v0p1')}${field('cc_maxattempts', attempts)}${field('qmd_timelimit', limit)}</qtimetadata><section ident="root_section">${items}</section></assessment></questestinterop>`;

export const bank = (title: string, items: string): string =>
  `<questestinterop><objectbank ident="b"><qtimetadata>${field('bank_title', title)}</qtimetadata>${items}</objectbank></questestinterop>`;

export const ASSESSMENT = 'imsqti_xmlv1p2/imscc_xmlv1p3/assessment';
export const BANK = 'imsqti_xmlv1p2/imscc_xmlv1p3/question-bank';
export const ASSOCIATED = 'associatedcontent/imscc_xmlv1p3/learning-application-resource';

export const zipOfFiles = (files: CartridgeFiles): Uint8Array =>
  zipSync(
    Object.fromEntries(
      Object.entries(files).map(([name, content]) => [
        name,
        typeof content === 'string' ? strToU8(content) : content,
      ]),
    ),
  );

/** A cartridge on the disk that lasts as long as the running test. */
export const onDisk = (files: CartridgeFiles | Uint8Array): Promise<string> =>
  packed(files instanceof Uint8Array ? files : zipOfFiles(files));

export const readFiles = async (files: CartridgeFiles | Uint8Array): Promise<CartridgeRead> =>
  readCartridge('a.imscc', await onDisk(files));

export type GoodCartridge = Extract<CartridgeRead, { ok: true }>;

export async function goodCartridge(files: CartridgeFiles): Promise<GoodCartridge> {
  const read = await readFiles(files);
  if (read.ok) return read;
  throw new Error(read.errors.map((error) => sentenceOf(error, 'en')).join('\n'));
}

/** Errors or notes as `code line`, without the lines of files that have none. */
export const codesOf = (errors: readonly LocatedError[]): string[] =>
  errors.map(({ code, line }) => (line === null ? code : `${code} ${line}`));

/** The Markdown of a page that is all of a cartridge, with its notes; null where it does not come in. */
export async function pageAlone(
  body: string,
  more: CartridgeFiles = {},
): Promise<{ markdown: string | null; notes: readonly LocatedError[] }> {
  const read = await readFiles({
    'imsmanifest.xml': manifest(
      item('p', 'Title'),
      resource('p', 'webcontent', 'wiki_content/p.html'),
    ),
    'wiki_content/p.html': webPage(body),
    ...more,
  });
  if (!read.ok) return { markdown: null, notes: read.errors };
  const [lesson] = read.course.lessons;
  return { markdown: lesson ? markdownOf(lesson) : null, notes: read.notCarried };
}

export const markdownOf = (lesson: CartridgeLesson): string =>
  lesson.kind === 'reading' ? lesson.markdown : '';

/** A course as Canvas exports it: a module with a page, a quiz in both forms, and much that has no like here. */
export const canvasCourse = (): CartridgeFiles => ({
  'imsmanifest.xml': manifest(
    folder(
      '第一周',
      item('page', '接访'),
      item('quiz', '小测'),
      item('talk', '讨论'),
      '<item identifier="header"><title>小标题</title></item>',
      item('link', '网站'),
      item('work', '作业'),
      item('tool', '工具'),
      item('film', '录像'),
      item('page', '接访'),
      item('gone', '丢了'),
    ),
    [
      resource('settings', ASSOCIATED, 'course_settings/canvas_export.txt'),
      resource('page', 'webcontent', 'wiki_content/jie-fang.html'),
      `<resource identifier="quiz" type="${ASSESSMENT}"><file href="quiz/assessment_qti.xml"/><dependency identifierref="quiz_meta"/></resource>`,
      resource(
        'quiz_meta',
        ASSOCIATED,
        'quiz/assessment_meta.xml',
        '<file href="non_cc_assessments/quiz.xml.qti"/>',
      ),
      '<resource identifier="talk" type="imsdt_xmlv1p3"><file href="talk.xml"/><dependency identifierref="topic"/></resource>',
      resource('topic', ASSOCIATED, 'topic.xml'),
      '<resource identifier="link" type="imswl_xmlv1p3"><file href="link.xml"/></resource>',
      resource('work', 'assignment_xmlv1p0', 'work/assignment.xml'),
      '<resource identifier="work_fallback" type="webcontent"><cpx:variant identifier="v" identifierref="work"><cpx:metadata/></cpx:variant><file href="work/work.html"/></resource>',
      '<resource identifier="tool" type="imsbasiclti_xmlv1p0"><file href="tool.xml"/></resource>',
      resource('film', 'webcontent', 'web_resources/film.mp4'),
      resource('picture', 'webcontent', 'web_resources/Uploaded Media/图 1.PNG'),
      resource('other', 'webcontent', 'web_resources/other.png'),
      resource('bank', BANK, 'bank.xml'),
      resource('aside', 'webcontent', 'wiki_content/aside.html'),
    ].join('\n'),
  ),
  'course_settings/canvas_export.txt': 'Canvas',
  'wiki_content/jie-fang.html': webPage(
    '<h1>接访</h1><p>先听，<strong>后说</strong>。见 <a href="$WIKI_REFERENCE$/pages/aside">补充</a>。</p><h2>步骤</h2><ol><li>登记</li><li>答复</li></ol><p><img src="$IMS-CC-FILEBASE$/Uploaded%20Media/%E5%9B%BE%201.PNG?canvas_download=1" alt="登记表"/></p>',
    '接访',
  ),
  'wiki_content/aside.html': webPage(
    '<p>补充材料。</p>',
    '补充',
    '<meta name="workflow_state" content="unpublished"/>',
  ),
  'quiz/assessment_qti.xml': assessment('小测', choice('q1', '第一题', ['甲', '乙'])),
  'quiz/assessment_meta.xml': '<quiz/>',
  'non_cc_assessments/quiz.xml.qti': assessment(
    '小测',
    choice('q1', '第一题', ['甲', '乙']) +
      typed('q2', '谈谈看法') +
      typed('q3', '写一个词', '<varsubstring respident="r">登记</varsubstring>'),
  ),
  'talk.xml': '<topic/>',
  'topic.xml': '<topicMeta/>',
  'link.xml':
    '<webLink xmlns="http://www.imsglobal.org/xsd/imsccv1p3/imswl_v1p3"><title>网站</title><url href="https://example.cn/"/></webLink>',
  'work/assignment.xml': '<assignment/>',
  'work/work.html': webPage('<p>交一份报告</p>'),
  'tool.xml': '<cartridge_basiclti_link/>',
  'web_resources/film.mp4': new Uint8Array(100),
  'web_resources/Uploaded Media/图 1.PNG': PNG,
  'web_resources/other.png': PNG,
  'bank.xml': bank('题库', choice('b1', '题库题', ['是的', '不是'], 1)),
});
