import { expect, test } from 'vitest';
import { block, goodPackage, packageCmi5, structure, told, unit } from '../packages.fixture.ts';

const inLanguages = (...languages: readonly string[]) =>
  ['title', 'description']
    .map(
      (name) =>
        `<${name}>${languages.map((lang) => `<langstring lang="${lang}">in ${lang}</langstring>`).join('')}</${name}>`,
    )
    .join('');

test('a course of cmi5 becomes its units', async () => {
  const parts = unit({
    attributes: ' moveOn="CompletedAndPassed" masteryScore="0.6"',
    url: 'index.html?pages=1&amp;complete=launch#top',
    after: '<launchParameters>{"speed": 3}</launchParameters>',
  });
  expect((await goodPackage(packageCmi5(parts))).courseware).toEqual({
    standard: 'cmi5',
    identifier: 'https://example.cn/safety',
    title: 'Work safety',
    units: [
      {
        identifier: 'https://example.cn/safety/1',
        title: 'Safety',
        file: 'index.html',
        query: '?pages=1&complete=launch#top',
        masteryScore: 0.6,
        moveOn: 'CompletedAndPassed',
        launchData: '{"speed": 3}',
      },
    ],
  });
});

test('a unit that says nothing of it is satisfied at once', async () => {
  const { courseware } = await goodPackage(packageCmi5(unit()));
  expect(courseware.units).toMatchObject([{ moveOn: 'NotApplicable', masteryScore: null }]);
});

test('blocks are opened, at any depth and in their order', async () => {
  const id = (at: number) => ({ id: `https://example.cn/safety/${at}` });
  const parts = [
    unit(id(1)),
    block('a', `${unit(id(2))}\n${block('b', unit(id(3)))}\n${unit(id(4))}`),
    unit(id(5)),
  ];
  const { courseware } = await goodPackage(packageCmi5(parts.join('\n')));
  expect(courseware.units.map(({ identifier }) => identifier.at(-1)).join('')).toBe('12345');
});

test('a thousand units are read, as the specification’s tests ask', async () => {
  const parts = Array.from({ length: 1_000 }, (_, at) =>
    unit({ id: `https://example.cn/u/${at}` }),
  );
  expect((await goodPackage(packageCmi5(parts.join('\n')))).courseware.units).toHaveLength(1_000);
});

test.each([
  [['de-DE', 'en-US', 'zh-TW', 'zh-CN'], 'in zh-CN'],
  [['de-DE', 'en-US', 'zh-Hans'], 'in zh-Hans'],
  [['de-DE', 'en-GB'], 'in en-GB'],
  [['de-DE', 'fr'], 'in de-DE'],
])('of titles in %j the readers’ language is taken', async (languages, title) => {
  const { courseware } = await goodPackage(packageCmi5(unit({ title: inLanguages(...languages) })));
  expect(courseware.units[0]?.title).toBe(title);
});

test('a title that goes on and on is cut, on one line', async () => {
  const title = inLanguages('en').replace('in en', `a\n  b${'c'.repeat(300)}`);
  const { courseware } = await goodPackage(packageCmi5(unit({ title })));
  expect(courseware.units[0]?.title).toMatch(/^a bc{196}…$/);
});

test.each([
  ['an id that is no IRI', unit({ id: 'w3id.org/safety/1' }), 'courseware-id-form 4'],
  ['no id', unit({ id: '' }), 'courseware-id-missing 4'],
  ['an id given twice', `${unit()}\n${unit()}`, 'courseware-id-twice 5'],
  [
    'a unit called as the course',
    unit({ id: 'https://example.cn/safety' }),
    'courseware-id-twice 4',
  ],
  [
    'blocks called the same',
    `${block('a', unit())}\n${block('a', unit({ id: 'urn:x:2' }))}`,
    'courseware-id-twice 7',
  ],
  ['a block of nothing', `${unit()}\n${block('a', '')}`, 'courseware-element-missing 5'],
  ['no address', unit({ url: ' ' }), 'courseware-element-missing 4'],
  [
    'no title',
    unit({ title: '' }).replace(
      '<url>',
      '<description><langstring>x</langstring></description><url>',
    ),
    'courseware-element-missing 4',
  ],
  [
    'a title without words in any language',
    unit({ title: inLanguages() }),
    'courseware-element-missing 4',
  ],
  ['a language that is none', unit({ title: inLanguages('english_us') }), 'courseware-language 4'],
  [
    'an address with a name of the player’s',
    unit({ url: 'index.html?endpoint=http://example.org/' }),
    'courseware-query-reserved 4',
  ],
  [
    'an address with a name given twice',
    unit({ url: 'index.html?a=1&amp;a=2' }),
    'courseware-query-twice 4',
  ],
  ['a score above 1', unit({ attributes: ' masteryScore="1.01"' }), 'courseware-mastery 4'],
  ['a score below 0', unit({ attributes: ' masteryScore="-0.1"' }), 'courseware-mastery 4'],
  [
    'a score that is no decimal',
    unit({ attributes: ' masteryScore="1e-1"' }),
    'courseware-mastery 4',
  ],
  ['an empty score', unit({ attributes: ' masteryScore=""' }), 'courseware-mastery 4'],
  ['another rule', unit({ attributes: ' moveOn="passed"' }), 'not-allowed 4'],
  ['another way to launch', unit({ attributes: ' launchMethod="NewTab"' }), 'not-allowed 4'],
  [
    'launch parameters without end',
    unit({ after: `<launchParameters>${'x'.repeat(16_001)}</launchParameters>` }),
    'too-long 4',
  ],
  ['an id without end', unit({ id: `urn:${'x'.repeat(2_000)}` }), 'too-long 4'],
])('%s is refused with its line', async (_, parts, error) => {
  expect((await told(packageCmi5(parts)))[0]).toBe(error);
});

test.each(['endpoint', 'fetch', 'actor', 'registration', 'activityId'])(
  'a unit’s address leaves %s to the player, however it is encoded',
  async (name) => {
    const encoded = `%${name.charCodeAt(0).toString(16)}${name.slice(1)}`;
    for (const each of [name, encoded])
      expect(await told(packageCmi5(unit({ url: `index.html?x=1&amp;${each}=2` })))).toEqual([
        'courseware-query-reserved 4',
      ]);
    expect(await told(packageCmi5(unit({ url: `index.html#${name}=2` })))).toEqual([]);
  },
);

test('objectives are not kept, but must have ids of their own', async () => {
  const objective = (id: string) => `<objective id="${id}">${inLanguages('en')}</objective>`;
  const list = (...ids: string[]) => `\n<objectives>${ids.map(objective).join('\n')}</objectives>`;
  const told2 = (...ids: string[]) => told(packageCmi5(unit(), list(...ids)));
  expect(await told2('https://example.cn/o/1')).toEqual(['courseware-left-objectives 4']);
  expect(await told2('example.cn/o/1')).toEqual(['courseware-id-form 4']);
  expect(await told2('urn:o:1', 'urn:o:1')).toEqual(['courseware-id-twice 5']);
});

test('what is not followed is told of, with its place and its name', async () => {
  const parts = unit({
    attributes: ' launchMethod="OwnWindow"',
    after: '<entitlementKey>k</entitlementKey><kw:keyword xmlns:kw="urn:kw" idref="x"/>',
  });
  const { notCarried } = await goodPackage(packageCmi5(parts));
  expect(notCarried.map(({ code, line, params }) => [code, line, params['name']])).toEqual([
    ['courseware-left-element', 4, '<keyword>'],
    ['courseware-left-own-window', 4, 'Safety'],
    ['courseware-left-entitlement', 4, 'Safety'],
  ]);
});

test('a structure without a course or without anything in it is refused', async () => {
  const noCourse = structure(unit()).replace(/<course [^]*<\/course>/, '');
  expect(await told({ 'cmi5.xml': noCourse, 'index.html': '' })).toEqual([
    'courseware-element-missing 2',
  ]);
  expect(await told(packageCmi5(''))).toEqual(['courseware-element-missing 2']);
});
