import type { LessonOutline } from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { labelOf } from '#lib/labels.ts';
import type { IconName } from '#lib/ui/Icon.svelte';

type Kind = LessonOutline['kind'];

const kinds = {
  lecture: m.catalogue_kind_lecture,
  reading: m.catalogue_kind_reading,
  case: m.catalogue_kind_case,
  courseware: m.catalogue_kind_courseware,
  quiz: m.catalogue_kind_quiz,
} satisfies Record<Kind, () => string>;

const kindIcons: readonly IconName[] = ['lecture', 'reading', 'case', 'courseware', 'quiz'];

export const lessonKindLabel = (kind: string) => labelOf(kinds, kind);
export const lessonKindIcon = (kind: Kind): IconName =>
  kindIcons.find((icon) => icon === kind) ?? 'book';
