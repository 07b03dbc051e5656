// Identity numbers at rest: sealed for whoever may look, hashed with a key for finding, masked on
// screens (DOMAIN 3, PIPL practice). Both keys come from the installation's secret.
import { maskIdentityNumber } from '@xueshi/domain';
import { createHmac, type KeyObject } from 'node:crypto';
import { keyFor, sealingFor } from '../../platform/sealing.ts';

const indexKey = keyFor('identity number index');
const sealing = sealingFor('identity number sealing');

/** Seals a number for one person, and opens it. */
export const sealIdentity = sealing.seal;
export const openIdentity = sealing.open;

/** What the same number always gives here, and elsewhere never. */
export const identityIndexOf = (secret: KeyObject, number: string): string =>
  createHmac('sha256', indexKey(secret)).update(number).digest('base64url');

/** The number as it is shown; a seal that does not open shows nothing of it. */
export function maskedIdentity(secret: KeyObject, personId: string, sealed: string | null) {
  return sealed === null ? null : maskIdentityNumber(openIdentity(secret, personId, sealed));
}
