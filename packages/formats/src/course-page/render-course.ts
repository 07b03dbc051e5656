import type {
  CaseSource,
  CourseSource,
  LectureSource,
  LessonSource,
} from '../course/course-source.ts';
import { addressOf, html, markdown, type Html } from './html.ts';
import { STYLE } from './page-style.ts';
import { questionAsHtml, questionsAsHtml } from './questions-as-html.ts';

const KINDS = { lecture: '视频讲授', reading: '阅读材料', case: '案例', quiz: '测验' } as const;
const JUDGEMENTS = { sound: '妥当', arguable: '可商榷', poor: '不妥' } as const;

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

function caseAsHtml({ id, study }: CaseSource): Html {
  const nameOf = new Map([
    ...study.nodes.map((node, at) => [node.id, `决策点 ${at + 1}`] as const),
    ...study.endings.map((ending) => [ending.id, `结局：${ending.title}`] as const),
  ]);
  return html`${markdown(study.situation, `${id}-situation`)}
    <ul>
      ${study.roles.map(({ name, text }) => html`<li><strong>${name}</strong>：${text}</li>`)}
    </ul>
    ${study.materials.map(
      ({ title, text }, at) =>
        html`<h3>${title}</h3>
          ${markdown(text, `${id}-material-${at}`)}`,
    )}
    ${
      study.timeline
        ? html`<ul>
            ${study.timeline.map(({ when, what }) => html`<li><strong>${when}</strong> ${what}</li>`)}
          </ul>`
        : null
    }
    ${study.nodes.map(
      (node, at) =>
        html`<h3>决策点 ${at + 1}</h3>
          ${markdown(node.text, `${id}-${node.id}`)}
          <p><strong>${node.question}</strong></p>
          ${node.options.map(
            (option) =>
              html`<div class="option">
                <p>${option.text} <em>（${JUDGEMENTS[option.judgement]}）</em></p>
                ${markdown(option.consequence, `${id}-${node.id}-${option.id}`)}
                <p class="cited">→ ${nameOf.get(option.next) ?? option.next}</p>
              </div>`,
          )}`,
    )}
    ${study.endings.map(
      (ending) =>
        html`<h3>结局：${ending.title}</h3>
          ${markdown(ending.text, `${id}-${ending.id}`)}`,
    )}
    <h3>点评</h3>
    ${markdown(study.commentary, `${id}-commentary`)}
    <ul>
      ${study.statutes.map(
        ({ statute, article, note }) => html`<li>《${statute}》${article}：${note}</li>`,
      )}
    </ul>
    <p><strong>反思：</strong>${study.reflection}</p>`;
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
  }
}

/**
 * A course as one HTML page in Chinese, with all answers: for those who review it. Pictures and videos are
 * addressed beside the page, by their names in the course's folder. Nothing of a text can bring in a script.
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
