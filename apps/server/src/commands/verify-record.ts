// `xueshi verify-record`: says whether a signed record is genuine, without a data folder or a network.
import {
  readPublicKey,
  verifyRecordFile,
  type PublicKey,
  type RecordPayload,
  type RecordVerdict,
} from '@xueshi/formats';
import { trainingDayOf } from '@xueshi/domain';
import { m, type Locale } from '@xueshi/messages';
import { existsSync, readFileSync } from 'node:fs';

/** What the command ends with: 0 only for a genuine file. */
const EXIT_CODES: Readonly<Record<RecordVerdict['kind'], number>> = {
  genuine: 0,
  tampered: 1,
  inconsistent: 1,
  unsigned: 1,
  unreadable: 2,
  'other-key': 3,
  unproven: 4,
};

export interface VerifiedRecord {
  readonly exitCode: number;
  readonly lines: readonly string[];
}

/** Verifies the file; `key` is a public key's text or the path of a file with it. */
export function verifyRecord(file: string, key: string | undefined): VerifiedRecord {
  const text = readText(file);
  if (text === null)
    return told(2, (locale) => m.record_verify_record_no_file({ file }, { locale }));
  const expected = key === undefined ? null : readPublicKey(readText(key) ?? key);
  if (key !== undefined && !expected)
    return told(2, (locale) => m.record_verify_record_no_key({}, { locale }));
  const verdict = verifyRecordFile(text, expected);
  const answer = told(EXIT_CODES[verdict.kind], (locale) => sentenceOf(verdict, locale));
  if (verdict.kind !== 'genuine') return answer;
  return { ...answer, lines: [...answer.lines, ...contentOf(verdict.record.payload)] };
}

function readText(path: string): string | null {
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

/** The same sentence in both languages: who runs this may read either. */
function told(exitCode: number, say: (locale: Locale) => string): VerifiedRecord {
  return { exitCode, lines: [say('zh-CN'), say('en')] };
}

function sentenceOf(verdict: RecordVerdict, locale: Locale): string {
  switch (verdict.kind) {
    case 'genuine':
      return m.record_verify_record_genuine({ keyId: verdict.key.keyId }, { locale });
    case 'unproven':
      return m.record_verify_record_unproven(fingerprintOf(verdict.key), { locale });
    case 'other-key':
      return m.record_verify_record_other_key({ keyId: verdict.keyId }, { locale });
    case 'inconsistent':
      return m.record_verify_record_inconsistent({ place: placeOf(verdict, locale) }, { locale });
    case 'tampered':
      return m.record_verify_record_tampered({}, { locale });
    case 'unsigned':
      return m.record_verify_record_unsigned({}, { locale });
    case 'unreadable':
      return m.record_verify_record_unreadable({}, { locale });
  }
}

const fingerprintOf = ({ fingerprint }: PublicKey) => ({ fingerprint });

function placeOf({ sequence }: { readonly sequence: number | null }, locale: Locale): string {
  return sequence === null
    ? m.record_verify_record_inconsistent_sum({}, { locale })
    : m.record_verify_record_inconsistent_entry({ sequence }, { locale });
}

/** What the file says, for the person at the terminal; names and titles are printable text only. */
function contentOf(payload: RecordPayload): string[] {
  const locale = 'zh-CN';
  const { person, totals, entries, year } = payload;
  const head = m.record_verify_record_head(
    {
      name: person.name,
      unit: person.unitName ?? '—',
      years:
        year === null
          ? m.record_verify_record_all_years({}, { locale })
          : m.record_verify_record_year({ year: String(year) }, { locale }),
      hours: (totals.hundredths / 100).toFixed(2),
      days: (totals.halfDays / 2).toFixed(1),
      issuer: payload.issuer,
      date: trainingDayOf(new Date(payload.issuedAt)),
    },
    { locale },
  );
  const lines = entries.map((entry) => {
    const snapshot = JSON.parse(entry.courseSnapshot ?? '{}') as { title?: { 'zh-CN'?: string } };
    const title = snapshot.title?.['zh-CN'] ?? '';
    return m.record_verify_record_line(
      {
        date: trainingDayOf(new Date(entry.earnedAt)),
        hours: (entry.hundredths / 100).toFixed(2),
        days: (entry.halfDays / 2).toFixed(1),
        title:
          entry.kind === 'reversal'
            ? m.record_verify_record_line_reversal({ title }, { locale })
            : title,
      },
      { locale },
    );
  });
  return [head, ...lines].map((line) => line.replaceAll(/\p{Cc}/gu, ' '));
}
