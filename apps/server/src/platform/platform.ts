import type { ChangeCounters, Db, TakeTurn, Write } from '@xueshi/database';
import type { FastifyBaseLogger } from 'fastify';
import type { KeyObject } from 'node:crypto';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Mail } from './mail.ts';

/** What every use case stands on: passed down as its first argument. */
export interface Platform {
  readonly config: Config;
  readonly clock: Clock;
  readonly db: Db;
  readonly write: Write;
  /** A turn of the write lane, for the heartbeats' group commit. */
  readonly takeTurn: TakeTurn;
  /** Counters that say when something remembered is to be forgotten. */
  readonly readChanges: () => ChangeCounters;
  readonly log: FastifyBaseLogger;
  /** null where no mail server is configured. */
  readonly mail: Mail | null;
  /** Secret of this installation, for nonces; kept in the data folder. */
  readonly secret: KeyObject;
}
