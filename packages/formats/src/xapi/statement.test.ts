import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseStatement, VOIDED, type Received } from './statement.ts';

const RECEIVED: Received = {
  at: new Date('2026-05-06T07:08:09.123Z'),
  id: '0F2B6A0C-3D1C-4E2B-9B6D-5D7D1B9B0A11',
  authority: { objectType: 'Agent', account: { homePage: 'https://lms.example', name: 'p1' } },
};

const PLAIN = {
  id: '12345678-1234-5678-1234-567812345678',
  actor: { mbox: 'mailto:xapi@adlnet.gov' },
  verb: { id: 'http://adlnet.gov/expapi/verbs/created', display: { 'en-US': 'created' } },
  object: { id: 'http://example.adlnet.gov/xapi/example/activity' },
};
const parse = (value: unknown) => parseStatement(value, RECEIVED);
const read = (value: unknown) => {
  const outcome = parse(value);
  if (!outcome.ok) throw new Error(outcome.why);
  return outcome;
};
const why = (change: object) => {
  const outcome = parse({ ...PLAIN, ...change });
  return outcome.ok ? null : outcome.why;
};

/** The long example of the specification (part two, appendix A). */
const LONG = {
  id: '6690e6c9-3ef0-4ed3-8b37-7f3964730bee',
  actor: {
    name: 'Team PB',
    mbox: 'mailto:teampb@example.com',
    member: [
      {
        name: 'Andrew Downes',
        account: { homePage: 'http://www.example.com', name: '13936749' },
        objectType: 'Agent',
      },
      { name: 'Toby Nichols', openid: 'http://toby.openid.example.org/', objectType: 'Agent' },
      { name: 'Ena Hills', mbox_sha1sum: 'ebd31e95054c018b10727ccffd2ef2ec3a016ee9' },
    ],
    objectType: 'Group',
  },
  verb: {
    id: 'http://adlnet.gov/expapi/verbs/attended',
    display: { 'en-GB': 'attended', 'en-US': 'attended' },
  },
  result: {
    extensions: { 'http://example.com/minutes': 'X:\\meetings\\minutes\\examplemeeting.one' },
    success: true,
    completion: true,
    response: 'We agreed on some example actions.',
    duration: 'PT1H0M0S',
  },
  context: {
    registration: 'ec531277-b57b-4c15-8d91-d292c5b2b8f7',
    contextActivities: {
      parent: [{ id: 'http://www.example.com/meetings/series/267', objectType: 'Activity' }],
      category: {
        id: 'http://www.example.com/meetings/categories/teammeeting',
        definition: { name: { en: 'team meeting' }, type: 'http://example.com/meetingcategory' },
      },
    },
    instructor: { account: { homePage: 'http://www.example.com', name: '13936749' } },
    team: { name: 'Team PB', mbox: 'mailto:teampb@example.com', objectType: 'Group' },
    platform: 'Example virtual meeting software',
    language: 'tlh',
    statement: { objectType: 'StatementRef', id: '6690e6c9-3ef0-4ed3-8b37-7f3964730bee' },
  },
  timestamp: '2013-05-18T05:32:34.804+00:00',
  stored: '2013-05-18T05:32:34.804+00:00',
  authority: { account: { homePage: 'http://cloud.scorm.com/', name: 'anonymous' } },
  version: '1.0.0',
  object: {
    id: 'http://www.example.com/meetings/occurances/34534',
    definition: {
      extensions: { 'http://example.com/room': { name: 'Kilby', none: null } },
      name: { 'en-GB': 'example meeting' },
      moreInfo: 'http://virtualmeeting.example.com/345256',
    },
    objectType: 'Activity',
  },
};

test('the simplest statement is kept with what its keeper adds', () => {
  expect(read(PLAIN).statement).toEqual({
    ...PLAIN,
    timestamp: '2026-05-06T07:08:09.123Z',
    stored: '2026-05-06T07:08:09.123Z',
    authority: RECEIVED.authority,
    version: '1.0.0',
  });
  const { id: _, ...nameless } = PLAIN;
  expect(read(nameless).statement.id).toBe(RECEIVED.id.toLowerCase());
});

test('the long example of the specification is taken; who stands for it and when it was stored is ours to say', () => {
  const { statement } = read(LONG);
  expect(statement).toMatchObject({
    stored: '2026-05-06T07:08:09.123Z',
    authority: RECEIVED.authority,
    timestamp: '2013-05-18T05:32:34.804Z',
  });
  expect(statement.context?.contextActivities?.category).toHaveLength(1);
});

test('a statement within a statement is looked at as one, without what only whole ones have', () => {
  const { actor, verb, object } = PLAIN;
  const inner = { objectType: 'SubStatement', actor, verb, object };
  expect(why({ object: inner })).toBeNull();
  expect(why({ object: { ...inner, id: PLAIN.id } })).toBe('object.id: is not known here');
  expect(why({ object: { ...inner, version: '1.0.0' } })).toContain('object.version');
  expect(why({ object: { ...inner, object: inner } })).toContain('object.object');
  expect(why({ object: { ...inner, verb: {} } })).toBe('object.verb.id: is missing');
});

test.each<[string, object]>([
  ['madeUp: is not known here', { madeUp: 1 }],
  ['actor: must be an object', { actor: null }],
  ['actor: must have exactly one of', { actor: { name: 'nobody' } }],
  [
    'actor: must have exactly one of',
    { actor: { mbox: 'mailto:a@b.cn', openid: 'http://a.example' } },
  ],
  ['actor.mbox', { actor: { mbox: 'a@b.cn' } }],
  ['actor.mbox_sha1sum', { actor: { mbox_sha1sum: 'abc' } }],
  ['actor.account.name: is missing', { actor: { account: { homePage: 'http://a.example' } } }],
  ['actor.account.homePage', { actor: { account: { homePage: 'a.example', name: 'x' } } }],
  ['actor.objectType', { actor: { objectType: 'agent', mbox: 'mailto:a@b.cn' } }],
  ['actor: must have members or an identifier', { actor: { objectType: 'Group' } }],
  [
    'actor.member[0].objectType',
    { actor: { objectType: 'Group', member: [{ objectType: 'Group', member: [] }] } },
  ],
  ['verb: must be an object', { verb: 'created' }],
  ['verb.id: must be an IRI', { verb: { id: 'created' } }],
  ['verb.display: its keys', { verb: { id: 'http://a.example', display: { 'e!': 'x' } } }],
  ['verb.display.en: must be a string', { verb: { id: 'http://a.example', display: { en: 1 } } }],
  ['id: must be a UUID', { id: '' }],
  ['object.id: is missing', { object: {} }],
  ['object.objectType', { object: { id: 'http://a.example', objectType: 'activity' } }],
  ['object: must have exactly one', { object: { objectType: 'Agent' } }],
  ['object.id', { object: { objectType: 'StatementRef', id: 'x' } }],
  ['result.success', { result: { success: 'true' } }],
  ['result.duration', { result: { duration: 'five minutes' } }],
  ['result.score.scaled', { result: { score: { scaled: 1.1 } } }],
  ['result.score.scaled', { result: { score: { scaled: '0.5' } } }],
  ['result.score.raw: must be between', { result: { score: { raw: 11, min: 0, max: 10 } } }],
  ['result.score.min: must be less', { result: { score: { min: 10, max: 10 } } }],
  ['result.extensions: its keys', { result: { extensions: { progress: 1 } } }],
  ['result.response', { result: { response: null } }],
  ['context.registration', { context: { registration: 'r1' } }],
  ['context.team.objectType: is missing', { context: { team: { mbox: 'mailto:a@b.cn' } } }],
  ['context.contextActivities.cause', { context: { contextActivities: { cause: [] } } }],
  ['context.language', { context: { language: 'no such language' } }],
  ['context.statement.objectType', { context: { statement: { id: PLAIN.id } } }],
  ['timestamp', { timestamp: '2026-02-30T00:00:00Z' }],
  ['timestamp', { timestamp: '2026-02-03' }],
  ['timestamp', { timestamp: '2026-02-03T04:05:06-00:00' }],
  ['version', { version: '1.1.0' }],
  ['version', { version: '2.0.0' }],
  ['object: a voiding statement', { verb: { id: VOIDED } }],
])('what is not of the specification is refused, with its place: %s', (place, change) => {
  expect(why(change)).toContain(place);
});

test('revision and platform go with an activity only', () => {
  const object = { objectType: 'Agent', mbox: 'mailto:a@b.cn' };
  expect(why({ object, context: { platform: 'x' } })).toContain('context.platform');
  expect(why({ context: { platform: 'x', revision: '2' } })).toBeNull();
});

test('interactions have the lists of their type, with ids of their own', () => {
  const about = (definition: object) => why({ object: { ...PLAIN.object, definition } });
  const choices = [{ id: 'a', description: { zh: '甲' } }, { id: 'b' }];
  expect(about({ interactionType: 'choice', choices, correctResponsesPattern: ['a'] })).toBeNull();
  expect(about({ choices })).toContain('interactionType: is missing');
  expect(about({ interactionType: 'numeric', choices })).toContain('choices: is not for');
  expect(about({ interactionType: 'Choice' })).toContain('interactionType');
  expect(about({ interactionType: 'choice', choices: [{ id: 'a' }, { id: 'a' }] })).toContain(
    'distinct',
  );
});

test('of attachments those are taken that lie elsewhere', () => {
  const attachment = {
    usageType: 'http://adlnet.gov/expapi/attachments/certificate',
    display: { 'zh-CN': '证书' },
    contentType: 'application/pdf',
    length: 27,
    sha2: '495395e777cd98da653df9615d09c0fd6bb2f8d4788394cd53c56a3bfdcd848a',
  };
  expect(why({ attachments: [attachment] })).toBe('attachments[0].fileUrl: is missing');
  const fileUrl = 'https://example.com/certificate.pdf';
  expect(why({ attachments: [{ ...attachment, fileUrl }] })).toBeNull();
  expect(why({ attachments: [{ ...attachment, fileUrl, length: 1.5 }] })).toContain('length');
});

test('the same statement sent again is the same, however it is spelt; another one is not', () => {
  const { sent } = read(LONG);
  const again = {
    ...LONG,
    version: '1.0.3',
    timestamp: '2013-05-18T13:32:34.804+08:00',
    verb: { id: LONG.verb.id, display: { zh: '参加了' } },
    object: { id: LONG.object.id },
    stored: '2020-01-01T00:00:00Z',
  };
  expect(read(again).sent).toBe(sent);
  expect(read({ ...again, object: { id: 'http://other.example' } }).sent).not.toBe(sent);
  expect(read({ ...again, result: { success: false } }).sent).not.toBe(sent);
});

const naughty = fc.oneof(
  fc.anything(),
  fc.jsonValue(),
  fc.record(
    {
      id: fc.anything(),
      actor: fc.oneof(fc.constant(PLAIN.actor), fc.anything()),
      verb: fc.oneof(fc.constant(PLAIN.verb), fc.anything()),
      object: fc.oneof(fc.constant(PLAIN.object), fc.anything()),
      result: fc.dictionary(fc.string(), fc.anything()),
      context: fc.record(
        { contextActivities: fc.anything(), extensions: fc.anything() },
        { requiredKeys: [] },
      ),
      timestamp: fc.string({ unit: 'binary' }),
      attachments: fc.anything(),
    },
    { requiredKeys: [] },
  ),
);

test('nothing that can be sent breaks the reader', () => {
  fc.assert(
    fc.property(naughty, (value) => {
      expect(typeof parse(value).ok).toBe('boolean');
    }),
    { numRuns: 2000 },
  );
  let deep: unknown = 1;
  for (let level = 0; level < 50_000; level += 1) deep = [deep];
  const extensions = { 'http://a.example': deep };
  expect(why({ context: { extensions } })).toContain('64 levels');
  expect(why({ context: { extensions: { 'http://a.example': '\ud800' } } })).toContain('UTF-8');
  expect(why({ context: { extensions: { 'http://a.example': Infinity } } })).toContain('finite');
  expect(why(JSON.parse('{"__proto__":{"a":1}}') as object)).toContain('__proto__');
});
