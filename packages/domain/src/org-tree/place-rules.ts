import { isWithin } from '../authority/org-path.ts';
import type { ManagementMode, UnitKind } from './unit-rules.ts';

/** How a place lies to a unit in the tree of authority: above or below it is its own line. */
export type PlaceSide = 'itself' | 'in-line' | 'apart';

export interface PlaceAsked {
  readonly mode: ManagementMode;
  /** The kind of the place. */
  readonly kind: UnitKind;
  readonly side: PlaceSide;
}

export type PlaceFault = 'place-superfluous' | 'place-itself' | 'place-in-line' | 'place-unfit';

/** Kinds of units that are a place on the map, and not an office in one. Source: DOMAIN G1. */
export const isTerritory = (kind: UnitKind): boolean => kind === 'region' || kind === 'village';

/** How a place lies to a unit, by their paths: '/root/…/own id/'. */
export function placeSide(unitPath: string, placePath: string): PlaceSide {
  if (unitPath === placePath) return 'itself';
  return isWithin(unitPath, placePath) || isWithin(placePath, unitPath) ? 'in-line' : 'apart';
}

/**
 * What is wrong with the place where a unit is said to be; null where nothing is. A unit of its own
 * place has none beside it. One that a line manages lies below that line, so its place is a territory
 * neither above nor below it: whoever is above administers it anyway. Source: DOMAIN G7.
 */
export function placeFault({ mode, kind, side }: PlaceAsked): PlaceFault | null {
  if (mode === 'territorial') return 'place-superfluous';
  if (side !== 'apart') return side === 'itself' ? 'place-itself' : 'place-in-line';
  return isTerritory(kind) ? null : 'place-unfit';
}

/**
 * So many people a unit has at least whose figures a place may see, and not their number alone: of
 * fewer a count tells about single people. Source: DOMAIN G7.
 */
export const FEWEST_COUNTED = 5;

export interface PlaceCounts {
  readonly people: number;
  readonly reached: number;
  readonly atRisk: number;
  /** Who owes nothing. */
  readonly none: number;
}

export type ToldCounts = PlaceCounts & { readonly ratePercent: number | null };

/** Of those who owe something, how many per cent have it; rounded down. */
const rateOf = ({ people, reached, none }: PlaceCounts): number | null =>
  people > none ? Math.floor((reached * 100) / (people - none)) : null;

/** The figures of a unit as its place may see them; null where they would tell about single people. */
export const toldCounts = (counts: PlaceCounts): ToldCounts | null =>
  counts.people < FEWEST_COUNTED ? null : { ...counts, ratePercent: rateOf(counts) };

/**
 * The sums below such figures. Only of units whose figures are told: otherwise what is not told of one
 * unit would be the sum less all the others. Source: DOMAIN G7.
 */
export function sumOfTold(units: readonly PlaceCounts[]): ToldCounts | null {
  const told = units.filter((counts) => toldCounts(counts) !== null);
  const sum = (field: keyof PlaceCounts) => told.reduce((all, counts) => all + counts[field], 0);
  return toldCounts({
    people: sum('people'),
    reached: sum('reached'),
    atRisk: sum('atRisk'),
    none: sum('none'),
  });
}
