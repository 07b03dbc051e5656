import type { DraftFacts } from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { areaLabel } from '#lib/features/catalogue/labels.ts';
import { rateLabel, repeatLabel, seekingLabel, valuationLabel } from './labels.ts';

interface Row {
  label: string;
  value: string;
}

/** The facts in words, in the order of the form. */
export function factRows(facts: DraftFacts): Row[] {
  const { title, summary, lecturer, sources } = facts;
  const rows = [
    { label: m.drafts_title_zh(), value: title['zh-CN'] },
    { label: m.drafts_title_en(), value: title.en },
    { label: m.drafts_summary_zh(), value: summary['zh-CN'] },
    { label: m.drafts_summary_en(), value: summary.en },
    { label: m.drafts_area(), value: areaLabel(facts.area) },
    { label: m.drafts_repeat(), value: repeatLabel(facts.repeat) },
    { label: m.drafts_lecturer(), value: lecturer.name },
    { label: m.drafts_lecturer_title(), value: lecturer.title },
    { label: m.drafts_register(), value: lecturer.register ?? '' },
    { label: m.drafts_tags(), value: facts.tags.join(' · ') },
    {
      label: m.drafts_sources(),
      value: sources
        .map((source) => [source.title, source.issuer, source.date].filter(Boolean).join(' · '))
        .join('\n'),
    },
    { label: m.drafts_points(), value: (facts.syllabusPoints ?? []).join('\n') },
    { label: m.drafts_textbooks(), value: (facts.textbooks ?? []).join('\n') },
    { label: m.drafts_seeking(), value: seekingLabel(facts.seeking ?? 'free') },
    { label: m.drafts_max_rate(), value: rateLabel(facts.maxRate ?? 1) },
    { label: m.drafts_valuation(), value: valuationLabel(facts.valuation) },
    { label: m.drafts_equivalence(), value: facts.equivalence ?? '' },
  ];
  return rows.map(({ label, value }) => ({ label, value: value.trim() || m.drafts_nothing() }));
}

/** Those of the saved facts that are not what was typed. */
export function differingRows(saved: DraftFacts, typed: DraftFacts): Row[] {
  const own = factRows(typed);
  return factRows(saved).filter(({ value }, at) => value !== own[at]?.value);
}
