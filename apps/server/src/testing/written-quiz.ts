// A quiz, a case and a reading that are being written, through the HTTP API. Used by tests only.
import type { DraftText, ItemForm, QuestionsReading } from '@xueshi/contracts';
import { ORIGIN, type TestInstallation, type Visitor } from './test-installation.ts';

export const COMMENTED = `# 张老师的测验
passMark: 60
attempts: 0
items:
  - id: q1
    kind: single
    stem: 谁表决？
    options: [村委会, 村民会议]
    answer: B # 第二十七条
    explanation: 由村民会议表决。
    difficulty: 1
`;

export const PAPER = `1. 谁表决村规民约？
A. 村委会
B. 村民会议
答案：B
解析：《村民委员会组织法》第二十七条
2. 信访事项几日内办结？
A. 六十日
B. 三十日
答案：C
3. 低保可以由村干部指定。（×）
4. 谁来表决村规民约呢？
A. 村民会议
B. 村委会
答案：A`;

export const itemsOf = ({ questions }: QuestionsReading): ItemForm[] =>
  questions.flatMap(({ item }) => item ?? []);

export interface SentFile {
  readonly fileName?: string;
  readonly form?: string;
  readonly lessonId?: string;
}

/** One draft and its author at work on it. */
export class WrittenQuiz {
  readonly id: string;
  readonly #here: TestInstallation;
  readonly #author: Visitor;

  private constructor(here: TestInstallation, author: Visitor, id: string) {
    this.#here = here;
    this.#author = author;
    this.id = id;
  }

  static async begin(here: TestInstallation, author: Visitor): Promise<WrittenQuiz> {
    const wish = { title: '信访工作入门', area: 'law' };
    const { id } = (await author.post<{ id: string }>('/api/v1/drafts', wish)).body;
    for (const kind of ['quiz', 'case', 'reading'])
      await author.post(`/api/v1/drafts/${id}/lessons`, { kind, title: '一节' });
    return new WrittenQuiz(here, author, id);
  }

  at(lessonId: string, rest: string): string {
    return `/api/v1/drafts/${this.id}/lessons/${lessonId}/${rest}`;
  }

  async read(lessonId = 'quiz'): Promise<DraftText> {
    return (await this.#author.get<DraftText>(this.at(lessonId, 'text'))).body;
  }

  async write(lessonId: string, text: string): Promise<void> {
    const { version } = await this.read(lessonId);
    await this.#author.put(this.at(lessonId, 'text'), { version, text });
  }

  saveQuiz(version: number, quiz: unknown, who = this.#author) {
    const address = this.at('quiz', 'quiz');
    return who.put<{ code: string; version: number }>(address, { version, quiz });
  }

  async send(payload: Uint8Array | string, sent: SentFile = {}) {
    const { fileName = 'a.txt', form = 'file', lessonId = 'quiz' } = sent;
    const answer = await this.#here.app.inject({
      method: 'POST',
      url: `${this.at(lessonId, 'question-readings')}?${new URLSearchParams({ fileName, form })}`,
      headers: {
        cookie: this.#author.cookie(),
        origin: ORIGIN,
        'content-type': 'application/octet-stream',
      },
      payload: Buffer.from(payload),
    });
    return { status: answer.statusCode, body: answer.json<QuestionsReading>() };
  }

  async paste(text: string): Promise<QuestionsReading> {
    return (await this.send(text, { form: 'pasted' })).body;
  }

  add(items: readonly ItemForm[]) {
    const address = this.at('quiz', 'questions');
    return this.#author.post<{ code: string; added: number }>(address, { items });
  }
}
