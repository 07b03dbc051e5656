import type { CourseCard, LessonOutline } from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { labelOf } from '#lib/labels.ts';
import type { IconName } from '#lib/ui/Icon.svelte';

type Area = CourseCard['area'];
type State = LessonOutline['state'];

const areas = {
  theory: m.catalogue_area_theory,
  core_values: m.catalogue_area_core_values,
  policy_situation: m.catalogue_area_policy_situation,
  purpose_service: m.catalogue_area_purpose_service,
  law: m.catalogue_area_law,
  social_management: m.catalogue_area_social_management,
  job_skills: m.catalogue_area_job_skills,
  integrity: m.catalogue_area_integrity,
  party_spirit: m.catalogue_area_party_spirit,
} satisfies Record<Area, () => string>;

export const areaLabel = (area: Area) => labelOf(areas, area);
export const areaOptions = () =>
  Object.entries(areas).map(([value, label]) => ({ value, label: label() }));
interface StateLook {
  label: string;
  icon: IconName;
  tone: 'quiet' | 'accent' | 'good';
}

/** A state in words and a sign, never by colour alone. */
export function progressState(state: State): StateLook {
  if (state === 'completed') {
    return { label: m.catalogue_state_completed(), icon: 'circle-check', tone: 'good' };
  }
  if (state === 'in_progress') {
    return { label: m.catalogue_state_in_progress(), icon: 'circle-half', tone: 'accent' };
  }
  return { label: m.catalogue_state_not_started(), icon: 'circle', tone: 'quiet' };
}

/** `none` stands for what has no area. */
export const isAreaChoice = (text: string | null): text is Area | 'none' =>
  text === 'none' || isArea(text);

export const isArea = (text: string | null): text is Area => text !== null && text in areas;
