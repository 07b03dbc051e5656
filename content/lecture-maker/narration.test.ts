import { expect, test } from 'vitest';
import fc from 'fast-check';
import { readWebVtt } from '@xueshi/formats';
import { breakLines, buildCues, webVtt } from './cues.ts';
import { voiceText } from './pronunciation.ts';
import { lengthProblem, scheduleSlides, type SpokenSentence } from './schedule.ts';
import { splitSentences } from './sentences.ts';

test('a sentence ends at 。？！ or ；, and a line break does not end it', () => {
  expect(splitSentences('先听\n清楚。你怎么办？\n他说：“不同意！”我们再谈；谈完记下\n')).toEqual([
    '先听清楚。',
    '你怎么办？',
    '他说：“不同意！”',
    '我们再谈；',
    '谈完记下',
  ]);
  expect(splitSentences(' \n。')).toEqual([]);
});

test.each([
  { promise: 'a word with two readings is read as the word', text: '重新', read: 'chong2xin1' },
  { promise: '得 after a verb is light', text: '说得', read: 'shuo1de5' },
  { promise: '得 that grants or forbids is not', text: '不得', read: 'bu4de2' },
  { promise: 'an ordinal keeps its 一', text: '第一', read: 'di4yi1' },
  { promise: 'repeated 一 is a number', text: '一份一份', read: 'yi2fen4 yi2fen4' },
  { promise: '只 is “only”', text: '只能', read: 'zhi3 neng2' },
  { promise: 'book-title marks are silent', text: '《宪法》，好', read: 'xian4fa3, hao3' },
])('$promise: $text', ({ text, read }) => {
  expect(voiceText(text)).toBe(read);
});

test('a subtitle line breaks after a comma and keeps its words whole', () => {
  expect(breakLines('早上刚开门，一位老人来反映低保的事，没带材料，也不会写字。')).toEqual([
    '早上刚开门，一位老人来反映低保的事，',
    '没带材料，也不会写字。',
  ]);
});

const sentence = fc
  .array(fc.constantFrom(...'我们信访工作条例的一是有人，、：《》“”'), {
    minLength: 1,
    maxLength: 90,
  })
  .map((characters) => `好${characters.join('')}。`);

test('no subtitle line is longer than 20 characters, and no word is lost', () => {
  fc.assert(
    fc.property(sentence, (text) => {
      const lines = breakLines(text);
      expect(lines.join('')).toBe(text);
      expect(Math.max(...lines.map((line) => [...line].length))).toBeLessThanOrEqual(20);
    }),
  );
});

const spoken = fc.record({ text: sentence, durationMs: fc.integer({ min: 300, max: 15_000 }) });
const slides = fc.array(fc.array(spoken, { minLength: 1, maxLength: 6 }), {
  minLength: 1,
  maxLength: 5,
});

test('slides follow one another without a gap, and each speaks only while it is shown', () => {
  fc.assert(
    fc.property(slides, (said: SpokenSentence[][]) => {
      const schedule = scheduleSlides(said);
      let endMs = 0;
      for (const slide of schedule.slides) {
        expect(slide.startMs).toBe(endMs);
        expect(slide.endMs % 100).toBe(0);
        let quietSinceMs = slide.startMs;
        for (const { startMs, endMs: spokenMs } of slide.sentences) {
          expect(startMs).toBeGreaterThan(quietSinceMs);
          quietSinceMs = spokenMs;
        }
        expect(slide.endMs).toBeGreaterThan(quietSinceMs);
        endMs = slide.endMs;
      }
      expect(schedule.durationMs).toBe(endMs);
    }),
  );
});

test('the subtitles are a file that the import reads, in order and within the sentences', () => {
  fc.assert(
    fc.property(slides, (said: SpokenSentence[][]) => {
      const schedule = scheduleSlides(said);
      const cues = buildCues(schedule);
      const read = readWebVtt('lecture.zh-CN.vtt', webVtt(cues));
      expect(read.errors).toEqual([]);
      expect(read.cues).toHaveLength(cues.length);
      expect(cues.every(({ lines }) => lines.length <= 2)).toBe(true);
      expect(cues.map(({ lines }) => lines.join('')).join('')).toBe(
        said
          .flat()
          .map(({ text }) => text)
          .join(''),
      );
    }),
  );
});

test.each([
  { minutes: 2.9, problem: /less than 3/ },
  { minutes: 10.1, problem: /more than 10/ },
])('a narration of $minutes minutes is refused', ({ minutes, problem }) => {
  expect(lengthProblem(minutes * 60_000)).toMatch(problem);
});

test('a narration of five minutes is accepted', () => {
  expect(lengthProblem(300_000)).toBeNull();
});
