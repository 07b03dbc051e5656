import { listFiles } from '../folder.ts';
import { inReadingOrder, type LocatedError } from '../located-error.ts';
import type { Statutes } from '../statute/statute.ts';
import type { QuizBank } from './course-source.ts';
import { readNamedYaml, type Inspection } from './inspection.ts';
import { readGroups } from './quiz-groups.ts';
import { readItems } from './quiz-items.ts';
import { BankShape } from './quiz-shapes.ts';
import { checkShape } from './shape-errors.ts';
import { EXAMPLES } from './shapes.ts';
import type { YamlDocument } from './yaml-document.ts';

/** Question banks by name; the name is the file's, without its ending. */
export type Banks = ReadonlyMap<string, QuizBank>;

export interface BanksRead {
  readonly banks: Banks;
  /** Banks that could not be read, each with all its errors. */
  readonly refused: readonly { readonly file: string; readonly errors: readonly LocatedError[] }[];
}

const BANK_FILE = /^([a-z0-9][a-z0-9-]{0,29})\.yaml$/;

/**
 * Reads every question bank (`<name>.yaml`, docs/author/course-format.md) of a folder; a folder that
 * does not exist has none. A bank with any error is left out and told in `refused`. Throws only when
 * the disk fails.
 */
export async function loadBanks(folder: string, statutes: Statutes): Promise<BanksRead> {
  const banks = new Map<string, QuizBank>();
  const refused: { file: string; errors: LocatedError[] }[] = [];
  for (const file of (await listFiles(folder)) ?? []) {
    const name = BANK_FILE.exec(file)?.[1];
    if (name === undefined) continue;
    const inspection: Inspection = {
      folder,
      statutes,
      banks: new Map(),
      requireMedia: false,
      errors: [],
      files: new Set(),
    };
    const bank = await readBank(inspection, name, file);
    if (bank !== null && inspection.errors.length === 0) banks.set(name, bank);
    else refused.push({ file, errors: inReadingOrder(inspection.errors) });
  }
  return { banks, refused };
}

async function readBank(
  inspection: Inspection,
  name: string,
  file: string,
): Promise<QuizBank | null> {
  const document = await readNamedYaml(inspection, file);
  return document === null ? null : bankOf(inspection, document, name);
}

/** The bank that a document holds; null, and errors noted, where its shape is wrong. */
export async function bankOf(
  inspection: Inspection,
  document: YamlDocument,
  name: string,
): Promise<QuizBank | null> {
  const shaped = checkShape(BankShape, document, [], document.value, EXAMPLES);
  if (!shaped.ok) {
    inspection.errors.push(...shaped.errors);
    return null;
  }
  const { title, area, source, groups: texts = [] } = shaped.value;
  const items = await readItems(inspection, document, shaped.value.items, texts);
  const groups = await readGroups(inspection, document, texts, items);
  return {
    name,
    title,
    area,
    groups,
    items: items.map((item) => ({
      ...item,
      area: item.area ?? area,
      source: item.source ?? source,
    })),
  };
}
