import { expect, test } from 'vitest';
import fc from 'fast-check';
import { concatList } from './encode.ts';
import { fingerprint } from './fingerprint.ts';
import type { LectureSource } from './lecture-source.ts';
import { planReveal, slideStates } from './reveal.ts';
import { scheduleSlides } from './schedule.ts';
import { pageHtml } from './slide-page.ts';
import { buildTimeline } from './timeline.ts';

const slide = (title: string) => ({
  title,
  points: ['先登记', '再答复'],
  quote: null,
  say: '好。',
});
const source: LectureSource = {
  title: '信访工作',
  lecturer: '编写组',
  chapters: [
    { title: { 'zh-CN': '接', en: 'Receive' }, slides: [slide('一'), slide('二')] },
    { title: { 'zh-CN': '办', en: 'Handle' }, slides: [slide('三')] },
  ],
};
const said = (durationMs: number) => [{ text: '好。', durationMs }];

test('a point appears with the sentence that speaks about it', () => {
  const sentences = ['早上开门。', '一位老人来了。', '先登记姓名住址。', '书面答复十五日内。'];
  const reveal = planReveal(['登记姓名和住址', '十五日内答复'], '应当书面答复', sentences);
  expect(reveal).toEqual({ points: [2, 3], quote: 3 });
});

test('points keep their order, and all of them have appeared when the slide ends', () => {
  const text = fc.array(fc.constantFrom(...'登记答复姓名期限'), { minLength: 1 });
  const texts = fc.array(
    text.map((characters) => characters.join('')),
    {
      minLength: 1,
      maxLength: 6,
    },
  );
  fc.assert(
    fc.property(texts, texts, (points, sentences) => {
      const reveal = planReveal(points, sentences[0] ?? '', sentences);
      expect(reveal.points).toEqual(reveal.points.toSorted((a, b) => a - b));
      const spoken = sentences.map((words) => ({ text: words, durationMs: 1000 }));
      const timed = scheduleSlides([spoken]).slides.flatMap((each) => slideStates(each, reveal));
      expect(timed[0]?.startMs).toBe(0);
      expect(timed.at(-1)).toMatchObject({ shownPoints: points.length, quoteShown: true });
    }),
  );
});

test('the timeline begins with the title slide, and chapters begin with their first slide', () => {
  const schedule = scheduleSlides([said(1000), said(2000), said(3000), said(4000)]);
  const timeline = buildTimeline(source, schedule, 'abc');
  const startMs = timeline.slides.map((each) => each.startMs);
  expect(startMs).toEqual(schedule.slides.map((each) => each.startMs));
  expect(timeline.chapters.map((each) => each.startMs)).toEqual([0, startMs[3]]);
  expect(timeline.slides.map((each) => each.image)).toEqual([
    'slides/01.webp',
    'slides/02.webp',
    'slides/03.webp',
    'slides/04.webp',
  ]);
  expect(timeline.slides[3]).toMatchObject({ title: '三', text: '先登记\n再答复' });
});

test('every still has its exact time', () => {
  const stills = [
    { path: 'a.png', startMs: 0 },
    { path: 'b.png', startMs: 1240 },
  ];
  expect(concatList(stills, 3000)).toBe(
    "ffconcat version 1.0\nfile 'a.png'\nduration 1.2\nfile 'b.png'\nduration 1.8\nfile 'b.png'\n",
  );
});

test('a lecture is made again when its words change', () => {
  expect(fingerprint(source)).toBe(fingerprint(structuredClone(source)));
  expect(fingerprint({ ...source, title: '调解' })).not.toBe(fingerprint(source));
});

test('what a slide says is text, never markup', () => {
  const html = pageHtml({ kind: 'title', source: { ...source, title: '<b>"x" & y' } });
  expect(html).toContain('&lt;b&gt;&quot;x&quot; &amp; y');
});
