import { isWithin } from '../authority/org-path.ts';

/**
 * Who may teach: "whoever is able teaches". A degree is not asked for. Source: DOMAIN R16 (leading cadres,
 * experts and scholars, managers of enterprises, models, good grassroots cadres, local talent, people who
 * know mass work).
 */
export const LECTURER_KINDS = [
  'leader',
  'scholar',
  'executive',
  'model',
  'grassroots_cadre',
  'local_talent',
  'mass_work_expert',
] as const;
export type LecturerKind = (typeof LECTURER_KINDS)[number];

/** A role at a place: what somebody holds, as far as it matters here. */
interface HeldAt {
  readonly role: string;
  /** Path like /a/b/; null for the whole installation. */
  readonly orgPath: string | null;
}

/**
 * Whether what a unit holds for itself and everything below it (an entry of the lecturer register, a syllabus)
 * is offered to somebody with these roles: held at the same unit, below it, or for the whole installation.
 * `path` is that of the holding unit. Source: DOMAIN R17 ("level-shared").
 */
export function isSharedWith(held: readonly HeldAt[], path: string): boolean {
  return held.some(
    ({ role, orgPath }) => role !== 'learner' && (orgPath === null || isWithin(orgPath, path)),
  );
}
