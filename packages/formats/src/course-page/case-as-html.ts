import type { CaseSource, CaseStudy } from '../course/course-source.ts';
import { html, markdown, type Html, type PictureUrl } from './html.ts';

const JUDGEMENTS = { sound: '妥当', arguable: '可商榷', poor: '不妥' } as const;

/** What is told before the first decision. */
export const caseBeginning = ({ id, study }: CaseSource, pictureUrl?: PictureUrl): Html =>
  html`${markdown(study.situation, `${id}-situation`, pictureUrl)}
    <ul>
      ${study.roles.map(({ name, text }) => html`<li><strong>${name}</strong>：${text}</li>`)}
    </ul>
    ${study.materials.map(
      ({ title, text }, at) =>
        html`<h3>${title}</h3>
          ${markdown(text, `${id}-material-${at}`, pictureUrl)}`,
    )}
    ${
      study.timeline
        ? html`<ul>
            ${study.timeline.map(({ when, what }) => html`<li><strong>${when}</strong> ${what}</li>`)}
          </ul>`
        : null
    }`;

const namesOf = ({ nodes, endings }: CaseStudy): ReadonlyMap<string, string> =>
  new Map([
    ...nodes.map((node, at) => [node.id, `决策点 ${at + 1}`] as const),
    ...endings.map((ending) => [ending.id, `结局：${ending.title}`] as const),
  ]);

/** A decision with all its ways: what comes of each, and where it leads. */
export function decisionAsHtml(
  { id, study }: CaseSource,
  at: number,
  pictureUrl?: PictureUrl,
): Html | null {
  const node = study.nodes[at];
  if (!node) return null;
  const names = namesOf(study);
  return html`<h3>决策点 ${at + 1}</h3>
    ${markdown(node.text, `${id}-${node.id}`, pictureUrl)}
    <p><strong>${node.question}</strong></p>
    ${node.options.map(
      (option) =>
        html`<div class="option">
          <p>${option.text} <em>（${JUDGEMENTS[option.judgement]}）</em></p>
          ${markdown(option.consequence, `${id}-${node.id}-${option.id}`, pictureUrl)}
          <p class="cited">→ ${names.get(option.next) ?? option.next}</p>
        </div>`,
    )}`;
}

/** How it may end, and what is said about it afterwards. */
export const caseEnd = ({ id, study }: CaseSource, pictureUrl?: PictureUrl): Html =>
  html`${study.endings.map(
      (ending) =>
        html`<h3>结局：${ending.title}</h3>
          ${markdown(ending.text, `${id}-${ending.id}`, pictureUrl)}`,
    )}
    <h3>点评</h3>
    ${markdown(study.commentary, `${id}-commentary`, pictureUrl)}
    <ul>
      ${study.statutes.map(
        ({ statute, article, note }) => html`<li>《${statute}》${article}：${note}</li>`,
      )}
    </ul>
    <p><strong>反思：</strong>${study.reflection}</p>
    ${study.discussion ? html`<p><strong>讨论：</strong>做完案例、写下反思的学员可以一起讨论。</p>` : ''}`;

/** A case with everything that may happen in it. */
export const caseAsHtml = (lesson: CaseSource): Html =>
  html`${caseBeginning(lesson)} ${lesson.study.nodes.map((_, at) => decisionAsHtml(lesson, at))}
  ${caseEnd(lesson)}`;
