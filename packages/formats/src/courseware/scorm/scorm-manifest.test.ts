import { expect, test } from 'vitest';
import {
  FIRST_ITEM,
  goodPackage,
  item12,
  manifest12,
  measured,
  package12,
  package2004,
  resource12,
  told,
} from '../packages.fixture.ts';

test('a SCORM 1.2 package becomes its units', async () => {
  expect((await goodPackage(package12())).courseware).toEqual({
    standard: 'scorm_12',
    identifier: 'county',
    title: '安全生产',
    units: [
      {
        identifier: 'one',
        title: '单元 one',
        file: 'index.html',
        query: '',
        masteryScore: 0.8,
        moveOn: 'CompletedOrPassed',
        launchData: '',
      },
    ],
  });
});

test('units come in the order of the items, chapters opened, each with its address and its data', async () => {
  const items = [
    '<item identifier="chapter"><title>第一章</title>',
    item12('a', 'r2', '<adlcp:datafromlms> level=2 </adlcp:datafromlms>', ' parameters="?page=1"'),
    item12('b', 'r2', '', ' parameters="&amp;page=2"'),
    '</item>',
    item12('c', 'r1'),
  ];
  const text = manifest12(
    items.join('\n'),
    `${resource12('r1', 'end.html#last')}\n${resource12('r2', 'page%20one.html?v=1', ' xml:base="pages/"')}`,
  ).replace('<resources>', '<resources xml:base="content/">');
  const { courseware } = await goodPackage({
    'imsmanifest.xml': text,
    'content/end.html': 'x',
    'content/pages/page one.html': 'x',
  });
  expect(
    courseware.units.map((unit) => [unit.identifier, unit.file, unit.query, unit.launchData]),
  ).toEqual([
    ['a', 'content/pages/page one.html', '?v=1&page=1', 'level=2'],
    ['b', 'content/pages/page one.html', '?v=1&page=2', ''],
    ['c', 'content/end.html', '#last', ''],
  ]);
});

test('the default organisation is played, and the others are told of', async () => {
  const files = package12((text) =>
    text.replace(
      '<organizations default="county">',
      '<organizations default="county"><organization identifier="o2"><title>别的</title></organization>',
    ),
  );
  const { courseware, notCarried } = await goodPackage(files);
  expect(courseware.identifier).toBe('county');
  expect(notCarried).toEqual([
    {
      code: 'courseware-left-organization',
      file: 'imsmanifest.xml',
      line: 4,
      column: null,
      params: { name: '别的' },
    },
  ]);
  const none = package12((text) => text.replace(/<organizations[^]*<\/organizations>/, ''));
  expect(await told(none)).toEqual(['courseware-no-organization 2']);
});

test.each([
  ['2004 2nd Edition', 'CAM 1.3'],
  ['2004 3rd Edition', '2004 3rd Edition'],
  ['2004 4th Edition', '2004 4th Edition'],
  ['the namespaces, as no version is given', ''],
])('SCORM 2004 is told by %s', async (_, edition) => {
  const files = package2004(
    measured('<imsss:minNormalizedMeasure>0.8</imsss:minNormalizedMeasure>'),
    {
      edition,
    },
  );
  const { courseware, notCarried } = await goodPackage(files);
  expect(courseware.standard).toBe('scorm_2004');
  expect(courseware.units.map(({ masteryScore }) => masteryScore)).toEqual([0.8]);
  expect(notCarried).toEqual([]);
});

test('a package that says nothing of its standard is refused', async () => {
  const bare = package12((text) =>
    text.replaceAll(/\sxmlns\S*="[^"]*"|\sxsi:\S*="[^"]*"/g, '').replace('>1.2<', '>1.1.0<'),
  );
  expect(await told(bare)).toEqual(['courseware-standard 3']);
  const namespaces = package12((text) => text.replace(/<schemaversion>.*<\/schemaversion>/, ''));
  expect((await goodPackage(namespaces)).courseware.standard).toBe('scorm_12');
});

test.each([
  ['<imsss:minNormalizedMeasure>0.6</imsss:minNormalizedMeasure>', 'true', 0.6],
  ['<imsss:minNormalizedMeasure>-0.5</imsss:minNormalizedMeasure>', 'true', 0],
  ['<imsss:minNormalizedMeasure>0.6</imsss:minNormalizedMeasure>', 'false', null],
  ['', 'true', 1],
])('a measure of %j, satisfied by it: %s, asks for %s', async (measure, by, score) => {
  const { courseware } = await goodPackage(package2004(measured(measure, by)));
  expect(courseware.units[0]?.masteryScore).toBe(score);
});

test('sequencing that several items share is looked up', async () => {
  const item =
    '<item identifier="one" identifierref="r1"><title>单元</title><imsss:sequencing IDRef="all"/></item>';
  const more = `<imsss:sequencingCollection><imsss:sequencing ID="all"><imsss:objectives><imsss:primaryObjective satisfiedByMeasure="true"><imsss:minNormalizedMeasure>0.7</imsss:minNormalizedMeasure></imsss:primaryObjective></imsss:objectives></imsss:sequencing></imsss:sequencingCollection>`;
  const { courseware } = await goodPackage(package2004(item, { more }));
  expect(courseware.units[0]?.masteryScore).toBe(0.7);
});

test('an asset is played and reports nothing', async () => {
  const item = '<item identifier="pdf" identifierref="r2"><title>讲义</title></item>';
  const { courseware } = await goodPackage(package2004(item));
  expect(courseware.units).toMatchObject([{ file: 'read.pdf', moveOn: 'NotApplicable' }]);
});

test.each([
  [
    'a score above 100',
    '<adlcp:masteryscore>101</adlcp:masteryscore>',
    `courseware-mastery ${FIRST_ITEM}`,
  ],
  [
    'a score below 0',
    '<adlcp:masteryscore>-1</adlcp:masteryscore>',
    `courseware-mastery ${FIRST_ITEM}`,
  ],
  [
    'data without end',
    `<adlcp:datafromlms>${'x'.repeat(16_001)}</adlcp:datafromlms>`,
    `too-long ${FIRST_ITEM}`,
  ],
])('%s is refused with its line', async (_, inside, error) => {
  const text = manifest12(item12('one', 'r1', inside), resource12('r1', 'index.html'));
  expect(await told(package12(() => text))).toEqual([error]);
});

test.each(['NaN', '1.1', '0,8', '1e0', 'Infinity'])(
  'a measure of %s is refused',
  async (measure) => {
    const item = measured(`<imsss:minNormalizedMeasure>${measure}</imsss:minNormalizedMeasure>`);
    expect(await told(package2004(item))).toEqual(['courseware-mastery 11']);
  },
);

test('identifiers that are missing, given twice or lead nowhere are all told of at once', async () => {
  const items = [item12('a', 'r1'), item12('a', 'r1'), item12('', 'r1'), item12('b', 'gone')];
  const text = manifest12(
    items.join('\n'),
    `${resource12('r1', 'index.html')}\n${resource12('r1', 'index.html')}`,
  );
  expect(await told(package12(() => text))).toEqual([
    `courseware-id-twice ${FIRST_ITEM + 1}`,
    `courseware-id-missing ${FIRST_ITEM + 2}`,
    `courseware-resource-missing ${FIRST_ITEM + 3}`,
    `courseware-id-twice ${FIRST_ITEM + 8}`,
  ]);
});

test('what is hidden, of no kind or in a package within is left out and told of', async () => {
  const items = [
    item12('a', 'r1'),
    item12('hidden', 'r1', '', ' isvisible="false"'),
    item12('plain', 'r2'),
    item12('within', 'm1'),
  ];
  const text = manifest12(
    items.join('\n'),
    `${resource12('r1', 'index.html')}\n<resource identifier="r2" type="webcontent" href="index.html"/>`,
    '\n  <manifest identifier="m1"><organizations/></manifest>',
  );
  const { courseware } = await goodPackage(package12(() => text));
  expect(courseware.units.map(({ identifier }) => identifier)).toEqual(['a']);
  expect(await told(package12(() => text))).toEqual([
    `courseware-left-invisible ${FIRST_ITEM + 1}`,
    `courseware-left-untyped ${FIRST_ITEM + 2}`,
    `courseware-left-submanifest ${FIRST_ITEM + 10}`,
  ]);
});

test('a resource without an address, or with that of a folder, is refused', async () => {
  const withAddress = (href: string) =>
    told(package12(() => manifest12(item12('one', 'r1'), resource12('r1', href))));
  expect(await withAddress('')).toEqual([`courseware-element-missing ${FIRST_ITEM}`]);
  expect(await withAddress('./')).toEqual([`courseware-file-missing ${FIRST_ITEM}`]);
  expect(await withAddress('pages/')).toEqual([`courseware-file-missing ${FIRST_ITEM}`]);
});

test('a package whose items are all hidden says so', async () => {
  const hidden = package12((text) => text.replace('"r1">', '"r1" isvisible="false">'));
  expect(await told(hidden)).toEqual([
    'courseware-no-unit',
    `courseware-left-invisible ${FIRST_ITEM}`,
  ]);
});

test('rules of SCORM 1.2 that are not followed are told of', async () => {
  const inside =
    '<adlcp:prerequisites type="aicc_script">a</adlcp:prerequisites><adlcp:maxtimeallowed>00:30:00</adlcp:maxtimeallowed><adlcp:timelimitaction>exit,message</adlcp:timelimitaction><metadata><adlcp:location>m.xml</adlcp:location></metadata>';
  const text = manifest12(item12('one', 'r1', inside), resource12('r1', 'index.html'));
  expect(await told(package12(() => text))).toEqual([
    `courseware-left-metadata ${FIRST_ITEM}`,
    `courseware-left-prerequisites ${FIRST_ITEM}`,
    `courseware-left-time-limit ${FIRST_ITEM}`,
  ]);
});

test.each([
  [
    'sequencingRules',
    '<imsss:sequencingRules><imsss:preConditionRule/></imsss:sequencingRules>',
    'sequencing',
  ],
  ['rollup', '<imsss:rollupRules rollupObjectiveSatisfied="false"/>', 'sequencing'],
  ['one way only', '<imsss:controlMode forwardOnly="true"/>', 'sequencing'],
  ['no choice', '<imsss:controlMode choice="false" flow="true"/>', 'sequencing'],
  [
    'shared objectives',
    '<imsss:objectives><imsss:primaryObjective><imsss:mapInfo targetObjectiveID="x"/></imsss:primaryObjective></imsss:objectives>',
    'sequencing',
  ],
  ['limits', '<imsss:limitConditions attemptAbsoluteDurationLimit="PT30M"/>', 'time-limit'],
])('sequencing of SCORM 2004 that is not followed is told of: %s', async (_, rules, code) => {
  const item = `<item identifier="one" identifierref="r1"><title>单元</title><imsss:sequencing>${rules}</imsss:sequencing></item>`;
  expect(await told(package2004(item))).toEqual([`courseware-left-${code} ${FIRST_ITEM}`]);
});

test('what else SCORM 2004 may ask for is named', async () => {
  const item =
    '<item identifier="one" identifierref="r1"><title>单元</title><adlcp:timeLimitAction>exit,message</adlcp:timeLimitAction><adlcp:dataFromLMS>x</adlcp:dataFromLMS><adlcp:completionThreshold completedByMeasure="true"/></item>';
  const { courseware, notCarried } = await goodPackage(package2004(item));
  expect(courseware.units[0]?.launchData).toBe('x');
  expect(notCarried.map(({ code, params }) => [code, params['name']])).toEqual([
    ['courseware-left-time-limit', '单元'],
    ['courseware-left-element', '<completionThreshold>'],
  ]);
});

test('more units than can be shown are refused', async () => {
  const items = Array.from({ length: 2_001 }, (_, at) => item12(`i${at}`, 'r1')).join('\n');
  const text = manifest12(items, resource12('r1', 'index.html'));
  expect(await told(package12(() => text))).toEqual([`courseware-too-many ${FIRST_ITEM + 2_000}`]);
});

test('an address that is used again and again is not read when it has no end', async () => {
  const items = Array.from({ length: 20_000 }, (_, at) => item12(`i${at}`, 'r1')).join('\n');
  const text = manifest12(items, resource12('r1', `${'a/'.repeat(1_500_000)}index.html`));
  const errors = await told(package12(() => text));
  expect(errors).toEqual([
    `courseware-too-many ${FIRST_ITEM + 10_000}`,
    `too-long ${FIRST_ITEM + 20_003}`,
  ]);
});

test('sequencing that thousands of items share is looked at once', async () => {
  const item = '<item identifier="I" identifierref="r1"><imsss:sequencing IDRef="all"/></item>';
  const items = Array.from({ length: 20_000 }, (_, at) => item.replace('I', `i${at}`)).join('\n');
  const more = `<imsss:sequencingCollection><imsss:sequencing ID="all">${'<a/>'.repeat(100_000)}</imsss:sequencing></imsss:sequencingCollection>`;
  const errors = await told(package2004(items, { more }));
  expect(errors[0]).toBe(`courseware-too-many ${FIRST_ITEM + 2_000}`);
  expect(errors).toHaveLength(500);
}, 30_000);
