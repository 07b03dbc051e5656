/**
 * Whether a correction by hand takes a second person: it changes a record by more than the policy leaves
 * to one. `changedHundredths` is what is taken or given, in hundredths of a credit hour, of either sign;
 * `aboveHundredths` 0 or more, null: one person always suffices. Days follow their hours.
 * Source: DOMAIN 5.9 (`dualControlAboveHours`).
 */
export const needsSecondPerson = (
  changedHundredths: number,
  aboveHundredths: number | null,
): boolean => aboveHundredths !== null && Math.abs(changedHundredths) > aboveHundredths;
