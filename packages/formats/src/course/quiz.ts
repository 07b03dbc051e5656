import { alwaysDrawable, type DrawRule } from '@xueshi/domain';
import type { Static } from 'typebox';
import type { QuizBank, QuizGroup, QuizItem, QuizMatter } from './course-source.ts';
import { readNamedYaml, refuse, type Inspection, type Mention } from './inspection.ts';
import { readGroups } from './quiz-groups.ts';
import { readItems } from './quiz-items.ts';
import { QuizShape } from './quiz-shapes.ts';
import { checkShape } from './shape-errors.ts';
import { EXAMPLES } from './shapes.ts';
import type { YamlDocument } from './yaml-document.ts';

type QuizFile = Static<typeof QuizShape>;
type DrawFile = NonNullable<QuizFile['draw']>[number];

/** Reads a quiz with all that may be drawn for it from the banks at hand. */
export async function readQuiz(
  inspection: Inspection,
  name: string,
  mention: Mention,
): Promise<QuizMatter | null> {
  const document = await readNamedYaml(inspection, name, mention);
  if (document === null) return null;
  const shaped = checkShape(QuizShape, document, [], document.value, EXAMPLES);
  if (!shaped.ok) {
    inspection.errors.push(...shaped.errors);
    await readItemsAnyway(inspection, document);
    return null;
  }
  const { passMark, attempts, groups: texts = [], draw = [], review = 'at_once' } = shaped.value;
  const own = await readItems(inspection, document, shaped.value.items ?? [], texts);
  const groups = await readGroups(inspection, document, texts, own);
  if (own.length === 0 && draw.length === 0 && shaped.value.items === undefined)
    refuse(inspection, 'missing-key', name, document.placeOf([]), { key: 'items' });
  const pool = new Pool(own, groups);
  const draws = draw.flatMap((rule, index) => readDraw(inspection, document, index, rule, pool));
  checkPools(inspection, document, own, draws);
  return {
    passMark,
    attempts,
    timeLimitMinutes: shaped.value.timeLimitMinutes ?? null,
    shuffle: shaped.value.shuffle ?? true,
    review,
    ...pool.matter,
    own: own.map(({ id }) => id),
    draws,
    asked: own.length + draws.reduce((sum, rule) => sum + fewestItems(rule), 0),
  };
}

/** A wrong pass mark must not hide what is to be mended in the questions. */
async function readItemsAnyway(inspection: Inspection, document: YamlDocument): Promise<void> {
  const listed = (key: string): unknown[] => {
    const { value } = document;
    const list: unknown =
      typeof value === 'object' && value !== null
        ? Object.getOwnPropertyDescriptor(value, key)?.value
        : null;
    return Array.isArray(list) ? list : [];
  };
  const groups = listed('groups').flatMap((group) =>
    typeof group === 'object' && group !== null && 'id' in group ? [{ id: String(group.id) }] : [],
  );
  await readItems(inspection, document, listed('items'), groups);
}

/** How many items a rule comes to at least; case-sets may differ in length. */
function fewestItems({ count, units }: DrawRule): number {
  const lengths = units.map((unit) => unit.length).sort((one, other) => one - other);
  return lengths.slice(0, count).reduce((sum, length) => sum + length, 0);
}

/** Everything an attempt may be made of: the quiz's own items, and those of banks under longer ids. */
class Pool {
  readonly matter: { items: QuizItem[]; groups: QuizGroup[] };

  constructor(items: readonly QuizItem[], groups: readonly QuizGroup[]) {
    this.matter = { items: [...items], groups: [...groups] };
  }

  /** Takes an item of a bank in, with its case-set's text. Gives its id here. */
  take(bank: QuizBank, item: QuizItem): string {
    const named = (id: string) => `${bank.name}--${id}`;
    const id = named(item.id);
    const { items, groups } = this.matter;
    if (items.some((one) => one.id === id)) return id;
    const shared = bank.groups.find((group) => group.id === item.group);
    if (shared === undefined) {
      items.push({ ...item, id });
      return id;
    }
    const group = named(shared.id);
    if (!groups.some((one) => one.id === group)) groups.push({ ...shared, id: group });
    items.push({ ...item, id, group });
    return id;
  }
}

function readDraw(
  inspection: Inspection,
  document: YamlDocument,
  index: number,
  rule: DrawFile,
  pool: Pool,
): DrawRule[] {
  const path = ['draw', index];
  const bank = inspection.banks.get(rule.bank);
  if (bank === undefined) {
    const place = document.placeOf([...path, 'bank']);
    refuse(inspection, 'bank-unknown', document.file, place, { bank: rule.bank });
    return [];
  }
  const { count, caseSets } = rule;
  if ((count === undefined) === (caseSets === undefined)) {
    refuse(inspection, 'draw-count', document.file, document.placeOf(path));
    return [];
  }
  const { singles, sets } = fittingIn(bank, rule);
  const units = count === undefined ? sets : singles.map((item) => [item]);
  return [
    {
      count: count ?? caseSets ?? 0,
      units: units.map((unit) => unit.map((item) => pool.take(bank, item))),
    },
  ];
}

/** What of an item a rule asks for; what is left out, it does not ask for. */
export interface DrawFilter {
  readonly kinds?: readonly string[] | undefined;
  readonly difficulty?: readonly number[] | undefined;
  readonly areas?: readonly string[] | undefined;
  readonly tags?: readonly string[] | undefined;
}

/**
 * What a rule may draw from a bank: items that stand alone, and case-sets of which every item fits
 * (docs/author/course-format.md, "draw").
 */
export function fittingIn(
  bank: QuizBank,
  filter: DrawFilter,
): { singles: QuizItem[]; sets: QuizItem[][] } {
  const fitting = new Set(bank.items.filter((item) => fits(filter, item)));
  const sets = bank.groups
    .map(({ id }) => bank.items.filter((item) => item.group === id))
    .filter((set) => set.every((item) => fitting.has(item)));
  return { singles: [...fitting].filter(({ group }) => group === undefined), sets };
}

function fits(filter: DrawFilter, item: QuizItem): boolean {
  const { kinds, difficulty, areas, tags } = filter;
  return (
    (kinds === undefined || kinds.includes(item.kind)) &&
    (difficulty === undefined || difficulty.includes(item.difficulty)) &&
    (areas === undefined || (item.area !== undefined && areas.includes(item.area))) &&
    (tags === undefined || tags.some((tag) => item.tags?.includes(tag)))
  );
}

/** A rule whose pool another rule may have emptied would fail some learner on some evening. */
function checkPools(
  inspection: Inspection,
  document: YamlDocument,
  own: readonly QuizItem[],
  draws: readonly DrawRule[],
): void {
  const fixed = own.map(({ id }) => id);
  for (const [index, rule] of draws.entries()) {
    const sure = alwaysDrawable(fixed, draws, index);
    if (sure >= rule.count) continue;
    const place = document.placeOf(['draw', index]);
    refuse(inspection, 'draw-too-few', document.file, place, { wanted: rule.count, sure });
  }
}
