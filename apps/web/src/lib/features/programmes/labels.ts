import type {
  AssignedProgramme,
  ProgrammeMember,
  ProgrammeRow,
  ProgrammeView,
} from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { labelOf } from '#lib/labels.ts';

type Tone = 'good' | 'accent' | 'warn' | 'bad' | 'quiet';

const states: Record<ProgrammeRow['state'], () => string> = {
  draft: () => m.programmes_state_draft(),
  template: () => m.programmes_state_template(),
  published: () => m.programmes_state_published(),
  closed: () => m.programmes_state_closed(),
};
const memberStates: Record<ProgrammeMember['state'], () => string> = {
  open: () => m.programmes_member_open(),
  completed: () => m.programmes_member_completed(),
  exempt: () => m.programmes_member_exempt(),
  left: () => m.programmes_member_left(),
};
const faults: Record<ProgrammeView['faults'][number], () => string> = {
  'no-responsible': () => m.programmes_fault_no_responsible(),
  'no-courses': () => m.programmes_fault_no_courses(),
  'electives-out-of-reach': () => m.programmes_fault_electives(),
  'course-not-available': () => m.programmes_fault_course(),
  'due-outside': () => m.programmes_fault_due(),
  'ends-in-past': () => m.programmes_fault_past(),
  'reaches-nobody': () => m.programmes_fault_nobody(),
};

export const stateLabel = (state: ProgrammeRow['state']) => labelOf(states, state);
export const memberLabel = (state: ProgrammeMember['state']) => labelOf(memberStates, state);
export const faultLabel = (fault: ProgrammeView['faults'][number]) => labelOf(faults, fault);

export const memberTone = ({ state, isOverdue }: ProgrammeMember): Tone =>
  state === 'completed' ? 'good' : isOverdue ? 'bad' : 'quiet';

export const isMemberState = (text: string | null): text is ProgrammeMember['state'] =>
  text !== null && text in memberStates;

export const memberStateOptions = () =>
  (Object.keys(memberStates) as ProgrammeMember['state'][]).map((value) => ({
    value,
    label: memberLabel(value),
  }));

/** By when, in words. */
export function dueText({ state, dueOn, daysLeft, isClosed }: AssignedProgramme): string {
  if (state === 'completed') return m.programmes_member_completed();
  if (state === 'exempt') return m.programmes_member_exempt();
  if (isClosed) return m.programmes_state_closed();
  return daysLeft < 0
    ? m.programmes_overdue({ date: dueOn })
    : m.programmes_due({ date: dueOn, days: daysLeft });
}
