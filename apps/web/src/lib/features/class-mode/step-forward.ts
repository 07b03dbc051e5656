import type { ClassView } from '@xueshi/contracts';
import { m } from '@xueshi/messages';

/** What going on means now: a step, or the option with the most votes as the choice of the class. */
export interface StepForward {
  readonly label: string;
  readonly optionId: string | null;
}

/** null where the presenter has to decide first, or where nothing follows. */
export function stepForward(view: ClassView): StepForward | null {
  const step = (label: string): StepForward => ({ label, optionId: null });
  switch (view.phase) {
    case 'situation':
      return step(m.class_screen_start());
    case 'voting':
      return step(m.class_screen_close_vote());
    case 'result': {
      const optionId = view.decision?.leading ?? null;
      return optionId === null ? null : { label: m.class_screen_take_leading(), optionId };
    }
    case 'consequence':
      return step(view.isDecided ? m.class_screen_to_ending() : m.class_screen_next_vote());
    default:
      return view.isLast ? null : step(m.class_screen_next());
  }
}
