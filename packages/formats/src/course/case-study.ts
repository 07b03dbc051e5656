import { checkCaseGraph, type CaseProblem } from '@xueshi/domain';
import { checkArticle, checkMarkdown } from './check-text.ts';
import type { CaseSource, CaseStudy } from './course-source.ts';
import {
  findPictures,
  readNamedYaml,
  refuse,
  type Inspection,
  type Mention,
  type ShownPicture,
} from './inspection.ts';
import { checkShape } from './shape-errors.ts';
import { CaseShape, EXAMPLES } from './shapes.ts';
import type { Path, YamlDocument } from './yaml-document.ts';

/** Reads a case study with the pictures that it shows; null, and its errors noted, when its shape is wrong. */
export async function readCase(
  inspection: Inspection,
  name: string,
  mention: Mention,
): Promise<Pick<CaseSource, 'study' | 'images'> | null> {
  const document = await readNamedYaml(inspection, name, mention);
  if (document === null) return null;
  const shaped = checkShape(CaseShape, document, [], document.value, EXAMPLES);
  if (!shaped.ok) {
    inspection.errors.push(...shaped.errors);
    return null;
  }
  const study = shaped.value;
  const problems = checkCaseGraph(study);
  // Without a start nothing can be reached; only the start is worth mending.
  const noStart = problems.some(({ code }) => code === 'unknown-start');
  for (const problem of problems) {
    if (noStart && problem.code.startsWith('unreachable')) continue;
    refuseGraph(inspection, document, study, problem);
  }
  const shown: ShownPicture[] = [];
  for (const [path, markdown, takesPictures] of markdownOf(study)) {
    const images = checkCaseText(inspection, document, path, markdown);
    if (takesPictures) shown.push(...images);
    else refusePictures(inspection, document, images);
  }
  for (const [index, { statute, article }] of study.statutes.entries()) {
    const place = document.placeOf(['statutes', index, 'article']);
    checkArticle(inspection, { statute, article: articleAlone(article) }, name, place);
  }
  return { study, images: await findPictures(inspection, name, shown) };
}

/** `第三条第二款` is looked up as `第三条`. */
export const articleAlone = (article: string): string =>
  /^第[^条]+条(之[一二三四五六七八九十]+)?/u.exec(article)?.[0] ?? article;

const checkCaseText = (
  inspection: Inspection,
  document: YamlDocument,
  path: Path,
  markdown: string,
): ShownPicture[] =>
  checkMarkdown(inspection, markdown, {
    file: document.file,
    placeAt: (offset) => document.placeInText(path, offset),
  });

/** What is asked, chosen or noted is a line of plain text where it is shown. */
function refusePictures(
  inspection: Inspection,
  document: YamlDocument,
  images: readonly ShownPicture[],
): void {
  for (const { name, place } of images)
    refuse(inspection, 'image-in-case', document.file, place, { name });
}

/** Each text, and whether it may show pictures. */
function* markdownOf(study: CaseStudy): Generator<[Path, string, boolean]> {
  yield [['situation'], study.situation, true];
  yield [['commentary'], study.commentary, true];
  yield [['reflection'], study.reflection, false];
  for (const [index, { text }] of study.materials.entries())
    yield [['materials', index, 'text'], text, true];
  for (const [index, { text }] of study.endings.entries())
    yield [['endings', index, 'text'], text, true];
  for (const [index, { note }] of study.statutes.entries())
    yield [['statutes', index, 'note'], note, false];
  for (const [index, node] of study.nodes.entries()) {
    yield [['nodes', index, 'text'], node.text, true];
    yield [['nodes', index, 'question'], node.question, false];
    for (const [at, option] of node.options.entries()) {
      yield [['nodes', index, 'options', at, 'text'], option.text, false];
      yield [['nodes', index, 'options', at, 'consequence'], option.consequence, true];
    }
  }
}

function refuseGraph(
  inspection: Inspection,
  document: YamlDocument,
  study: CaseStudy,
  problem: CaseProblem,
): void {
  const nodeAt = study.nodes.findLastIndex((node) => node.id === problem.nodeId);
  const endingAt = study.endings.findLastIndex((ending) => ending.id === problem.nodeId);
  const options = study.nodes[nodeAt]?.options ?? [];
  const optionAt =
    'optionId' in problem ? options.findLastIndex((option) => option.id === problem.optionId) : -1;
  const option: Path = ['nodes', nodeAt, 'options', optionAt];
  const step: Path = endingAt >= 0 ? ['endings', endingAt, 'id'] : ['nodes', nodeAt, 'id'];
  const say = (code: Parameters<typeof refuse>[1], path: Path, id: string) =>
    refuse(inspection, code, document.file, document.placeOf(path), { id });
  switch (problem.code) {
    case 'unknown-start':
      return say('start-unknown', ['start'], problem.nodeId);
    case 'duplicate-id':
      return say('id-twice', step, problem.nodeId);
    case 'duplicate-option':
      return say('id-twice', [...option, 'id'], problem.optionId);
    case 'unknown-target':
      return say('next-unknown', [...option, 'next'], problem.next);
    case 'unreachable-node':
    case 'unreachable-ending':
      return say('case-unreachable', step, problem.nodeId);
    case 'dead-end':
      return say('case-dead-end', step, problem.nodeId);
    case 'cycle':
      return say('case-cycle', [...option, 'next'], problem.next);
  }
}
