// A quiz or case of a draft as learners would meet it. Nothing is kept: the same seed gives the same paper.
import type {
  CaseForm,
  CaseTrial,
  DraftText,
  GradedTrial,
  ItemForm,
  QuizAnswer,
  QuizForm,
  QuizTrial,
} from '@xueshi/contracts';
import { checkCaseGraph, gradeQuiz } from '@xueshi/domain';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import {
  askedItem,
  givenAnswer,
  groupHtml,
  keyOf,
  paperOf,
  resultOf,
  storedAnswer,
  type PaperItem,
} from '../assessment/service.ts';
import { caseHtml, scriptOf } from '../cases/service.ts';
import { articleTextIn, type CaseContent, type QuizContent } from '../catalogue/service.ts';
import { pictureUrlsOf, readDraftText } from '../drafts/service.ts';
import type { Pictures } from '../media/service.ts';
import { statutesAtHand } from '../statutes/service.ts';
import { contentOf } from './item-forms.ts';
import type { LessonPlace } from './save-forms.ts';

/** Faults that change nothing about how a question is asked and graded. */
const BEARABLE = new Set(['explanation', 'difficulty', 'statute', 'tags', 'source', 'area']);
const OF_ITEM = /^items\.(\d+)(?:\.(\w+))?/;

interface Trial {
  readonly quiz: QuizForm;
  readonly content: QuizContent;
  readonly leftOut: number;
}

const articleTexts = async (platform: Platform) => articleTextIn(await statutesAtHand(platform));

/** What can be asked of the quiz; null where something else than single questions is at fault. */
async function trialOf(
  platform: Platform,
  { draft, quiz, faults, pictures: sent }: DraftText,
): Promise<Trial | null> {
  const { passMark } = quiz ?? {};
  if (!quiz || typeof passMark !== 'number') return null;
  const broken = new Set<number>();
  for (const { field } of faults) {
    const [, at, part = ''] = OF_ITEM.exec(field ?? '') ?? [];
    if (at === undefined) return null;
    if (!BEARABLE.has(part)) broken.add(Number(at));
  }
  const articleText = await articleTexts(platform);
  const pictures = pictureUrlsOf(draft.id, sent);
  const asked = quiz.items.filter((_: ItemForm, at) => !broken.has(at));
  if (asked.length === 0) return null;
  const content: QuizContent = {
    kind: 'quiz',
    passMark,
    attempts: null,
    shuffle: quiz.shuffle,
    groups: quiz.groups.map((group) => ({ ...group, pictures })),
    items: asked.map((item) => contentOf(item, articleText, pictures)),
  };
  return { quiz, content, leftOut: broken.size };
}

const groupsOf = ({ groups = [] }: QuizContent, paper: readonly PaperItem[]) =>
  groups
    .filter(({ id }) => paper.some(({ item }) => item.group === id))
    .map((group) => ({ id: group.id, html: groupHtml(group) }));

const paperFor = (content: QuizContent, seed: number) => paperOf(content, { seed, itemIds: null });

export async function readDraftTrial(
  platform: Platform,
  { draftId, lessonId }: LessonPlace,
  seed: number,
): Promise<{ quiz: QuizTrial | null; study: CaseTrial | null }> {
  const written = await readDraftText(platform, draftId, lessonId);
  const { study } = written;
  const trial = await trialOf(platform, written);
  if (!trial) {
    const pictures = pictureUrlsOf(draftId, written.pictures);
    return { quiz: null, study: study && (await caseTrialOf(platform, study, pictures)) };
  }
  const paper = paperFor(trial.content, seed);
  return {
    quiz: {
      seed,
      passMark: trial.content.passMark,
      groups: groupsOf(trial.content, paper),
      items: paper.map(askedItem),
      leftOut: trial.leftOut,
      draws: trial.quiz.draws.length,
    },
    study: null,
  };
}

export async function gradeDraftTrial(
  platform: Platform,
  { draftId, lessonId }: LessonPlace,
  given: { readonly seed: number; readonly answers: Readonly<Record<string, QuizAnswer | null>> },
): Promise<GradedTrial> {
  const trial = await trialOf(platform, await readDraftText(platform, draftId, lessonId));
  if (!trial) throw new Refused('draft-trial-faulty');
  const { content } = trial;
  const paper = paperFor(content, given.seed);
  const answers: Record<string, QuizAnswer | null> = Object.fromEntries(
    paper.map((one) => {
      const answer = given.answers[one.item.id] ?? null;
      return [one.item.id, answer === null ? null : storedAnswer(one, answer)];
    }),
  );
  const keys = paper.map(({ item }) => keyOf(item));
  const graded = gradeQuiz(keys, answers, content.passMark);
  const results = new Map(graded.perItem.map((one) => [one.id, one]));
  return {
    passMark: content.passMark,
    percent: graded.percent,
    passed: graded.passed,
    correct: graded.correct,
    groups: groupsOf(content, paper),
    items: paper.flatMap((one) => {
      const result = results.get(one.item.id);
      const stored = answers[one.item.id] ?? null;
      if (!result) return [];
      const answer = stored === null ? null : givenAnswer(one, stored);
      return [{ ...askedItem(one), answer, result: resultOf(one, result, null) }];
    }),
  };
}

/** A case that leads from its start to an end, whatever texts are still missing; else null. */
async function caseTrialOf(
  platform: Platform,
  study: CaseForm,
  pictures: Pictures,
): Promise<CaseTrial | null> {
  const nodes = study.nodes.map((node) => ({
    ...node,
    options: node.options.flatMap(({ judgement, ...option }) =>
      judgement === '' ? [] : [{ ...option, judgement }],
    ),
  }));
  const isWhole = study.nodes.every(
    ({ options }, at) => options.length === nodes[at]?.options.length,
  );
  if (!isWhole || checkCaseGraph(study).length > 0) return null;
  const articleText = await articleTexts(platform);
  const minutes = study.minutes ?? 10;
  const content: CaseContent = {
    kind: 'case',
    ...study,
    minutes,
    nodes,
    statutes: study.statutes.map((cited) => ({ ...cited, text: articleText(cited) })),
    pictures,
  };
  return {
    minutes,
    situationHtml: caseHtml(content, study.situation),
    roles: study.roles,
    materials: study.materials.map(({ title, text }) => ({
      title,
      html: caseHtml(content, text),
    })),
    timeline: study.timeline,
    script: scriptOf(content),
  };
}
