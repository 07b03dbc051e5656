// Puts a signed statement into words. The words may be in either language; what is signed is the same.
import type { IssuedDocument, Statement } from '@xueshi/contracts';
import {
  builtInCategory,
  codeInGroups,
  TRAINING_ZONE,
  type AudienceCategory,
} from '@xueshi/domain';
import { m, type Locale } from '@xueshi/messages';
import type { IssuedSheet } from './sheet.ts';

interface Drawn {
  readonly statement: Statement;
  readonly view: IssuedDocument;
  readonly locale: Locale;
  /** Where this installation is reached, such as https://study.example.cn. */
  readonly origin: string;
}

type Entry = Statement['entries'][number];

const hours = (hundredths: number) => (hundredths / 100).toFixed(2);
const days = (halfDays: number) => (halfDays / 2).toFixed(1);

/** Days are named where there are any: online courses earn none. */
function amountOf({ hundredths, halfDays }: Statement['totals'], locale: Locale): string {
  const amount = { hours: hours(hundredths), days: days(halfDays) };
  return halfDays === 0
    ? m.record_document_amount_hours({ hours: amount.hours }, { locale })
    : m.record_document_amount(amount, { locale });
}

/** Everything that is drawn, in one language. */
export function sheetOf(drawn: Drawn): IssuedSheet {
  const { statement, view, locale, origin } = drawn;
  const common = {
    locale,
    issuedAt: statement.issuedAt,
    notice: noticeOf(view, locale),
    issuer: statement.issuer,
    date: dateOf(statement.issuedAt, locale),
    code: codeInGroups(statement.code),
    codeLabel: m.record_document_code_label({}, { locale }),
    verifyHint: m.record_document_verify_hint({ address: `${origin}/verify` }, { locale }),
    verifyUrl: `${origin}/verify/${statement.code}`,
    missingNote: m.record_document_missing({}, { locale }),
  };
  const key = m.record_document_proof_key({ keyId: statement.keyId }, { locale });
  const [entry] = statement.entries;
  if (statement.kind === 'certificate' && entry) {
    const hash = m.record_document_proof_hash({ hash: entry.hash }, { locale });
    return { ...common, ...certificateWords(statement, entry, locale), proof: [key, hash] };
  }
  return { ...common, ...statementWords(statement, locale), proof: [key] };
}

function certificateWords(statement: Statement, entry: Entry, locale: Locale) {
  const { person, totals, year } = statement;
  const body = m.record_document_certificate_body_course(
    {
      name: person.name,
      unit: [person.unitName ?? entry.unitName, person.post].filter(Boolean).join(' · '),
      period: periodOf(entry, locale),
      title: textOf(entry.title, locale),
      mode: modeOf(entry, locale),
      amount: amountOf(totals, locale),
      year: String(year),
    },
    { locale },
  );
  const facts: [string, string][] = [
    [m.record_document_fact_hours({}, { locale }), hours(totals.hundredths)],
    [m.record_document_fact_days({}, { locale }), days(totals.halfDays)],
    [m.record_document_fact_earned({}, { locale }), dateOf(entry.earnedAt, locale)],
    [
      m.record_document_fact_revision({}, { locale }),
      entry.revision === null ? '—' : String(entry.revision),
    ],
    [m.record_document_fact_policy({}, { locale }), entry.policyVersion],
  ];
  const title = m.record_certificate_document_title({}, { locale });
  return { layout: 'certificate', title, body, facts } as const;
}

function statementWords(statement: Statement, locale: Locale) {
  const { person, totals, year, entries } = statement;
  const sums = { hours: hours(totals.hundredths), days: days(totals.halfDays) };
  return {
    layout: 'statement',
    title: m.record_statement_document_title({}, { locale }),
    subtitle: m.record_statement_document_subtitle({ year: String(year) }, { locale }),
    facts: personFacts(statement, locale),
    columns: [
      m.record_document_col_date({}, { locale }),
      m.record_document_col_title({}, { locale }),
      m.record_document_col_kind({}, { locale }),
      m.record_document_col_hours({}, { locale }),
      m.record_document_col_days({}, { locale }),
    ],
    rows: entries.map((entry) => [
      dateOf(entry.earnedAt, locale),
      textOf(entry.title, locale),
      `${modeOf(entry, locale)} · ${intensityOf(entry, locale)}`,
      hours(entry.hundredths),
      days(entry.halfDays),
    ]),
    totals: [
      '',
      m.record_document_total({ count: entries.length }, { locale }),
      '',
      sums.hours,
      sums.days,
    ],
    closing: m.record_document_closing(
      { name: person.name, year: String(year), ...sums },
      { locale },
    ),
    pageNumber: m.record_document_page({ page: '{page}', pages: '{pages}' }, { locale }),
  } as const;
}

function personFacts({ person, requirement }: Statement, locale: Locale): [string, string][] {
  const facts: [string, string | null][] = [
    [m.record_document_fact_name({}, { locale }), person.name],
    [m.record_document_fact_unit({}, { locale }), person.unitName],
    [m.record_document_fact_post({}, { locale }), person.post],
    [m.record_document_fact_category({}, { locale }), categoryOf(person, locale)],
    [
      m.record_document_fact_requirement({}, { locale }),
      requirement &&
        m.record_document_requirement(
          {
            title: textOf(requirement.title, locale),
            basis: requirement.basis,
            state: requirement.met
              ? m.record_document_requirement_met({}, { locale })
              : m.record_document_requirement_open({}, { locale }),
          },
          { locale },
        ),
    ],
  ];
  return facts.flatMap(([label, value]): [string, string][] => (value ? [[label, value]] : []));
}

function noticeOf(view: IssuedDocument, locale: Locale): string | null {
  if (view.revokedAt !== null) {
    const date = dateOf(view.revokedAt, locale);
    return m.record_document_notice_revoked({ date }, { locale });
  }
  if (view.supersededAt === null) return null;
  const date = dateOf(view.supersededAt, locale);
  return m.record_document_notice_superseded({ date }, { locale });
}

function periodOf(entry: Entry, locale: Locale): string {
  const to = dateOf(entry.earnedAt, locale);
  const from = entry.startedAt === null ? to : dateOf(entry.startedAt, locale);
  return from === to
    ? m.record_document_period_one({ to }, { locale })
    : m.record_document_period({ from, to }, { locale });
}

function dateOf(instant: string, locale: Locale): string {
  return new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : 'zh-CN', {
    timeZone: TRAINING_ZONE,
    year: 'numeric',
    month: 'long',
    day: 'numeric',
  }).format(new Date(instant));
}

const textOf = (text: Entry['title'], locale: Locale) => text[locale] || text['zh-CN'];

const MODES = {
  online: m.credit_mode_online,
  in_person: m.credit_mode_in_person,
  group_viewing: m.credit_mode_group_viewing,
  teaching: m.credit_mode_teaching,
  broadcast: m.credit_mode_broadcast,
  external: m.credit_mode_external,
} as const;
/** What was studied without a link in part is named as such wherever the mode is. */
const modeOf = ({ mode, studiedOffline }: Entry, locale: Locale) =>
  studiedOffline
    ? m.offline_mark_mode({ mode: MODES[mode]({}, { locale }) }, { locale })
    : MODES[mode]({}, { locale });

const INTENSITIES = {
  concentrated: m.credit_intensity_concentrated,
  regular: m.credit_intensity_regular,
} as const;
const intensityOf = ({ intensity }: Entry, locale: Locale) =>
  INTENSITIES[intensity]({}, { locale });

const CATEGORIES = {
  county_department: m.accounts_category_county_department,
  township: m.accounts_category_township,
  county_enterprise_institution_leader: m.accounts_category_county_enterprise_institution_leader,
  village_community_principal: m.accounts_category_village_community_principal,
  rural_collective_party_head: m.accounts_category_rural_collective_party_head,
  nonpublic_social_party_head: m.accounts_category_nonpublic_social_party_head,
} as const satisfies Record<AudienceCategory, unknown>;
function categoryOf({ category, categoryName }: Statement['person'], locale: Locale) {
  if (categoryName) return categoryName[locale];
  const builtIn = builtInCategory(category);
  return builtIn ? CATEGORIES[builtIn]({}, { locale }) : category;
}
