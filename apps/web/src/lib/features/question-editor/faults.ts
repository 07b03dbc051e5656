import type { DraftFault } from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { localText } from '#lib/format.ts';

/** The keys of the format in the words of the form. */
const words: Readonly<Record<string, () => string>> = {
  stem: m.qeditor_stem,
  options: m.qeditor_options,
  answer: m.qeditor_answer,
  blanks: m.qeditor_blanks,
  steps: m.qeditor_steps,
  pairs: m.qeditor_pairs,
  left: m.qeditor_left,
  right: m.qeditor_right,
  extra: m.qeditor_extra,
  guide: m.qeditor_guide,
  explanation: m.qeditor_explanation,
  statute: m.qeditor_statute,
  article: m.qeditor_article,
  difficulty: m.qeditor_difficulty,
  points: m.qeditor_points,
  tags: m.qeditor_tags,
  source: m.qeditor_source,
  area: m.qeditor_area,
  group: m.qeditor_group,
  id: m.qeditor_id,
  items: m.qeditor_items,
  groups: m.qeditor_groups,
  passMark: m.qeditor_pass_mark,
  attempts: m.qeditor_attempts,
  timeLimitMinutes: m.qeditor_time_limit,
  draw: m.qeditor_draws,
};

/** A fault's sentence, with the field's name where the file's key stands. */
export function sayFault(
  { message }: Pick<DraftFault, 'message'>,
  names: Readonly<Record<string, () => string>> = words,
): string {
  return localText(message).replaceAll(
    /(?<=[“"])[A-Za-z]+(?=[”"])/g,
    (key) => names[key]?.() ?? key,
  );
}

/** What is to be mended in a form or a part of it, by field: `options.1`. */
export class FieldFaults {
  readonly #faults: readonly { readonly field: string; readonly text: string }[];

  constructor(faults: readonly { readonly field: string; readonly text: string }[]) {
    this.#faults = faults;
  }

  static of(
    faults: readonly DraftFault[],
    names?: Readonly<Record<string, () => string>>,
  ): FieldFaults {
    return new FieldFaults(
      faults.flatMap((fault) =>
        fault.field === null ? [] : [{ field: fault.field, text: sayFault(fault, names) }],
      ),
    );
  }

  get count(): number {
    return this.#faults.length;
  }

  /** What is said of the very field; undefined where nothing is. */
  at(field: string): string | undefined {
    const here = this.#faults.filter((one) => one.field === field);
    return here.map(({ text }) => text).join(' ') || undefined;
  }

  /** Of the field and of all within it. */
  within(field: string): string | undefined {
    const here = this.#faults.filter((one) => `${one.field}.`.startsWith(`${field}.`));
    return here.map(({ text }) => text).join(' ') || undefined;
  }

  /** Those of a part, with their fields as seen from there. */
  inside(part: string): FieldFaults {
    return new FieldFaults(
      this.#faults.flatMap(({ field, text }) => {
        if (field === part) return [{ field: '', text }];
        return field.startsWith(`${part}.`) ? [{ field: field.slice(part.length + 1), text }] : [];
      }),
    );
  }

  /** What is said of fields that none of these shows. */
  besides(shown: readonly string[]): string | undefined {
    const rest = this.#faults.filter(({ field }) => !shown.includes(field.split('.')[0] ?? ''));
    return rest.map(({ text }) => text).join(' ') || undefined;
  }
}
