import type { DraftCard, DraftFacts, DraftFault, DraftLesson } from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { localText } from '#lib/format.ts';
import { labelOf } from '#lib/labels.ts';

type State = DraftCard['state'];

const states: Record<State, () => string> = {
  draft: m.drafts_state_draft,
  submitted: m.drafts_state_submitted,
  published: m.drafts_state_published,
};
const tones = { draft: 'quiet', submitted: 'accent', published: 'good' } as const;
const repeats: Record<DraftFacts['repeat'], () => string> = {
  never: m.drafts_repeat_never,
  yearly: m.drafts_repeat_yearly,
};

export const stateLabel = (state: State) => labelOf(states, state);
export const stateTone = (state: State) => tones[state];
export const repeatLabel = (repeat: DraftFacts['repeat']) => labelOf(repeats, repeat);
export const repeatOptions = () =>
  Object.entries(repeats).map(([value, label]) => ({ value, label: label() }));

export const draftUrl = (id: string) => `/studio/drafts/${id}`;
export const lessonUrl = (id: string, lessonId: string) => `${draftUrl(id)}/lessons/${lessonId}`;

/** Where something is to be mended: in words, and the page to do it on. */
export function placeOf(
  draft: { readonly id: string; readonly lessons: readonly DraftLesson[] },
  fault: DraftFault,
): { label: string; href: string } {
  const lesson = draft.lessons.find(({ id }) => id === fault.lessonId);
  if (!lesson) return { label: m.drafts_faults_course(), href: '#facts' };
  const title = localText(lesson.title);
  const href = lessonUrl(draft.id, lesson.id);
  return fault.line === null
    ? { label: title, href }
    : {
        label: m.drafts_fault_place({ title, line: fault.line }),
        href: `${href}?line=${fault.line}#text`,
      };
}
