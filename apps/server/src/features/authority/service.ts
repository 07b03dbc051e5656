// The door of authority: who holds which role, and roles given and taken.
export { nearestAdministrators, systemAdministrators } from './administrators.ts';
export { findDelegationCandidates, findRoleCandidates } from './candidates.ts';
export { keepRole } from './keeping.ts';
export { delegateRole, endRole, grantRole } from './granting.ts';
export { endRolesOfLeaver } from './leavers.ts';
export {
  listOverseers,
  listOwnOverseers,
  listOwnRoles,
  listRoleHolders,
  unsettledRoles,
} from './lists.ts';
