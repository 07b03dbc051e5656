// The door of settings: what a unit sets for its subtree, and how the platform presents itself there.
export { setEmblem, setUnitSetting } from './change.ts';
export { findEmblem } from './emblem.ts';
export { heartbeatDaysKept } from './heartbeat-days.ts';
export { readIdentity } from './identity.ts';
export { settingsAt } from './in-force.ts';
export {
  presenceAsked,
  presenceAskedAt,
  presenceRhythmAt,
  termsOfWaitingCheck,
} from './presence-asked.ts';
export { readUnitSettings } from './read.ts';
