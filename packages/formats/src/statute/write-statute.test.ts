import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseStatute } from './parse-statute.ts';
import { readStatuteFiles } from './statute.ts';
import { writeStatute } from './write-statute.ts';

test('every statute that comes with the product is the same when it is written and read again', async () => {
  const read = await readStatuteFiles(join(import.meta.dirname, '../../../../content/statutes'));
  if (!read.ok) throw new Error('there are no statutes');
  expect(read.refused).toEqual([]);
  expect(read.files.length).toBeGreaterThanOrEqual(32);
  for (const { edition } of read.files) {
    const again = parseStatute(edition.title, writeStatute(edition));
    expect(again.articles, edition.title).toEqual(edition.articles);
    expect({ ...again, notes: [], partial: false }).toEqual({
      ...edition,
      notes: [],
      partial: false,
    });
    expect(again.partial).toBe(edition.partial);
  }
});

test('facts that the notes do not say are written as lines', () => {
  const bare = parseStatute('甲法', '# 甲法\n<!-- INFO END -->\n第一条 甲。');
  const known = {
    ...bare,
    adoptedOn: '2020-01-02',
    issuer: '国务院',
    documentNumber: '国务院令第9号',
    inForceFrom: '2020-02-01',
  };
  expect(parseStatute('甲法', writeStatute(known))).toMatchObject({
    adoptedOn: '2020-01-02',
    issuer: '国务院',
    documentNumber: '国务院令第9号',
    inForceFrom: '2020-02-01',
  });
});
