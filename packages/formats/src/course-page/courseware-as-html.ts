import type { CoursewareStandard, CoursewareUnit } from '@xueshi/domain';
import type { CoursewareSource } from '../course/course-source.ts';
import { addressOf, html, type Html } from './html.ts';

const STANDARDS: Readonly<Record<CoursewareStandard, string>> = {
  scorm_12: 'SCORM 1.2',
  scorm_2004: 'SCORM 2004',
  cmi5: 'cmi5',
};

/** What a package is and how long it takes. */
export const coursewareBeginning = ({ courseware, minutes }: CoursewareSource): Html =>
  html`<p>${courseware.title}（${STANDARDS[courseware.standard]}，约 ${minutes} 分钟）</p>`;

/** A unit of a package, by its name; from which score it is passed, where that is given. */
export const unitAsHtml = ({ title, masteryScore }: CoursewareUnit): Html =>
  html`<p>${title}${masteryScore === null ? null : `（${percent(masteryScore)}% 通过）`}</p>`;

/** In hundredths of a per cent, as sums of binary fractions are not what people wrote. */
const percent = (share: number): number => Math.round(share * 10_000) / 100;

/** Courseware for those who review it: what it is, its units, and where the package lies; it is not played here. */
export const coursewareAsHtml = (lesson: CoursewareSource): Html =>
  html`${coursewareBeginning(lesson)}
    <ol>
      ${lesson.courseware.units.map((unit) => html`<li>${unitAsHtml(unit)}</li>`)}
    </ol>
    <p><a href="${addressOf(lesson.file.name)}">下载课件包 ${lesson.file.name}</a></p>`;
