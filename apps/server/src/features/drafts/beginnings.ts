// What a new lesson begins from: a text that shows the form, to be written over.
import type { DraftLesson } from '@xueshi/contracts';
import { beginningOfCourseware, beginningOfLecture } from '../uploads/service.ts';

const READING = (title: string) => `# ${title}

在这里写正文。一段话之间空一行。

## 小标题

- 要点一
- 要点二
`;

const CASE = `minutes: 10
situation: |
  在这里写发生了什么：地点、人物、经过。
roles:
  - { name: 你的角色, text: 你负责什么 }
materials:
  - { title: 材料一, text: 材料的内容 }
start: first
nodes:
  - id: first
    text: 此刻的局面。
    question: 你怎么办？
    options:
      - id: a
        text: 第一种做法
        consequence: 结果如何、为什么。
        judgement: sound
        next: good
      - id: b
        text: 第二种做法
        consequence: 结果如何、为什么。
        judgement: poor
        next: bad
  - id: second
    text: 如果需要第二个决定，把上面某个 next 改成 second。
    question: 接下来怎么办？
    options:
      - { id: a, text: 做法, consequence: 结果, judgement: sound, next: good }
      - { id: b, text: 做法, consequence: 结果, judgement: poor, next: bad }
endings:
  - { id: good, title: 处理得当, text: 结局。 }
  - { id: bad, title: 处理不当, text: 结局。 }
commentary: |
  专家点评：怎样做更好，依据哪一条。
statutes: []
reflection: 用一两句话写写你会怎么做。
`;

/** The stem of the question that a new quiz begins from. */
export const BEGINNING_STEM = '在这里写题干。';

const QUIZ = `passMark: 60
attempts: 0
items:
  - id: q1
    kind: single
    stem: ${BEGINNING_STEM}
    options: [选项甲, 选项乙, 选项丙]
    answer: A
    explanation: 为什么对，其他错在哪里。
    difficulty: 1
`;

export function beginningOf(kind: DraftLesson['kind'], title: string): string {
  if (kind === 'lecture') return beginningOfLecture(title);
  if (kind === 'courseware') return beginningOfCourseware();
  if (kind === 'reading') return READING(title);
  return kind === 'case' ? CASE : QUIZ;
}
