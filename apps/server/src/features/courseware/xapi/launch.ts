import type { Cmi5Launch, MoveOnRule } from '@xueshi/domain';
import type { XapiAgent } from '@xueshi/formats/xapi';
import type { LaunchRow } from '../store.ts';

/** A launch of a unit of cmi5, as whoever holds its token. */
export interface XapiLaunch {
  readonly row: LaunchRow;
  /** The learner, by an account that says nothing of the person. */
  readonly actor: { readonly homePage: string; readonly name: string };
  /** A UUID. */
  readonly registration: string;
  /** The unit's IRI as it was launched. */
  readonly activityId: string;
  /** The unit's IRI in its package. */
  readonly publisherActivityId: string;
  /** Of 0 to 1. */
  readonly masteryScore: number | null;
  readonly moveOn: MoveOnRule;
}

export const learnerOf = ({ actor: { homePage, name } }: XapiLaunch): XapiAgent => ({
  objectType: 'Agent',
  account: { homePage, name },
});

/** What the rules of a session look at; the launch's id is that of the session (cmi5 9.6.3.1). */
export const termsOf = (launch: XapiLaunch): Cmi5Launch => ({
  sessionId: launch.row.id,
  registration: launch.registration.toLowerCase(),
  activityId: launch.activityId,
  publisherActivityId: launch.publisherActivityId,
  masteryScore: launch.masteryScore,
});
