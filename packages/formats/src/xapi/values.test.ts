import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readParameters } from './parameters.ts';
import { isDuration, isIri, isLanguageTag, isUuid, readTimestamp } from './values.ts';

test.each([
  // The specification's own table (part two, 4.6), and what clients write.
  ['PT4H35M59.14S', true],
  ['P16559.14S', true],
  ['P3Y1M29DT4H35M59.14S', true],
  ['P3Y', true],
  ['P4W', true],
  ['PT0S', true],
  ['P0D', true],
  ['PT1,5H', true],
  ['P4W1D', false],
  ['P', false],
  ['PT', false],
  ['P1DT', false],
  ['1H', false],
  ['PT1.5H30M', false],
  ['pt5m', false],
  ['PT5M ', false],
  ['P0003-06-04T12:30:05', false],
])('%s is a duration: %s', (text, is) => expect(isDuration(text)).toBe(is));

test.each([
  ['2013-05-18T05:32:34.804Z', '2013-05-18T05:32:34.804Z'],
  ['2013-05-18T05:32:34.804+00:00', '2013-05-18T05:32:34.804Z'],
  ['2013-05-18T13:32:34+08:00', '2013-05-18T05:32:34.000Z'],
  ['2013-05-18T13:32:34+0800', '2013-05-18T05:32:34.000Z'],
  ['2013-05-18T13:32:34+08', '2013-05-18T05:32:34.000Z'],
  ['2013-05-18T05:32:34.8049999Z', '2013-05-18T05:32:34.804Z'],
  ['2013-05-18T05:32:34', '2013-05-18T05:32:34.000Z'],
  ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
])('%s is %s', (text, instant) => expect(readTimestamp(text)?.toISOString()).toBe(instant));

test.each([
  '2023-02-29T00:00:00Z',
  '2013-13-01T00:00:00Z',
  '2013-05-18T24:00:00Z',
  '2013-05-18T05:32:61Z',
  '2013-05-18 05:32:34Z',
  '2013-05-18',
  'May 18, 2013',
  '2013-05-18T05:32:34-00:00',
  '2013-05-18T05:32:34+99:00',
  '',
])('%s is no timestamp', (text) => expect(readTimestamp(text)).toBeNull());

test.each([
  ['http://adlnet.gov/expapi/verbs/created', true],
  ['urn:uuid:760e3480-ba55-4991-94b0-01820dbd23a2', true],
  ['http://example.com/فعل/خواندن', true],
  ['https://例子.中国/课件?一=二#三', true],
  ['tag:adlnet.gov,2013:expapi:0.9:activities:x', true],
  ['example.com/verbs', false],
  ['/verbs/created', false],
  ['http://example.com/a b', false],
  ['http://example.com/<a>', false],
  ['http:', false],
  ['', false],
])('%s is an IRI: %s', (text, is) => expect(isIri(text)).toBe(is));

test.each([
  ['zh-CN', true],
  ['en', true],
  ['zh-Hant-TW', true],
  ['zh-cmn-Hans-CN', true],
  ['sl-rozaj-biske', true],
  ['de-CH-1901', true],
  ['es-419', true],
  ['x-private', true],
  ['i-klingon', true],
  ['und', true],
  ['', false],
  ['a', false],
  ['en_US', false],
  ['zh-', false],
  ['en-US-US', false],
])('%s is a language tag: %s', (text, is) => expect(isLanguageTag(text)).toBe(is));

test('a UUID is one in its usual form', () => {
  expect(isUuid('12345678-1234-5678-1234-567812345678')).toBe(true);
  expect(isUuid('{12345678-1234-5678-1234-567812345678}')).toBe(false);
  expect(isUuid('12345678123456781234567812345678')).toBe(false);
});

const KINDS = { agent: 'agent', since: 'timestamp', limit: 'count', ascending: 'flag' } as const;

test('parameters are read by what they are', () => {
  const agent = '{"account":{"homePage":"https://lms.example","name":"p1"}}';
  expect(readParameters(KINDS, { agent, since: '2026-01-01T00:00:00Z', limit: '5' })).toEqual({
    ok: true,
    values: {
      agent: { account: { homePage: 'https://lms.example', name: 'p1' } },
      since: new Date('2026-01-01T00:00:00Z'),
      limit: 5,
    },
  });
});

test.each<[string, Record<string, unknown>]>([
  ['agent is missing', {}],
  ['Agent is not known', { agent: '{"mbox":"mailto:a@b.cn"}', Agent: 'x' }],
  ['agent is given twice', { agent: ['a', 'b'] }],
  ['agent is not a valid agent', { agent: '{"objectType":"Group","member":[]}' }],
  ['agent is not a valid agent', { agent: '{' }],
  ['limit is not a valid count', { agent: '{"mbox":"mailto:a@b.cn"}', limit: '-1' }],
  ['ascending is not a valid flag', { agent: '{"mbox":"mailto:a@b.cn"}', ascending: 'True' }],
  ['toString is not known', { agent: '{"mbox":"mailto:a@b.cn"}', toString: 'x' }],
])('a parameter that is not fit is told: %s', (why, query) => {
  const read = readParameters(KINDS, query, ['agent']);
  expect(read.ok ? '' : read.why).toContain(why);
});

test('no text breaks the readers', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const all = [isIri(text), isUuid(text), isDuration(text), isLanguageTag(text)];
      expect(all.every((one) => typeof one === 'boolean')).toBe(true);
      expect(readTimestamp(text) instanceof Date || readTimestamp(text) === null).toBe(true);
      expect(readParameters(KINDS, { agent: text, since: text }).ok).toBe(false);
    }),
    { numRuns: 1000 },
  );
});
