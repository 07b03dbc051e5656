import type { DraftFile } from '@xueshi/contracts';
import { expect, test } from 'vitest';
import { fieldsOf, formOf, withLikely } from './courseware-fields.ts';

const fileOf = (id: string, more: Partial<DraftFile> = {}): DraftFile => ({
  id,
  kind: 'courseware',
  fileName: `${id}.zip`,
  bytes: 1,
  sha256: null,
  state: 'usable',
  percent: 100,
  matching: null,
  transcribing: { 'zh-CN': null, en: null },
  problem: null,
  detail: null,
  found: null,
  addedAt: '2026-03-01T00:00:00.000Z',
  ...more,
});

test.each([
  ['', null],
  ['1', 1],
  [' 45 ', 45],
  ['３０', 30],
  ['300', 300],
])('%j is %j minutes', (minutes, kept) => {
  expect(formOf({ file: '', minutes })).toEqual({ ok: true, form: { file: null, minutes: kept } });
});

test.each(['0', '301', '1.5', '-3', '半小时', '1e2', '0x1f'])('%j is no length', (minutes) => {
  expect(formOf({ file: 'a', minutes })).toEqual({ ok: false, typed: minutes });
});

test('what is kept stands in the fields and comes back the same', () => {
  const form = { file: 'a', minutes: 30 };
  const fields = fieldsOf(form, [fileOf('a')]);
  expect(formOf(fields)).toEqual({ ok: true, form });
});

test('a package that is gone, refused or of another kind stands in no field', () => {
  const files = [fileOf('refused', { state: 'refused' }), fileOf('film', { kind: 'recording' })];
  for (const file of ['gone', 'refused', 'film'])
    expect(fieldsOf({ file, minutes: null }, files)).toEqual({ file: '', minutes: '' });
});

test('the package that came last is proposed while none is chosen, and never instead of another', () => {
  const files = [fileOf('a'), fileOf('b'), fileOf('film', { kind: 'recording' })];
  expect(withLikely({ file: '', minutes: '' }, files).file).toBe('b');
  expect(withLikely({ file: 'a', minutes: '' }, files).file).toBe('a');
  expect(withLikely({ file: '', minutes: '' }, []).file).toBe('');
});
