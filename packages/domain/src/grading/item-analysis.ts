/** Sums over the first attempts of a quiz, in hundredths of an item's worth and of the rest's. */
export interface ItemSums {
  readonly attempts: number;
  /** Σ of the item's share, 0–100 an attempt. */
  readonly item: number;
  readonly itemSquared: number;
  /** Σ of the share that all other items of that attempt earned, 0–100. */
  readonly rest: number;
  readonly restSquared: number;
  readonly product: number;
}

export interface ItemAnalysis {
  readonly attempts: number;
  /** Share earned on average, per cent: 100 means that everybody got it. null without attempts. */
  readonly facilityPercent: number | null;
  /**
   * Correlation of the item with the rest of the quiz, hundredths, −100 … 100: whether those who know
   * more get it more often. null below `FEWEST_ATTEMPTS` or where everybody did the same.
   */
  readonly discriminationHundredths: number | null;
  readonly advice: ItemAdvice | null;
}

/** What an author should look at. */
export type ItemAdvice = 'wrong_key' | 'too_hard' | 'too_easy' | 'weak';

/** Below this a correlation says nothing. */
export const FEWEST_ATTEMPTS = 10;

/**
 * Classical item analysis on first attempts: facility, and discrimination as the correlation of the
 * item with the rest (the item left out of its own total). Advice: a discrimination below −0.1 points
 * to a wrong key or a misleading stem; below 20 % or above 95 % an item tells little; below 0.15 it
 * hardly separates.
 */
export function analyseItem(sums: ItemSums): ItemAnalysis {
  const { attempts } = sums;
  if (attempts === 0) {
    return { attempts, facilityPercent: null, discriminationHundredths: null, advice: null };
  }
  const facilityPercent = Math.round(sums.item / attempts);
  const discriminationHundredths = attempts < FEWEST_ATTEMPTS ? null : correlation(sums);
  const advice =
    attempts < FEWEST_ATTEMPTS ? null : adviceOf(facilityPercent, discriminationHundredths);
  return { attempts, facilityPercent, discriminationHundredths, advice };
}

function correlation(sums: ItemSums): number | null {
  const { attempts: n } = sums;
  const covariance = n * sums.product - sums.item * sums.rest;
  const itemSpread = n * sums.itemSquared - sums.item ** 2;
  const restSpread = n * sums.restSquared - sums.rest ** 2;
  if (itemSpread <= 0 || restSpread <= 0) return null;
  return Math.round((100 * covariance) / Math.sqrt(itemSpread * restSpread));
}

function adviceOf(facility: number, discrimination: number | null): ItemAdvice | null {
  if (discrimination !== null && discrimination < -10) return 'wrong_key';
  if (facility < 20) return 'too_hard';
  if (facility > 95) return 'too_easy';
  if (discrimination !== null && discrimination < 15) return 'weak';
  return null;
}
