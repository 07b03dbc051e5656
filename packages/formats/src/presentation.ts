export {
  PRESENTATION_LIMITS,
  readPresentation,
  type PresentationKind,
  type PresentationProblem,
  type PresentationRead,
} from './presentation/read-presentation.ts';
export { writeWithoutLinks } from './presentation/without-links.ts';
