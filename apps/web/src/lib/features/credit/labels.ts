import type { CreditEntryView } from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { labelOf } from '#lib/labels.ts';

type Mode = CreditEntryView['mode'];
type Intensity = CreditEntryView['intensity'];

const modes = {
  online: m.credit_mode_online,
  in_person: m.credit_mode_in_person,
  group_viewing: m.credit_mode_group_viewing,
  teaching: m.credit_mode_teaching,
  broadcast: m.credit_mode_broadcast,
  external: m.credit_mode_external,
} satisfies Record<Mode, () => string>;

const intensities = {
  concentrated: m.credit_intensity_concentrated,
  regular: m.credit_intensity_regular,
} satisfies Record<Intensity, () => string>;

export const modeLabel = (mode: Mode) => labelOf(modes, mode);
export const intensityLabel = (intensity: Intensity) => labelOf(intensities, intensity);
