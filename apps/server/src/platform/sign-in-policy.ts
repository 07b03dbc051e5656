import type { SignInPolicyName } from './config.ts';

export interface SignInPolicy {
  readonly minimumLength: number;
  /** Of capital letters, small letters, digits, other characters. */
  readonly minimumClasses: number;
  readonly idleMinutes: number;
  readonly absoluteHours: number;
  /** Failures per account and address before a pause. */
  readonly failuresAllowed: number;
  readonly pauseMinutes: number;
}

/** Two named policies, since 等保 and NIST differ on purpose (TRUST.md §1.4). */
export const signInPolicies: Readonly<Record<SignInPolicyName, SignInPolicy>> = {
  dengbao: {
    minimumLength: 10,
    minimumClasses: 3,
    idleMinutes: 30,
    absoluteHours: 12,
    failuresAllowed: 5,
    pauseMinutes: 15,
  },
  nist: {
    minimumLength: 15,
    minimumClasses: 1,
    idleMinutes: 60,
    absoluteHours: 24,
    failuresAllowed: 10,
    pauseMinutes: 15,
  },
};
