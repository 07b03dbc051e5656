// The door of the flags feature.
export { askLearner, clearFlag, decideAppeal, upholdFlag } from './decisions.ts';
export { inspectEvidence } from './inspect-day.ts';
export { answerFlag, appealFlag, listOwnFlags } from './learner.ts';
export { ownFlags } from './own-data.ts';
export { countUndecided, listFlags, readFlag } from './list.ts';
export { rewriteAppealPaths } from './store.ts';
