// The door of the archive: evidence that grew old, and the proof that it holds.
export { playedIn } from './chain.ts';
export { checkEvidence, type EvidenceCheck } from './check-evidence.ts';
export { movesOf, positionNow } from './positions.ts';
export { compactEvidence, type Compaction } from './compact.ts';
