// The door of course revisions: what others may call.
export { moveLearnersHandler } from './move-learners.handler.ts';
