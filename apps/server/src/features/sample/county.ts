// The sample county: invented places and people to try the product with. Nothing here is real.

export interface SampleUnit {
  readonly key: string;
  readonly parent: string | null;
  readonly name: string;
  readonly level: 'county' | 'township' | 'village';
  readonly kind: 'region' | 'department' | 'institution' | 'enterprise' | 'collective' | 'private';
}

export const SAMPLE_UNITS: readonly SampleUnit[] = [
  { key: 'county', parent: null, name: '云岭县(示例)', level: 'county', kind: 'region' },
  {
    key: 'organisation',
    parent: 'county',
    name: '县委组织部',
    level: 'county',
    kind: 'department',
  },
  { key: 'petitions', parent: 'county', name: '县信访局', level: 'county', kind: 'department' },
  {
    key: 'agriculture',
    parent: 'county',
    name: '县农业农村局',
    level: 'county',
    kind: 'department',
  },
  {
    key: 'labour',
    parent: 'county',
    name: '县人力资源和社会保障局',
    level: 'county',
    kind: 'department',
  },
  { key: 'school', parent: 'county', name: '县委党校', level: 'county', kind: 'institution' },
  {
    key: 'water',
    parent: 'county',
    name: '云岭县供水有限公司',
    level: 'county',
    kind: 'enterprise',
  },
  { key: 'qinghe', parent: 'county', name: '清河镇', level: 'township', kind: 'region' },
  { key: 'liuwan', parent: 'qinghe', name: '柳湾村', level: 'village', kind: 'region' },
  { key: 'shangping', parent: 'qinghe', name: '上坪村', level: 'village', kind: 'region' },
  { key: 'xiaohe', parent: 'qinghe', name: '小河社区', level: 'village', kind: 'region' },
  {
    key: 'orchard',
    parent: 'qinghe',
    name: '清河果蔬合作社',
    level: 'village',
    kind: 'collective',
  },
  { key: 'shiqiao', parent: 'county', name: '石桥乡', level: 'township', kind: 'region' },
  { key: 'daling', parent: 'shiqiao', name: '大岭村', level: 'village', kind: 'region' },
  { key: 'shiqiaocun', parent: 'shiqiao', name: '石桥村', level: 'village', kind: 'region' },
  { key: 'chengguan', parent: 'county', name: '城关街道', level: 'township', kind: 'region' },
  { key: 'dongmen', parent: 'chengguan', name: '东门社区', level: 'village', kind: 'region' },
  {
    key: 'factory',
    parent: 'chengguan',
    name: '恒源食品厂党支部',
    level: 'village',
    kind: 'private',
  },
];

export interface SamplePerson {
  readonly unit: string;
  readonly name: string;
  readonly post: string;
  readonly category: string | null;
  /** In-person half-days attended this year and last, and online hours in hundredths. */
  readonly earned: {
    readonly halfDays: number;
    readonly online: number;
    readonly lastYear: number;
  };
}

const person = (
  unit: string,
  name: string,
  post: string,
  category: string | null,
  halfDays: number,
  online: number,
  lastYear: number,
): SamplePerson => ({ unit, name, post, category, earned: { halfDays, online, lastYear } });

const COUNTY = 'county_department';
const TOWN = 'township';
const LEADER = 'county_enterprise_institution_leader';
const VILLAGE = 'village_community_principal';

export const SAMPLE_PEOPLE: readonly SamplePerson[] = [
  person('organisation', '陈建国', '干部教育科科长', COUNTY, 18, 3050, 24),
  person('organisation', '何晓燕', '干部教育科科员', COUNTY, 16, 2525, 22),
  person('organisation', '罗志强', '组织科科员', COUNTY, 10, 1850, 24),
  person('petitions', '郭永红', '局长', COUNTY, 24, 1200, 26),
  person('petitions', '马兰花', '接访科科长', COUNTY, 14, 3925, 20),
  person('petitions', '阿依古丽·买买提', '接访科科员', COUNTY, 8, 1475, 18),
  person('petitions', '宋佳', '综合科科员', COUNTY, 0, 0, 0),
  person('agriculture', '唐德明', '副局长', COUNTY, 20, 2600, 24),
  person('agriculture', '姚春梅', '农技站站长', COUNTY, 12, 5300, 24),
  person('agriculture', '彭国栋', '经营管理站科员', COUNTY, 6, 2225, 16),
  person('agriculture', '邵雨薇', '科员', COUNTY, 4, 875, 8),
  person('labour', '贾文海', '劳动监察大队大队长', COUNTY, 18, 2850, 24),
  person('labour', '石美玲', '监察员', COUNTY, 10, 3400, 22),
  person('labour', '欧阳立新', '仲裁院科员', COUNTY, 12, 525, 20),
  person('labour', '丁一', '科员', null, 2, 300, 0),
  person('school', '周敏', '教研室主任', COUNTY, 22, 4100, 26),
  person('school', '孙丽萍', '教务科科长', COUNTY, 20, 3525, 24),
  person('school', '钱伟', '教师', COUNTY, 16, 5600, 24),
  person('water', '冯大勇', '总经理', LEADER, 8, 1150, 10),
  person('water', '蔡红', '副总经理', LEADER, 6, 1725, 10),
  person('water', '熊志远', '党支部副书记', LEADER, 2, 600, 8),
  person('qinghe', '李芳', '组织委员', TOWN, 20, 3150, 24),
  person('qinghe', '王秀兰', '党建办干事', TOWN, 12, 2475, 24),
  person('qinghe', '张伟', '镇长', TOWN, 24, 925, 24),
  person('qinghe', '刘洋', '综合执法队队长', TOWN, 14, 3675, 22),
  person('qinghe', '杨帆', '信访办主任', TOWN, 8, 1925, 20),
  person('qinghe', '赵磊', '农业服务中心干事', TOWN, 4, 1050, 14),
  person('qinghe', '黄婷', '社会事务办干事', TOWN, 0, 450, 18),
  person('qinghe', '张伟', '财政所干事', TOWN, 10, 2800, 24),
  person('liuwan', '赵德水', '党支部书记、村委会主任', VILLAGE, 10, 600, 10),
  person('liuwan', '柳青', '村委会副主任', VILLAGE, 4, 1350, 8),
  person('liuwan', '柳玉珍', '妇联主席', VILLAGE, 2, 1075, 6),
  person('shangping', '龙凤山', '党支部书记', VILLAGE, 8, 825, 10),
  person('shangping', '龙小梅', '村文书', VILLAGE, 2, 2350, 8),
  person('xiaohe', '曾庆华', '社区党支部书记', VILLAGE, 10, 1500, 10),
  person('xiaohe', '邓小玉', '社区副主任', VILLAGE, 0, 0, 4),
  person('orchard', '谢长根', '合作社党支部书记', 'rural_collective_party_head', 4, 725, 6),
  person('shiqiao', '吴海涛', '党委副书记', TOWN, 24, 2250, 24),
  person('shiqiao', '徐静', '组织干事', TOWN, 14, 2650, 22),
  person('shiqiao', '沈浩', '应急办主任', TOWN, 12, 1125, 20),
  person('shiqiao', '韩梅', '民政助理员', TOWN, 6, 2050, 18),
  person('shiqiao', '曹阳', '综治中心干事', TOWN, 0, 0, 10),
  person('daling', '岩温', '党支部书记', VILLAGE, 10, 475, 10),
  person('daling', '玉香', '村委会委员', VILLAGE, 4, 900, 4),
  person('shiqiaocun', '石万福', '党支部书记', VILLAGE, 6, 350, 10),
  person('shiqiaocun', '石磊', '村委会主任', VILLAGE, 2, 525, 6),
  person('chengguan', '林晓东', '街道党工委书记', TOWN, 24, 1850, 26),
  person('chengguan', '高翔', '党政办主任', TOWN, 16, 3825, 24),
  person('chengguan', '梁燕', '社区建设办干事', TOWN, 10, 2950, 20),
  person('chengguan', '许珊珊', '司法所干事', TOWN, 8, 1550, 16),
  person('dongmen', '潘秀英', '社区党委书记', VILLAGE, 8, 2475, 10),
  person('dongmen', '魏强', '网格长', VILLAGE, 2, 1300, 6),
  person('factory', '蒋𬭎', '党支部书记', 'nonpublic_social_party_head', 4, 950, 8),
];

export interface SampleAccount {
  readonly name: string;
  readonly loginName: string;
  /** What the terminal says this account is for. */
  readonly role: string;
  readonly grants: readonly { readonly role: string; readonly unit: string | null }[];
}

export const SAMPLE_ACCOUNTS: readonly SampleAccount[] = [
  { name: '王秀兰', loginName: 'wangxiulan', role: '学员 learner (清河镇)', grants: [] },
  { name: '赵德水', loginName: 'zhaodeshui', role: '学员 learner (柳湾村)', grants: [] },
  {
    name: '李芳',
    loginName: 'lifang',
    role: '管理员 administrator of 清河镇',
    grants: [{ role: 'unit_admin', unit: 'qinghe' }],
  },
  {
    name: '陈建国',
    loginName: 'chenjianguo',
    role: '管理员 administrator of the county',
    grants: [{ role: 'unit_admin', unit: 'county' }],
  },
  {
    name: '周敏',
    loginName: 'zhoumin',
    role: '课程作者 author',
    grants: [{ role: 'author', unit: 'school' }],
  },
  {
    name: '孙丽萍',
    loginName: 'sunliping',
    role: '审核员 reviewer',
    grants: [{ role: 'reviewer', unit: 'school' }],
  },
  {
    name: '何晓燕',
    loginName: 'hexiaoyan',
    role: '系统管理员 system administrator',
    grants: [{ role: 'sys_admin', unit: null }],
  },
];
