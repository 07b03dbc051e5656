import type { DraftFault, PackageInFile } from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { draftUrl } from '#lib/features/drafts/labels.ts';
import { labelOf } from '#lib/labels.ts';

const standards: Record<PackageInFile['standard'], () => string> = {
  scorm_12: m.courseware_standard_scorm_12,
  scorm_2004: m.courseware_standard_scorm_2004,
  cmi5: m.courseware_standard_cmi5,
};
export const standardLabel = (standard: PackageInFile['standard']) => labelOf(standards, standard);

/** What somebody should know of a package at a glance. */
export const packageFacts = ({ standard, units }: PackageInFile): string[] => [
  standardLabel(standard),
  m.cwstudio_units_count({ count: units.length }),
];

/** The field of the page that a fault is about, in words and as a link; what the course lacks is added there. */
export function faultPlace(
  draftId: string,
  { field }: Pick<DraftFault, 'field'>,
): { label: string; href: string } {
  if (field === 'source') return { label: m.cwstudio_package(), href: '#files' };
  if (field === 'minutes') return { label: m.cwstudio_minutes(), href: '#lesson' };
  return { label: m.drafts_outline(), href: `${draftUrl(draftId)}#add` };
}
