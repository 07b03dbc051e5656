import type { CourseSource, LectureSource, LessonSource } from '../course/course-source.ts';
import { caseAsHtml } from './case-as-html.ts';
import { coursewareAsHtml } from './courseware-as-html.ts';
import { addressOf, html, markdown, type Html } from './html.ts';
import { STYLE } from './page-style.ts';
import { questionAsHtml, questionsAsHtml } from './questions-as-html.ts';

const KINDS = {
  lecture: '视频讲授',
  reading: '阅读材料',
  case: '案例',
  quiz: '测验',
  courseware: '课件',
} as const;

const clock = (ms: number) => {
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
};

function lectureAsHtml({ id, media, questions }: LectureSource): Html {
  return html`${
    media &&
    html`<video controls preload="none" src="${addressOf(media.video.name)}">
        ${media.subtitles.map(
          ({ language, file }) =>
            html`<track kind="subtitles" srclang="${language}" src="${addressOf(file.name)}" />`,
        )}
      </video>
      <ol>
        ${media.chapters.map(({ startMs, title }) => html`<li>${clock(startMs)} ${title['zh-CN']}</li>`)}
      </ol>
      ${media.slides.map(
        ({ startMs, image, title, text }) =>
          html`<figure>
            <img loading="lazy" alt="${title}" src="${addressOf(image.name)}" />
            <figcaption>${clock(startMs)} ${title}<br />${text}</figcaption>
          </figure>`,
      )}`
  }
  ${questions.map(
    ({ atMs, item }, at) =>
      html`<h3>课中问题 ${clock(atMs)}</h3>
        ${questionAsHtml(item, at + 1, `${id}-asked-${at}`)}`,
  )}`;
}

function lessonAsHtml(lesson: LessonSource): Html {
  switch (lesson.kind) {
    case 'lecture':
      return lectureAsHtml(lesson);
    case 'reading':
      return markdown(lesson.markdown, lesson.id);
    case 'case':
      return caseAsHtml(lesson);
    case 'quiz':
      return questionsAsHtml(lesson.items, lesson.groups, lesson.id);
    case 'courseware':
      return coursewareAsHtml(lesson);
  }
}

/**
 * A course as one HTML page in Chinese, with all answers: for those who review it. Pictures, videos and courseware
 * are addressed beside the page, by their names in the course's folder. Nothing of a text can bring in a script.
 */
export function renderCourse(course: CourseSource): string {
  const { title, summary, tags, lecturer, sources, lessons } = course;
  return `<!doctype html>\n${
    html`<html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title['zh-CN']}</title>
        <style>
          ${{ html: STYLE }}
        </style>
      </head>
      <body>
        <h1>${title['zh-CN']}</h1>
        <p>${summary['zh-CN']}</p>
        <p class="cited">${lecturer.name}（${lecturer.title}） · ${tags.join('、')}</p>
        <nav>
          <ol>
            ${lessons.map((one) => html`<li><a href="#${one.id}">${one.title['zh-CN']}</a></li>`)}
          </ol>
        </nav>
        ${lessons.map(
          (lesson) =>
            html`<section id="${lesson.id}">
              <h2>${KINDS[lesson.kind]}：${lesson.title['zh-CN']}</h2>
              ${lessonAsHtml(lesson)}
            </section>`,
        )}
        <section>
          <h2>依据</h2>
          <ul>
            ${sources.map((one) => html`<li>${one.title}（${one.issuer}，${one.date}）</li>`)}
          </ul>
        </section>
      </body>
    </html>`.html
  }\n`;
}
