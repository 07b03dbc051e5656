/**
 * Most hours that may be given afterwards to one person in one training year, hundredths of a credit hour:
 * the greatest requirement that a year has here, 100 hours. Faults cannot have withheld more than a whole
 * year's learning, and more would be of no use to anybody. Source: DOMAIN 5.9, H1.
 */
export const MOST_SUPPLEMENTED_HUNDREDTHS = 10_000;

export type SupplementProblem = 'nothing-to-give' | 'beyond-course' | 'beyond-year';

/**
 * Why hours may not be given afterwards; null where they may. Amounts are hundredths of a credit hour:
 * what is to be given, what the course is worth that it is about (null: about none), and what stands of
 * the year already that was given so or waits for the second person. Source: DOMAIN 5.9.
 */
export function supplementProblem(
  hundredths: number,
  of: { readonly courseHundredths: number | null; readonly givenHundredths: number },
): SupplementProblem | null {
  if (!Number.isSafeInteger(hundredths) || hundredths <= 0) return 'nothing-to-give';
  if (of.courseHundredths !== null && hundredths > of.courseHundredths) return 'beyond-course';
  return hundredths + of.givenHundredths > MOST_SUPPLEMENTED_HUNDREDTHS ? 'beyond-year' : null;
}
