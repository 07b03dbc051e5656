import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { foreignSet, printTable, shareOf, whyNot } from '../foreign-sets.fixture.ts';
import { letterAt } from '../question.ts';
import { readQti12 } from './read-qti12.ts';

const folder = foreignSet('qti12');
const reason = folder === null ? whyNot('qti12') : '';

/** The place of the option that earns most, read from the text by itself. */
function bestOption(source: string): number {
  const options = [...source.matchAll(/<response_label\s+ident\s*=\s*"([^"]+)"/g)].map(
    (match) => match[1],
  );
  const rules = [
    ...source.matchAll(
      /<varequal[^>]*>([^<]+)<\/varequal>\s*<\/conditionvar>\s*<setvar[^>]*>([\d.]+)/g,
    ),
  ].map(([, option, amount]) => ({ option, amount: Number(amount) }));
  const [best] = rules.toSorted((a, b) => b.amount - a.amount);
  return options.indexOf(best?.option);
}

test.skipIf(folder === null)(`real QTI 1.2 files come in${reason}`, () => {
  const path = folder ?? '';
  const files = readdirSync(path).map((file) => ({
    file,
    read: readQti12(file, readFileSync(join(path, file), 'utf8')),
  }));
  const tally = printTable('qti12', files);
  expect(tally.items).toBeGreaterThan(30);
  let compared = 0;
  for (const { file, read } of files) {
    if (!read.ok) continue;
    const sources = readFileSync(join(path, file), 'utf8')
      .split(/<(?:item|bankentry_item)\s/)
      .slice(1);
    for (const [at, { question }] of read.items.entries()) {
      const wanted = bestOption(sources[at] ?? '');
      if (question?.kind !== 'single' && question?.kind !== 'true_false') continue;
      const [answer, others] =
        question.kind === 'true_false'
          ? [wanted === 0, [wanted !== 0]]
          : [
              [letterAt(wanted)],
              question.options
                .map((_, place) => [letterAt(place)])
                .filter((_, place) => place !== wanted),
            ];
      expect(shareOf(question, answer), `${file} ${at}`).toBe(100);
      for (const other of others) expect(shareOf(question, other), `${file} ${at}`).toBe(0);
      compared += 1;
    }
  }
  expect(compared).toBeGreaterThanOrEqual(15);
  expect((tally.alike + tally.otherwise) / (tally.items - tally.noSuchKind)).toBeGreaterThanOrEqual(
    0.95,
  );
});
