import type { CourseChoice, DraftFacts, SyllabusChoice, TextbookChoice } from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { categoryLabel } from '#lib/features/accounts/labels.ts';
import { areaLabel } from '#lib/features/catalogue/labels.ts';
import { groupLabel } from '#lib/features/people/key-groups.ts';
import { localText } from '#lib/format.ts';
import { rateLabel, repeatLabel, seekingLabel, valuationLabel } from './labels.ts';

interface Row {
  label: string;
  value: string;
}

/** What facts name by codes, in words; what is not among it is shown by its code. */
export interface Named {
  readonly syllabuses: readonly SyllabusChoice[];
  readonly textbooks: readonly TextbookChoice[];
  readonly courses: readonly CourseChoice[];
}

function pointsIn({ syllabuses }: Named, references: readonly string[]): string {
  const words = new Map(
    syllabuses.flatMap(({ title, areas }) =>
      areas.flatMap(({ points }) =>
        points.map(({ reference, text }) => {
          const [, code = ''] = reference.split('/');
          return [reference, `${title} · ${code} ${text}`] as const;
        }),
      ),
    ),
  );
  return references.map((reference) => words.get(reference) ?? reference).join('\n');
}

function textbooksIn({ textbooks }: Named, codes: readonly string[]): string {
  const titles = new Map(textbooks.map(({ code, title }) => [code, title]));
  return codes.map((code) => titles.get(code) ?? code).join('\n');
}

function coursesIn({ courses }: Named, slugs: readonly string[]): string {
  const titles = new Map(courses.map(({ slug, title }) => [slug, localText(title)]));
  return slugs.map((slug) => titles.get(slug) ?? slug).join('\n');
}

const meantFor = ({ audience = [], keyGroups = [] }: DraftFacts) =>
  [...audience.map(categoryLabel), ...keyGroups.map(groupLabel)].join('\n') || m.cfacts_for_all();

/** The facts in words, in the order of the form. */
export function factRows(facts: DraftFacts, named: Named): Row[] {
  const { title, summary, lecturer, sources, prerequisites = [] } = facts;
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
    { label: m.cfacts_audience(), value: meantFor(facts) },
    {
      label: m.drafts_sources(),
      value: sources
        .map((source) => [source.title, source.issuer, source.date].filter(Boolean).join(' · '))
        .join('\n'),
    },
    { label: m.drafts_points(), value: pointsIn(named, facts.syllabusPoints ?? []) },
    { label: m.drafts_textbooks(), value: textbooksIn(named, facts.textbooks ?? []) },
    { label: m.cfacts_prerequisites(), value: coursesIn(named, prerequisites) },
    { label: m.cfacts_cover(), value: facts.cover ?? '' },
    { label: m.drafts_seeking(), value: seekingLabel(facts.seeking ?? 'free') },
    { label: m.drafts_max_rate(), value: rateLabel(facts.maxRate ?? 1) },
    { label: m.drafts_valuation(), value: valuationLabel(facts.valuation) },
    { label: m.drafts_equivalence(), value: facts.equivalence ?? '' },
  ];
  return rows.map(({ label, value }) => ({ label, value: value.trim() || m.drafts_nothing() }));
}

/** Those of the saved facts that are not what was typed. */
export function differingRows(saved: DraftFacts, typed: DraftFacts, named: Named): Row[] {
  const own = factRows(typed, named);
  return factRows(saved, named).filter(({ value }, at) => value !== own[at]?.value);
}
