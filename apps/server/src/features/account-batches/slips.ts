import { sealingFor } from '../../platform/sealing.ts';

const sealing = sealingFor('account slip sealing');

/** The one-time password on a person's slip, sealed for that person, and opened to be printed. */
export const sealSlip = sealing.seal;
export const openSlip = sealing.open;
