// A workbook to write questions in: the headings that are read, an example of every kind, and notes.
import { QUESTION_HEADINGS } from '@xueshi/formats/question-exchange';
import { writeSmallWorkbook } from '@xueshi/formats/spreadsheet';

type Row = Partial<Record<(typeof QUESTION_HEADINGS)[number], string>>;

const EXAMPLES: readonly Row[] = [
  {
    题型: '单选',
    题干: '村规民约由（　）表决通过。',
    选项A: '村民委员会',
    选项B: '村民会议',
    选项C: '乡镇政府',
    答案: 'B',
    解析: '《村民委员会组织法》第二十七条。',
    难度: '1',
  },
  {
    题型: '多选',
    题干: '下列事项中，应当公开的有（　）。',
    选项A: '财务收支',
    选项B: '低保名单',
    选项C: '个人存款',
    答案: 'AB',
    解析: '《村民委员会组织法》第三十条。',
    难度: '2',
  },
  {
    题型: '判断',
    题干: '低保对象可以由村干部指定。',
    答案: '错',
    解析: '应当经民主评议。',
    难度: '1',
  },
  {
    题型: '填空',
    题干: '信访事项应当自受理之日起____日内办结。',
    答案: '60/六十',
    解析: '《信访工作条例》第三十四条。',
    难度: '2',
  },
  {
    题型: '排序',
    题干: '请排出处置顺序。',
    选项A: '报告',
    选项B: '到场',
    选项C: '疏散',
    答案: 'BCA',
    解析: '先到场，再疏散，后报告。',
    难度: '2',
  },
  {
    题型: '连线',
    题干: '请把事项和部门对上。',
    选项A: '低保=民政',
    选项B: '医保=医保局',
    选项C: '公安',
    解析: '“公安”没有对应的事项。',
    难度: '2',
  },
  {
    题型: '简答',
    题干: '怎样开好村民会议？',
    答案: '先公告议题，再充分讨论，当场表决。',
    解析: '按评分要点给分。',
    难度: '3',
    分值: '5',
  },
];

const NOTES = [
  '一行一题，不要改标题行；示例行用完请删去。',
  '题型：单选、多选、判断、填空、排序、连线、简答；单选、多选、判断可以不写。',
  '答案：单选写一个字母，多选写几个字母（如 AB），判断写“对”或“错”，排序按先后写字母（如 BCA）。',
  '填空：题干里用四个下划线 ____ 表示空格；几个空的答案用分号隔开，一个空有几种写法用 / 隔开。',
  '连线：每个选项写“左边=右边”，只写一项的是多余的右边项；不用写答案。',
  '简答：答案一栏写评分要点。',
  '难度写 1（易）、2（中）、3（难）；分值写整数，不写算 1 分；标签用空格隔开。',
];

const WIDTHS: Readonly<Record<string, number>> = { 题干: 40, 解析: 36, 题型: 8, 难度: 6, 分值: 6 };

/** The bytes of the template. */
export const questionTemplate = (): Promise<Uint8Array> =>
  writeSmallWorkbook([
    {
      name: '题目',
      columns: QUESTION_HEADINGS.map((heading) => ({
        heading,
        kind: 'text' as const,
        width: WIDTHS[heading] ?? 14,
        ...(heading === '题型'
          ? { choices: ['单选', '多选', '判断', '填空', '排序', '连线', '简答'] }
          : {}),
      })),
      rows: EXAMPLES.map((example) => QUESTION_HEADINGS.map((heading) => example[heading] ?? null)),
    },
    {
      name: '说明',
      columns: [{ heading: '怎样填写', kind: 'text', width: 90 }],
      rows: NOTES.map((note) => [note]),
    },
  ]);
