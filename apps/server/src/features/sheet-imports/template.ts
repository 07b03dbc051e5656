// An empty table to begin with: the words that may be chosen, and a second sheet that explains each column.
import { writeSmallWorkbook, type SheetColumn } from '@xueshi/formats/spreadsheet';
import { m, type Locale } from '@xueshi/messages';

export interface TemplateField {
  readonly column: SheetColumn;
  readonly needed: boolean;
  readonly note: string;
  /** The only words that may be chosen; null where anything may be written. */
  readonly choices: readonly string[] | null;
  /** What the second sheet lists, where a cell may hold several words; otherwise the choices. */
  readonly words?: readonly string[];
}

export function writeTemplateOf(
  name: string,
  fields: readonly TemplateField[],
  locale: Locale,
): Promise<Uint8Array> {
  const columns = fields.map(({ column, choices }) => ({ ...column, ...(choices && { choices }) }));
  const notes = fields.map(({ column, needed, note, choices, words }) => [
    column.heading,
    needed ? m.import_template_needed({}, { locale }) : m.import_template_optional({}, { locale }),
    note,
    (words ?? choices ?? []).join(locale === 'en' ? '; ' : '；'),
  ]);
  return writeSmallWorkbook([
    { name, columns, rows: [] },
    {
      name: m.import_template_notes({}, { locale }),
      columns: [
        { heading: m.import_template_column({}, { locale }), width: 18 },
        { heading: m.import_template_need({}, { locale }), width: 10 },
        { heading: m.import_template_note({}, { locale }), width: 70 },
        { heading: m.import_template_words({}, { locale }), width: 70 },
      ],
      rows: notes,
    },
  ]);
}
