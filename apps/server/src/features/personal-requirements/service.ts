// The door of personal requirements: what other features ask of them.
export { countAdjustmentsToDecide } from './proposal-store.ts';
