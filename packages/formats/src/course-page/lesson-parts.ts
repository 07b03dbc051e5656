import { createHash } from 'node:crypto';
import type {
  CoursewareSource,
  LessonSource,
  QuizSource,
  ReadingSource,
} from '../course/course-source.ts';
import { overburdenedLine, parseMarkdown, textOf } from '../markdown/parse.ts';
import { renderMarkdown } from '../markdown/render.ts';
import { caseBeginning, caseEnd, decisionAsHtml } from './case-as-html.ts';
import { coursewareBeginning, unitAsHtml } from './courseware-as-html.ts';
import { markdown, type Html, type PictureUrl } from './html.ts';
import { questionAsHtml } from './questions-as-html.ts';

/** A piece of a lesson that can be spoken of by itself. */
export interface LessonPart {
  /**
   * The same for the same piece in any version: of a paragraph by its text, of a question, decision or unit by its id.
   * Letters, digits, hyphens and underscores, at most 80. Null: a piece that is only shown.
   */
  readonly key: string | null;
  /** Safe to put into a page. */
  readonly html: string;
  /** The piece's first words, at most 80 characters. */
  readonly excerpt: string;
}

const LONGEST_EXCERPT = 80;
const excerptOf = (text: string) => [...text.trim()].slice(0, LONGEST_EXCERPT).join('');
const shown = ({ html }: Html): LessonPart => ({ key: null, html, excerpt: '' });

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);

/** The paragraphs, headings, lists and quotes of a text. One with footnotes is one piece: they belong to all of it. */
function partsOfReading(
  { id, markdown: text }: ReadingSource,
  pictureUrl: PictureUrl,
): LessonPart[] {
  const served = pictureUrl && { pictureUrl };
  const html = renderMarkdown(text, { ...served });
  const whole = { key: `p-${hashOf(text)}`, html, excerpt: excerptOf(text) };
  if (overburdenedLine(text) !== null) return [whole];
  const { children } = parseMarkdown(text);
  if (children.some(({ type }) => type === 'footnoteDefinition')) return [whole];
  const sourceOf = (node: (typeof children)[number]) =>
    text.slice(node.position?.start.offset ?? 0, node.position?.end.offset ?? 0);
  const definitions = children.filter(({ type }) => type === 'definition').map(sourceOf);
  const times = new Map<string, number>();
  return children
    .filter(({ type }) => type !== 'definition' && type !== 'html')
    .map((node, at) => {
      const source = sourceOf(node);
      const hash = hashOf(source);
      const time = (times.get(hash) ?? 0) + 1;
      times.set(hash, time);
      return {
        key: time === 1 ? `p-${hash}` : `p-${hash}-${time}`,
        html: renderMarkdown([source, ...definitions].join('\n\n'), {
          idPrefix: `${id}-${at}-`,
          ...served,
        }),
        excerpt: excerptOf(textOf(node)),
      };
    });
}

function partsOfQuiz({ id, items, groups }: QuizSource, pictureUrl: PictureUrl): LessonPart[] {
  const numbered = items.map((item, at) => ({
    group: item.group,
    part: {
      key: `i-${item.id}`,
      html: questionAsHtml(item, at + 1, `${id}-${at}`, pictureUrl).html,
      excerpt: excerptOf(item.stem),
    },
  }));
  const ofGroup = (group: string | undefined) =>
    numbered.filter((one) => one.group === group).map(({ part }) => part);
  return [
    ...ofGroup(undefined),
    ...groups.flatMap((group) => [
      shown(markdown(group.text, `${id}-group-${group.id}`, pictureUrl)),
      ...ofGroup(group.id),
    ]),
  ];
}

/** Of a unit's identifier only its hash: it may be an address of any length. */
const partsOfCourseware = (lesson: CoursewareSource): LessonPart[] => [
  shown(coursewareBeginning(lesson)),
  ...lesson.courseware.units.map((unit) => ({
    key: `u-${hashOf(unit.identifier)}`,
    html: unitAsHtml(unit).html,
    excerpt: excerptOf(unit.title),
  })),
];

/**
 * A lesson in pieces in their order, in Chinese and with all answers, for those who review it: paragraphs of a
 * reading, questions of a quiz and of a lecture, decisions of a case, units of courseware. A lecture's picture and
 * sound are not in it, nor is what courseware shows.
 * Pictures are where `pictureUrl` says for their names, beside the page if it is not given.
 */
export function lessonParts(lesson: LessonSource, pictureUrl?: PictureUrl): readonly LessonPart[] {
  switch (lesson.kind) {
    case 'reading':
      return partsOfReading(lesson, pictureUrl);
    case 'quiz':
      return partsOfQuiz(lesson, pictureUrl);
    case 'lecture':
      return lesson.questions.map(({ item }, at) => ({
        key: `i-${item.id}`,
        html: questionAsHtml(item, at + 1, `${lesson.id}-asked-${at}`, pictureUrl).html,
        excerpt: excerptOf(item.stem),
      }));
    case 'case':
      return [
        shown(caseBeginning(lesson, pictureUrl)),
        ...lesson.study.nodes.flatMap((node, at) => {
          const html = decisionAsHtml(lesson, at, pictureUrl)?.html;
          return html === undefined
            ? []
            : { key: `d-${node.id}`, html, excerpt: excerptOf(node.question) };
        }),
        shown(caseEnd(lesson, pictureUrl)),
      ];
    case 'courseware':
      return partsOfCourseware(lesson);
  }
}
