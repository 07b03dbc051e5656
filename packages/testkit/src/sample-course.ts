// A small, whole course with a real video, made on the spot: for tests that need one to be learned.
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface SampleCourseOptions {
  readonly slug: string;
  readonly title?: string;
  readonly seconds?: number;
  readonly repeat?: 'never' | 'yearly';
  readonly seeking?: 'free' | 'watched';
  readonly maxRate?: number;
  /** What the lecture asks: a list of questions in YAML's flow style. */
  readonly questions?: string;
  /** Hours, or linear. */
  readonly valuation?: string;
  readonly ffmpeg: string;
}

const clock = (seconds: number) => new Date(seconds * 1000).toISOString().slice(11, 23);

async function makeVideo(file: string, seconds: number, ffmpeg: string): Promise<void> {
  await run(ffmpeg, [
    ...[
      '-v',
      'error',
      '-nostdin',
      '-y',
      '-f',
      'lavfi',
      '-i',
      `smptebars=s=640x360:r=10:d=${seconds}`,
    ],
    ...['-f', 'lavfi', '-i', `sine=frequency=330:sample_rate=44100:d=${seconds}`],
    ...[
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      '-pix_fmt',
      'yuv420p',
      '-c:a',
      'aac',
      '-b:a',
      '48k',
    ],
    ...['-shortest', '-movflags', '+faststart', file],
  ]);
}

async function makeSlides(folder: string, ffmpeg: string): Promise<void> {
  await mkdir(join(folder, 'slides'), { recursive: true });
  for (const [number, colour] of ['#9b1c1f', '#2f5d50', '#31456b'].entries()) {
    const file = join(folder, 'slides', `0${number + 1}.webp`);
    await run(ffmpeg, [
      '-v',
      'error',
      '-nostdin',
      '-y',
      '-f',
      'lavfi',
      '-i',
      `color=${colour}:s=640x360`,
      '-frames:v',
      '1',
      file,
    ]);
  }
}

const COURSE = ({
  title,
  repeat,
  seeking,
  maxRate,
  questions,
  valuation,
}: SampleCourseOptions) => `format: 1
title: { zh-CN: ${title ?? '测试课程：基层信访工作'}, en: Test course on petitions }
summary: { zh-CN: 用来检验平台的短课程。, en: A short course to test the platform with. }
area: social_management
tags: [信访, 测试]
lecturer: { name: 测试组, title: 教师 }
repeat: ${repeat ?? 'never'}
seeking: ${seeking ?? 'free'}
maxRate: ${maxRate ?? 1}
valuation: ${valuation ?? '0.5'}
revision: 1
sources:
  - { title: 信访工作条例, issuer: 中共中央、国务院, date: 2022-02-25 }
lessons:
  - { id: lecture, kind: lecture, title: { zh-CN: 视频讲座, en: Lecture }, source: lecture.yaml,
      video: lecture.mp4, timeline: lecture.timeline.json, subtitles: { zh-CN: lecture.zh-CN.vtt }${
        questions ? `, questions: ${questions.replaceAll(/\s*\n\s*/g, ' ')}` : ''
      } }
  - { id: reading, kind: reading, title: { zh-CN: 阅读材料, en: Reading }, source: reading.md }
  - { id: case, kind: case, title: { zh-CN: 案例, en: Case }, source: case.yaml }
  - { id: quiz, kind: quiz, title: { zh-CN: 随堂测验, en: Quiz }, source: quiz.yaml }
`;

const LECTURE = ['开始', '中间', '结束']
  .map(
    (title) => `  - title: { zh-CN: ${title}, en: Part }
    slides:
      - title: ${title}的幻灯片
        points: [第一个要点, 第二个要点]
        say: |
          ${'这是讲稿里的一句话。'.repeat(25)}
`,
  )
  .join('');

const CASE = `minutes: 5
situation: 二十三名村民到镇政府反映补偿款没有到位。
roles:
  - { name: 你：镇信访办主任, text: 负责接待和交办。 }
materials:
  - { title: 来访登记表, text: 三月四日上午，二十三人来访。 }
start: first
nodes:
  - id: first
    text: 人群聚集在门口。
    question: 你先做什么？
    options:
      - { id: a, text: 请他们推选代表到接待室, consequence: 代表坐下来谈。, judgement: sound, next: second }
      - { id: b, text: 让他们明天再来, consequence: 村民情绪激动。, judgement: poor, next: second }
  - id: second
    text: 登记完成。
    question: 接下来呢？
    options:
      - { id: a, text: 当场出具受理回执, consequence: 村民放心离开。, judgement: sound, next: settled }
      - { id: b, text: 口头答应, consequence: 村民半信半疑。, judgement: arguable, next: doubtful }
endings:
  - { id: settled, title: 程序走通, text: 事项进入办理。 }
  - { id: doubtful, title: 留下隐患, text: 一周后村民再次来访。 }
commentary: 先稳住人，再把事项按程序登记受理。
statutes:
  - { statute: 信访工作条例, article: 第三条, note: 信访工作的定位。 }
reflection: 换了你，会怎样开口？
discussion: true
`;

const QUIZ = `passMark: 60
attempts: 0
items:
  - id: q1
    kind: single
    stem: 信访工作是党的什么工作的重要组成部分？
    options: [群众工作, 外事工作, 统计工作]
    answer: A
    explanation: 信访工作是党的群众工作的重要组成部分。
    statute: { statute: 信访工作条例, article: 第三条 }
    difficulty: 1
  - id: q2
    kind: multiple
    stem: 接待集体来访时应当做的有哪些？
    options: [请推选代表, 登记事项, 置之不理]
    answer: [A, B]
    explanation: 推选代表并登记。
    difficulty: 2
  - id: q3
    kind: true_false
    stem: 口头答应可以代替登记。
    answer: false
    explanation: 应当登记。
    difficulty: 1
`;

/** The right answers of the sample quiz, by item. */
export const SAMPLE_ANSWERS = { q1: ['A'], q2: ['A', 'B'], q3: false } as const;

/** Writes a course folder below `courses` and returns its path. The video is real and `seconds` long. */
export async function makeSampleCourse(
  courses: string,
  options: SampleCourseOptions,
): Promise<string> {
  const { slug, ffmpeg, seconds = 24 } = options;
  const folder = join(courses, slug);
  await mkdir(folder, { recursive: true });
  await makeVideo(join(folder, 'lecture.mp4'), seconds, ffmpeg);
  await makeSlides(folder, ffmpeg);
  const third = Math.floor(seconds / 3);
  const parts = [0, third, 2 * third];
  const timeline = {
    format: 1,
    durationMs: seconds * 1000,
    chapters: parts.map((at, part) => ({
      startMs: at * 1000,
      title: { 'zh-CN': ['开始', '中间', '结束'][part], en: 'Part' },
    })),
    slides: parts.map((at, part) => ({
      startMs: at * 1000,
      image: `slides/0${part + 1}.webp`,
      title: `${['开始', '中间', '结束'][part] ?? ''}的幻灯片`,
      text: '第一个要点 第二个要点',
    })),
  };
  const cues = parts
    .map((at) => `${clock(at)} --> ${clock(at + third)}\n这是讲稿里的一句话。\n`)
    .join('\n');
  await writeFile(join(folder, 'lecture.timeline.json'), JSON.stringify(timeline));
  await writeFile(join(folder, 'lecture.zh-CN.vtt'), `WEBVTT\n\n${cues}`);
  await writeFile(join(folder, 'course.yaml'), COURSE(options));
  await writeFile(join(folder, 'lecture.yaml'), `chapters:\n${LECTURE}`);
  await writeFile(
    join(folder, 'reading.md'),
    '# 接待的第一步\n\n先请人坐下，再听人把话说完。登记要写清时间、人数、诉求。\n',
  );
  await writeFile(join(folder, 'case.yaml'), CASE);
  await writeFile(join(folder, 'quiz.yaml'), QUIZ);
  return folder;
}
