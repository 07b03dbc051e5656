// A bank as files of its own format (docs/author/course-format.md), which `readBankFiles` reads back the same.
import { setImmediate } from 'node:timers/promises';
import { itemValue } from '../../course/forms/item-form.ts';
import { rewriteYaml } from '../../course/forms/rewrite-yaml.ts';
import type { BankedQuestion, SharedTexts } from '../sheet/write-question-rows.ts';

export interface BankFacts {
  readonly name: string;
  readonly title: { readonly 'zh-CN': string; readonly en: string };
  readonly area: string;
  readonly source: string;
}

/** A bank's file may have 1 MiB; room is left for its head and its shared texts. */
const MOST_BYTES = 500_000;
/** Written between two breaths of everybody else. */
const AT_ONCE = 5;

/**
 * The questions in use as `<name>.yaml`, those that are not finished and those that are retired beside it
 * as `<name>.unfinished.yaml` and `<name>.retired.yaml`; more than a file may hold goes on in `…-2.yaml`.
 */
export async function writeBankFiles(
  facts: BankFacts,
  questions: readonly BankedQuestion[],
  shared: SharedTexts,
): Promise<{ readonly name: string; readonly text: string }[]> {
  const files = [];
  for (const state of ['ready', 'unfinished', 'retired'] as const) {
    const ofState = questions.filter((one) => one.state === state);
    const name = state === 'ready' ? facts.name : `${facts.name}.${state}`;
    for (const [at, part] of (await partsOf(ofState)).entries()) {
      const text = headOf(facts, part, shared) + part.map(({ text: item }) => item).join('');
      files.push({ name: `${name}${at === 0 ? '' : `-${at + 1}`}.yaml`, text });
    }
  }
  return files;
}

interface Written {
  readonly group: string;
  readonly text: string;
}

async function partsOf(questions: readonly BankedQuestion[]): Promise<Written[][]> {
  const parts: Written[][] = [];
  let bytes = MOST_BYTES;
  for (const [at, { form }] of questions.entries()) {
    if (at % AT_ONCE === 0) await setImmediate();
    const text = rewriteYaml('', [itemValue(form)]);
    bytes += Buffer.byteLength(text);
    if (bytes > MOST_BYTES) {
      parts.push([]);
      bytes = Buffer.byteLength(text);
    }
    parts.at(-1)?.push({ group: form.group, text });
  }
  return parts;
}

function headOf(
  { title, area, source }: BankFacts,
  part: readonly Written[],
  shared: SharedTexts,
): string {
  const used = new Set(part.map(({ group }) => group));
  const groups = [...shared].filter(([id]) => used.has(id)).map(([id, text]) => ({ id, text }));
  const head = { format: 1, title, area, source, ...(groups.length > 0 ? { groups } : {}) };
  return `${rewriteYaml('', head)}items:\n`;
}
