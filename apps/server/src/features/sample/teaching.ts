// Who teaches in the sample county, and what is to be taught there. Invented, as everything of it is.
import { schema, type Tx } from '@xueshi/database';
import type { LecturerKind, SyllabusArea } from '@xueshi/domain';
import { newId } from '../../platform/new-id.ts';
import { pinyinOf } from '../people/service.ts';

const { lecturers, syllabuses } = schema;

interface SampleLecturer {
  /** Courses that come with the program name two of these. */
  readonly code: string;
  readonly unit: string;
  readonly name: string;
  readonly nameEn: string;
  readonly kind: LecturerKind;
  readonly title: string;
  readonly topics: readonly string[];
  readonly biography: string;
  readonly biographyEn: string;
  /** A person of the sample county who is this lecturer. */
  readonly person?: string;
  readonly isRetired?: true;
}

const LECTURERS: readonly SampleLecturer[] = [
  {
    code: 'yunling-zheng-liyan',
    unit: 'county',
    name: '郑立言',
    nameEn: 'Zheng Liyan',
    kind: 'scholar',
    title: '县委党校高级讲师(示例)',
    topics: ['信访工作', '群众工作', '依法行政'],
    biography:
      '长期讲授群众工作和信访法规，每年到乡镇接访窗口跟班两周。\n\n- 主讲《信访工作怎样办到位》\n- 编写接访谈话案例三十余个\n\n*示例数据，人物为虚构。*',
    biographyEn:
      'Teaches mass work and the law of petitions, and spends two weeks a year at the reception windows of townships.\n\n*Sample data; the person is invented.*',
  },
  {
    code: 'yunling-luo-xiuying',
    unit: 'county',
    name: '罗秀英',
    nameEn: 'Luo Xiuying',
    kind: 'mass_work_expert',
    title: '清河镇退休人民调解员(示例)',
    topics: ['人民调解', '群众工作'],
    biography: '做了二十六年人民调解员，经手邻里、宅基地纠纷七百多件。\n\n*示例数据，人物为虚构。*',
    biographyEn:
      'A people’s mediator for twenty-six years, with more than seven hundred disputes of neighbours and homesteads.\n\n*Sample data; the person is invented.*',
  },
  {
    code: 'yunling-wu-haitao',
    unit: 'county',
    name: '吴海涛',
    nameEn: '',
    kind: 'leader',
    title: '石桥乡党委副书记(示例)',
    topics: ['基层党建', '依法行政'],
    biography: '每学期到县委党校为村干部讲一课。\n\n*示例数据，人物为虚构。*',
    biographyEn: '',
    person: '吴海涛',
  },
  {
    code: 'yunling-yue-shuisheng',
    unit: 'qinghe',
    name: '岳水生',
    nameEn: 'Yue Shuisheng',
    kind: 'local_talent',
    title: '柳湾村茶叶种植能手(示例)',
    topics: ['乡村产业'],
    biography: '在田间地头开课，教过三百多名茶农。\n\n*示例数据，人物为虚构。*',
    biographyEn: '',
    isRetired: true,
  },
];

const AREAS: readonly SyllabusArea[] = [
  {
    title: '群众工作与矛盾化解',
    points: [
      { code: '1.1', text: '按规定接待来访、登记告知、分类导入、按期办结' },
      { code: '1.2', text: '组织一次完整的人民调解，写出有用的调解协议' },
      { code: '1.3', text: '入户走访，记好民情日记' },
    ],
  },
  {
    title: '依法办事',
    points: [
      { code: '2.1', text: '查得到、读得懂与本职有关的法律条文' },
      { code: '2.2', text: '写得出站得住的处理意见书' },
      { code: '2.3', text: '依法公开村级事务' },
    ],
  },
  {
    title: '应急与安全',
    points: [{ code: '3.1', text: '汛期、山火的预警、转移和报告' }],
  },
];

/** Enters both for the sample county; `units` and `people` by their keys and names. */
export async function makeTeaching(
  tx: Tx,
  units: ReadonlyMap<string, { readonly id: string }>,
  people: ReadonlyMap<string, string>,
  now: Date,
): Promise<void> {
  const unitOf = (key: string): string => {
    const unit = units.get(key);
    if (!unit) throw new Error(`sample teaching in an unknown unit: ${key}`);
    return unit.id;
  };
  const saved = { version: 1, createdAt: now, savedAt: now, savedBy: null };
  await tx.insert(lecturers).values(
    LECTURERS.map(({ unit, person, isRetired, topics, ...facts }) => ({
      id: newId(),
      ...facts,
      ...pinyinOf(facts.name),
      orgUnitId: unitOf(unit),
      topics: [...topics],
      photo: null,
      personId: person === undefined ? null : (people.get(person) ?? null),
      retiredAt: isRetired ? now : null,
      ...saved,
    })),
  );
  await tx.insert(syllabuses).values({
    id: newId(),
    code: 'yunling-jcgb',
    orgUnitId: unitOf('county'),
    title: '基层干部培训大纲(示例)',
    edition: '2026',
    state: 'in_force',
    areas: [...AREAS],
    inForceAt: now,
    ...saved,
  });
}
