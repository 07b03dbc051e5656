import type { DraftCard, DraftFacts, DraftFault, DraftLesson } from '@xueshi/contracts';
import { MAX_RATES } from '@xueshi/domain';
import { m } from '@xueshi/messages';
import { formatHours, localText } from '#lib/format.ts';
import { labelOf } from '#lib/labels.ts';

type State = DraftCard['state'];
type Seeking = NonNullable<DraftFacts['seeking']>;

const states: Record<State, () => string> = {
  draft: m.drafts_state_draft,
  submitted: m.drafts_state_submitted,
  published: m.drafts_state_published,
};
const tones = { draft: 'quiet', submitted: 'accent', published: 'good' } as const;
const repeats: Record<DraftFacts['repeat'], () => string> = {
  never: m.drafts_repeat_never,
  yearly: m.drafts_repeat_yearly,
  'every-2-years': () => m.drafts_repeat_years({ years: 2 }),
  'every-3-years': () => m.drafts_repeat_years({ years: 3 }),
  'every-5-years': () => m.drafts_repeat_years({ years: 5 }),
};

export const stateLabel = (state: State) => labelOf(states, state);
export const stateTone = (state: State) => tones[state];
export const repeatLabel = (repeat: DraftFacts['repeat']) => labelOf(repeats, repeat);
export const repeatOptions = () =>
  Object.entries(repeats).map(([value, label]) => ({ value, label: label() }));

const seekings: Record<Seeking, () => string> = {
  free: m.drafts_seeking_free,
  watched: m.drafts_seeking_watched,
};
export const seekingLabel = (seeking: Seeking) => labelOf(seekings, seeking);
export const seekingOptions = () =>
  Object.entries(seekings).map(([value, label]) => ({ value, label: label() }));

export const rateLabel = (rate: number) => m.drafts_max_rate_times({ rate });
export const rateOptions = () =>
  MAX_RATES.map((rate) => ({ value: String(rate), label: rateLabel(rate) }));

export const valuationLabel = (valuation: DraftFacts['valuation']) =>
  typeof valuation === 'object'
    ? m.drafts_valuation_fixed({ hours: formatHours(valuation.hundredths) })
    : m.drafts_valuation_linear();
export const valuationOptions = () => [
  { value: 'linear', label: m.drafts_valuation_linear() },
  { value: 'authored', label: m.drafts_valuation_authored() },
];

export const draftUrl = (id: string) => `/studio/drafts/${id}`;
export const lessonUrl = (id: string, lessonId: string) => `${draftUrl(id)}/lessons/${lessonId}`;

export const lectureUrl = (id: string, lessonId: string) => `${draftUrl(id)}/lectures/${lessonId}`;

export const lectureQuestionsUrl = (id: string, lessonId: string) =>
  `${lectureUrl(id, lessonId)}/questions`;

export const coursewareUrl = (id: string, lessonId: string) =>
  `${draftUrl(id)}/courseware/${lessonId}`;

const factLabels: Readonly<Record<string, () => string>> = {
  'title.zh-CN': m.drafts_title_zh,
  'title.en': m.drafts_title_en,
  'summary.zh-CN': m.drafts_summary_zh,
  'summary.en': m.drafts_summary_en,
  area: m.drafts_area,
  tags: m.drafts_tags,
  'lecturer.name': m.drafts_lecturer,
  'lecturer.title': m.drafts_lecturer_title,
  'lecturer.register': m.drafts_register,
  syllabusPoints: m.drafts_points,
  textbooks: m.drafts_textbooks,
  repeat: m.drafts_repeat,
  seeking: m.drafts_seeking,
  maxRate: m.drafts_max_rate,
  equivalence: m.drafts_equivalence,
  audience: m.cfacts_audience,
  keyGroups: m.cfacts_key_groups,
  prerequisites: m.cfacts_prerequisites,
  cover: m.cfacts_cover,
  valuation: m.drafts_valuation,
  sources: m.drafts_sources,
  lessons: m.drafts_outline,
};
const titleLabels: Readonly<Record<string, () => string>> = {
  'title.zh-CN': m.drafts_lesson_zh,
  'title.en': m.drafts_lesson_en,
};

function factPlace(field: string): { label: string; href: string } {
  const [first = ''] = field.split('.');
  const label = (factLabels[field] ?? factLabels[first] ?? m.drafts_faults_course)();
  return { label, href: first === 'lessons' ? '#outline' : '#facts' };
}

/** Where something is to be mended: in words, and the page to do it on. */
export function placeOf(
  draft: { readonly id: string; readonly lessons: readonly DraftLesson[] },
  { lessonId, line, field }: Omit<DraftFault, 'message'>,
): { label: string; href: string } {
  const at = draft.lessons.findIndex(({ id }) => id === lessonId);
  const lesson = draft.lessons[at];
  if (!lesson) return factPlace(field ?? '');
  const inTitle = titleLabels[field ?? '']?.();
  if (inTitle) {
    return { label: m.drafts_lesson_of({ number: at + 1, label: inTitle }), href: '#outline' };
  }
  const title = localText(lesson.title);
  const href = lessonUrl(draft.id, lesson.id);
  const item = /^items\.(\d+)/.exec(field ?? '')?.[1];
  if (item) {
    const number = Number(item) + 1;
    const at = line === null ? '' : `&at=${line}`;
    return { label: m.qeditor_fault_place({ title, number }), href: `${href}?item=${number}${at}` };
  }
  const asked = /^questions\.(\d+)/.exec(field ?? '')?.[1];
  if (asked) {
    const number = Number(asked) + 1;
    const label = m.qeditor_fault_place({ title, number });
    return { label, href: lectureQuestionsUrl(draft.id, lesson.id) };
  }
  // What the editors show is mended there, not in its line.
  if (field) return { label: title, href };
  return line === null
    ? { label: title, href }
    : { label: m.drafts_fault_place({ title, line }), href: `${href}?line=${line}#text` };
}
