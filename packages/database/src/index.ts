export * from './connection.ts';
export { databaseTrouble, type DatabaseTrouble } from './database-error.ts';
export { findBrokenText, findDamage, isReadAtStart } from './find-damage.ts';
export { lockDataFolder, type FolderLock } from './data-folder-lock.ts';
export {
  backUp,
  migrate,
  readMigrations,
  type Migration,
  type MigrationOutcome,
} from './migrate.ts';
export { heartbeatStatements, type HeartbeatWrites } from './heartbeat-statements.ts';
export { deliveryStatements, type DeliveryRow } from './delivery-statements.ts';
export {
  FETCHED_AHEAD,
  fetchedAheadStatements,
  type FetchedAheadRow,
} from './fetched-ahead-statements.ts';
export { numberOfEnrolment } from './enrolment-number.ts';
export { insertMany } from './insert-many.ts';
export { insertStatements } from './insert-statements.ts';
export { amongst, listed, oneOf } from './one-of.ts';
export { packRanges, unpackRanges, type Ranges } from './ranges.ts';
export { preparedQuery } from './prepared-query.ts';
export { sessionActivityStatements } from './session-activity-statements.ts';
export type { BeforeCommit, TakeTurn, Turn, Write } from './write-lane.ts';
export * as schema from './schema/index.ts';
