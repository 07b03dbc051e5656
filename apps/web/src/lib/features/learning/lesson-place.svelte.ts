/** Where in a lesson the learner is: what plays or is read says it, notes and questions ask for it. */
export class LessonPlace {
  /** The picture's time, ms; null in a lesson that is no lecture, and before scripts arrive. */
  atMs = $state<number | null>(null);
  /** The paragraph that a note is to be about, from 1. */
  paragraph = $state<number | null>(null);
  /** Takes the player to a time; null where nothing plays. */
  jumpTo = $state.raw<((ms: number) => void) | null>(null);
}
