import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readSyllabusText, writeSyllabusText } from './syllabus-text.ts';

const codesOf = (text: string) =>
  readSyllabusText(text).areas.map(({ points }) => points.map(({ code }) => code));
const faultsOf = (text: string) =>
  readSyllabusText(text).errors.map(({ line, code }) => `${line ?? '-'} ${code}`);

test('an area a line with #, a point a line below it', () => {
  const { areas, errors } = readSyllabusText(
    '# 理论武装\n学深悟透\n\n  能讲清楚  \r\n＃依法办事\n3.9 会用法条\nlaw-1、会查法条\n',
  );
  expect(errors).toEqual([]);
  expect(areas).toEqual([
    {
      title: '理论武装',
      points: [
        { code: '1.1', text: '学深悟透' },
        { code: '1.2', text: '能讲清楚' },
      ],
    },
    {
      title: '依法办事',
      points: [
        { code: '3.9', text: '会用法条' },
        { code: 'law-1', text: '会查法条' },
      ],
    },
  ]);
});

test('numbers that are given by place keep clear of those that are written', () => {
  expect(codesOf('# 甲\n1.1 一\n二\n1.3 三\n四')).toEqual([['1.1', '1.2', '1.3', '1.4']]);
});

test('a Latin word at the beginning is no code', () => {
  expect(readSyllabusText('# 甲\nai 技术应用').areas[0]?.points).toEqual([
    { code: '1.1', text: 'ai 技术应用' },
  ]);
});

test('what is wrong is told with its line', () => {
  expect(faultsOf('')).toEqual(['- syllabus-empty']);
  expect(faultsOf('一条\n# 甲\n二')).toEqual(['1 syllabus-point-before-area']);
  expect(faultsOf('# 甲\n# 乙\n一')).toEqual(['1 syllabus-area-empty']);
  expect(faultsOf('#\n一')).toEqual(['1 syllabus-area-unnamed']);
  expect(faultsOf('# 甲\n1.1 一\n\n1.1 二')).toEqual(['4 syllabus-code-twice']);
  expect(faultsOf(`# 甲\n${'长'.repeat(301)}`)).toEqual(['2 syllabus-line-too-long']);
  expect(faultsOf(`# 甲\n${'一\n'.repeat(401)}`)).toEqual(['402 syllabus-too-many']);
});

test('what was written is read as the same again, and nothing makes it throw', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('# 甲', '#', '一 二', '1.1 三', 'x2 四', '', '1.1')),
      (lines) => {
        const { areas, errors } = readSyllabusText(lines.join('\n'));
        if (errors.length > 0) return;
        expect(readSyllabusText(writeSyllabusText(areas))).toEqual({ areas, errors: [] });
      },
    ),
  );
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void readSyllabusText(text)));
});
