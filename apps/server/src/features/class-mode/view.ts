import type { ClassView } from '@xueshi/contracts';
import type { Reader } from '@xueshi/database';
import {
  mostVoted,
  walkCase,
  wholePercents,
  type ClassPhase,
  type ClassStanding,
} from '@xueshi/domain';
import { LRUCache } from 'lru-cache';
import { onePerInstallation } from '../../platform/per-installation.ts';
import type { Platform } from '../../platform/platform.ts';
import { caseHtml, graphOf, statutesOf } from '../cases/service.ts';
import {
  findLessonById,
  findVersion,
  type CaseContent,
  type CourseVersion,
  type Lesson,
} from '../catalogue/service.ts';
import { countsAt, votesCast, type ClassSession } from './store.ts';

export interface ClassCase {
  readonly lesson: Lesson;
  readonly content: CaseContent;
  readonly version: CourseVersion;
}

export async function caseOf(db: Reader, session: ClassSession): Promise<ClassCase> {
  const lesson = await findLessonById(db, session.lessonId);
  const version = lesson && (await findVersion(db, lesson.courseVersionId));
  if (lesson?.content.kind !== 'case' || !version) throw new Error('a class on something else');
  return { lesson, content: lesson.content, version };
}

export const standingOf = ({ phase, path }: ClassSession): ClassStanding => ({
  phase: phase as ClassPhase,
  path,
});

/** What the case has to look at after its ending. */
export const closingOf = ({ statutes, reflection }: CaseContent): ClassPhase[] => [
  'ending',
  'commentary',
  ...(statutes.length > 0 ? (['law'] as const) : []),
  ...(reflection === null ? [] : (['reflection'] as const)),
];

/** The decision that a class votes on, has voted on, or has just taken; null at other times. */
export function decisionAt(
  content: CaseContent,
  { phase, path }: ClassStanding,
): { node: CaseContent['nodes'][number]; number: number; chosenId: string | null } | null {
  if (phase === 'consequence') {
    const last = path.at(-1);
    const node = content.nodes.find(({ id }) => id === last?.nodeId);
    return node && last ? { node, number: path.length, chosenId: last.optionId } : null;
  }
  if (phase !== 'voting' && phase !== 'result') return null;
  const here = walkCase(graphOf(content), path);
  const nodeId = here.kind === 'at-node' ? here.nodeId : null;
  const node = content.nodes.find(({ id }) => id === nodeId);
  return node ? { node, number: path.length + 1, chosenId: null } : null;
}

/** Views change with a step and are asked for by everybody at once: each is made once. */
const viewsOf = onePerInstallation(
  (_platform: Pick<Platform, 'db'>) => new LRUCache<string, ClassView>({ max: 200 }),
);

export async function viewOf(platform: Platform, session: ClassSession): Promise<ClassView> {
  const views = viewsOf(platform);
  const key = `${session.id}/${session.version}`;
  const known = views.get(key);
  const view = known ?? (await makeView(platform.db, session));
  if (!known) views.set(key, view);
  if (session.phase !== 'voting' || !view.decision) return view;
  const { decision } = view;
  const votes = await votesCast(platform.db, session.id, decision.nodeId);
  return { ...view, decision: { ...decision, votes } };
}

/** Where the pictures of the case are served to the room, in which nobody signs in. */
export const CLASS_PICTURES = '/media/classes/';

/** The case as it is shown to the room. */
const inRoom = (content: CaseContent, { code }: ClassSession): CaseContent => ({
  ...content,
  pictures: Object.fromEntries(
    Object.entries(content.pictures ?? {}).map(([name, kept]) => [
      name,
      `${CLASS_PICTURES}${code ?? ''}/${kept}`,
    ]),
  ),
});

async function makeView(db: Reader, session: ClassSession): Promise<ClassView> {
  const { lesson, content: kept, version } = await caseOf(db, session);
  const content = inRoom(kept, session);
  const { phase } = standingOf(session);
  const closing = closingOf(content);
  return {
    code: session.code ?? '',
    version: session.version,
    phase,
    courseTitle: version.title,
    title: lesson.title,
    expiresAt: session.expiresAt.toISOString(),
    dossier: phase === 'situation' ? dossierOf(content) : null,
    decision: await decisionView(db, session, content),
    ...closingView(content, session, closing.includes(phase)),
    commentaryHtml: phase === 'commentary' ? caseHtml(content, content.commentary) : null,
    statutes: phase === 'law' ? statutesOf(content) : [],
    reflectionQuestion: phase === 'reflection' ? content.reflection : null,
    isDecided: walkCase(graphOf(content), session.path).kind === 'ended',
    isLast: phase === closing.at(-1),
  };
}

const dossierOf = (content: CaseContent): ClassView['dossier'] => ({
  situationHtml: caseHtml(content, content.situation),
  roles: content.roles.map((role) => ({ ...role })),
  timeline: content.timeline.map((moment) => ({ ...moment })),
  materials: content.materials.map(({ title, text }) => ({ title, html: caseHtml(content, text) })),
});

async function decisionView(
  db: Reader,
  session: ClassSession,
  content: CaseContent,
): Promise<ClassView['decision']> {
  const at = decisionAt(content, standingOf(session));
  if (!at) return null;
  const { node, number, chosenId } = at;
  const counts = await countsAt(db, session.id, node.id);
  const votes = node.options.map(({ id }) => counts.get(id) ?? 0);
  const percents = wholePercents(votes);
  const isOpen = session.phase === 'voting';
  const chosen = node.options.find(({ id }) => id === chosenId);
  return {
    nodeId: node.id,
    number,
    textHtml: caseHtml(content, node.text),
    question: node.question,
    options: node.options.map(({ id, text }) => ({ id, text })),
    votes: votes.reduce((total, one) => total + one, 0),
    results: isOpen
      ? null
      : node.options.map(({ id }, index) => ({
          optionId: id,
          votes: votes[index] ?? 0,
          percent: percents[index] ?? 0,
        })),
    leading: isOpen ? null : mostVoted(counts),
    chosen: chosen
      ? { optionId: chosen.id, consequenceHtml: caseHtml(content, chosen.consequence) }
      : null,
  };
}

function closingView(content: CaseContent, { phase, path }: ClassSession, isOver: boolean) {
  if (!isOver) return { ending: null, path: [] };
  const here = walkCase(graphOf(content), path);
  const endingId = here.kind === 'ended' ? here.endingId : null;
  const ending = content.endings.find(({ id }) => id === endingId);
  return {
    ending:
      ending && phase === 'ending'
        ? { title: ending.title, textHtml: caseHtml(content, ending.text) }
        : null,
    path: path.flatMap(({ nodeId, optionId }) => {
      const node = content.nodes.find(({ id }) => id === nodeId);
      const option = node?.options.find(({ id }) => id === optionId);
      return node && option
        ? [{ question: node.question, option: option.text, judgement: option.judgement }]
        : [];
    }),
  };
}
