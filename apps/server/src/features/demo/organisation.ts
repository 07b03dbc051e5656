// An organisation as it might be: a province down to villages, about 5,000 cadres in a county.
import type { AudienceCategory } from '@xueshi/domain';
import { readDivisions, type County } from './divisions.ts';
import { ENTERPRISE, INSTITUTION, OFFICE, PRIVATE, TOWN, VILLAGE, type Posts } from './posts.ts';
import type { Random } from './random.ts';

export interface DemoUnit {
  readonly id: string;
  readonly parentId: string | null;
  readonly path: string;
  readonly name: string;
  readonly level: 'province' | 'prefecture' | 'county' | 'township' | 'village';
  readonly kind: 'region' | 'department' | 'enterprise' | 'institution' | 'collective' | 'private';
  readonly regionCode: string | null;
  /** A unit of a vertical line lies below its line, and names the place where it is. */
  readonly managementMode: 'territorial' | 'vertical';
  readonly placeUnitId: string | null;
  readonly position: number;
}

/** A unit with the people in it: how many, of which category, in which posts. */
export interface Staffed {
  readonly unit: DemoUnit;
  readonly people: number;
  readonly category: AudienceCategory;
  readonly posts: Posts;
}

/** One county at a time, with the units above it where it is the first below them. */
export interface CountyPlan {
  readonly above: readonly DemoUnit[];
  readonly county: DemoUnit;
  readonly staffed: readonly Staffed[];
}

const PEOPLE_A_COUNTY = 5_000;

const DEPARTMENTS = (
  '县委办公室 县政府办公室 县人大办公室 县政协办公室 县纪委监委 县委组织部 县委宣传部 县委统战部 县委政法委 县委编办 ' +
  '县发展和改革局 县教育局 县科技局 县工业和信息化局 县公安局 县民政局 县司法局 县财政局 县人力资源和社会保障局 县自然资源局 ' +
  '县生态环境局 县住房和城乡建设局 县交通运输局 县水利局 县农业农村局 县商务局 县文化和旅游局 县卫生健康委员会 县退役军人事务局 ' +
  '县应急管理局 县审计局 县市场监督管理局 县统计局 县医疗保障局 县乡村振兴局 县信访局 县总工会 团县委 县妇联'
).split(' ');
const ENTERPRISES =
  '供水公司 城投公司 农商银行 粮食收储公司 公交公司 人民医院 中医医院 第一中学 职业技术学校 融媒体中心'.split(
    ' ',
  );
const VILLAGES = '柳湾 上坪 大岭 石桥 东门 新民 和平 双河 龙潭 白云 高庙 青山'.split(' ');

/** Of 100 people in a county so many are in units of the kind. */
const SHARE = { departments: 42, townships: 32, villages: 16, enterprises: 8, private: 2 };

/** How many people each of `units` gets of `all`, differing by one at most. */
const spread = (all: number, units: number, at: number) =>
  Math.floor((all * (at + 1)) / units) - Math.floor((all * at) / units);

type Chosen = 'regionCode' | 'managementMode' | 'placeUnitId';
type NewUnit = Omit<DemoUnit, 'id' | 'path' | 'parentId' | 'position' | Chosen> &
  Partial<Pick<DemoUnit, Chosen>>;
type Build = (parent: DemoUnit | null, unit: NewUnit, position: number) => DemoUnit;

/** The tax offices: a line of its own from the province down, an office in each county. */
function taxOffice(
  line: DemoUnit,
  name: string,
  { place, position }: { readonly place?: DemoUnit; readonly position: number },
  build: Build,
): DemoUnit {
  const office: NewUnit = {
    name: `国家税务总局${name}税务局`,
    level: place?.level ?? 'province',
    kind: 'department',
    managementMode: 'vertical',
    placeUnitId: place?.id ?? null,
  };
  return build(line, office, position);
}

/**
 * Counties until `people` are placed (1,000 … 1,000,000), the same for the same random. Real names of
 * divisions; villages, enterprises and people are invented.
 */
export function* planCounties(people: number, random: Random): Generator<CountyPlan> {
  let left = people;
  const build: Build = (parent, unit, position) => {
    const id = random.id();
    return {
      ...{ regionCode: null, managementMode: 'territorial', placeUnitId: null },
      ...unit,
      id,
      parentId: parent?.id ?? null,
      path: `${parent?.path ?? '/'}${id}/`,
      position,
    };
  };
  const top = build(null, { name: '示例省级平台', level: 'province', kind: 'region' }, 0);
  let above: DemoUnit[] = [top];
  for (const [provinceAt, province] of readDivisions().entries()) {
    const provinceTax = taxOffice(top, province.name, { position: 9_000 + provinceAt }, build);
    above.push(provinceTax);
    for (const [at, prefecture] of province.prefectures.entries()) {
      const { code: regionCode, name } = prefecture;
      const level = 'prefecture' as const;
      const unit = build(top, { name, level, kind: 'region', regionCode }, provinceAt * 100 + at);
      const tax = taxOffice(provinceTax, name, { place: unit, position: at }, build);
      above.push(unit, tax);
      for (const [place, county] of prefecture.counties.entries()) {
        if (left <= 0) return;
        // What would be left for a last county of a few people goes into this one.
        const here = left < PEOPLE_A_COUNTY * 1.2 ? left : PEOPLE_A_COUNTY;
        left -= here;
        const plan = planCounty(county, { parent: unit, position: place, people: here }, build);
        plan.staffed.push({
          unit: taxOffice(tax, name + county.name, { place: plan.county, position: place }, build),
          ...{ people: plan.left, category: 'county_department', posts: OFFICE },
        });
        yield { above, county: plan.county, staffed: plan.staffed };
        above = [];
      }
    }
  }
  if (left > 0) throw new RangeError(`there are counties for ${people - left} people only`);
}

/** A county without its tax office, which gets the `left` people. */
function planCounty(
  county: County,
  { parent, position, people }: Record<'position' | 'people', number> & { parent: DemoUnit },
  build: Build,
): { county: DemoUnit; staffed: Staffed[]; left: number } {
  const { name, code: regionCode, townships } = county;
  const unit = build(parent, { name, level: 'county', kind: 'region', regionCode }, position);
  const staffed: Staffed[] = [];
  const of = (share: keyof typeof SHARE) => Math.round((people * SHARE[share]) / 100);
  const offices = people - of('townships') - of('villages') - of('enterprises') - of('private');
  const staffOf = (at: number) => spread(offices, DEPARTMENTS.length + 1, at);
  for (const [at, department] of DEPARTMENTS.entries()) {
    staffed.push({
      unit: build(unit, { name: department, level: 'county', kind: 'department' }, at),
      people: staffOf(at),
      category: 'county_department',
      posts: OFFICE,
    });
  }
  for (const [at, enterprise] of ENTERPRISES.entries()) {
    const kind = at < 5 ? ('enterprise' as const) : ('institution' as const);
    staffed.push({
      unit: build(unit, { name: `${name}${enterprise}`, level: 'county', kind }, 100 + at),
      people: spread(of('enterprises'), ENTERPRISES.length, at),
      category: 'county_enterprise_institution_leader',
      posts: at < 5 ? ENTERPRISE : INSTITUTION,
    });
  }
  for (const [at, township] of townships.entries()) {
    const town = build(unit, { name: township, level: 'township', kind: 'region' }, 200 + at);
    staffed.push({
      unit: town,
      people: spread(of('townships'), townships.length, at),
      category: 'township',
      posts: TOWN,
    });
    const villagers = spread(of('villages'), townships.length, at);
    for (const [place, village] of VILLAGES.entries()) {
      staffed.push({
        unit: build(town, { name: `${village}村`, level: 'village', kind: 'region' }, place),
        people: spread(villagers, VILLAGES.length, place),
        category: 'village_community_principal',
        posts: VILLAGE,
      });
    }
    staffed.push({
      unit: build(town, { name: '非公企业联合党支部', level: 'village', kind: 'private' }, 50),
      people: spread(of('private'), townships.length, at),
      category: 'nonpublic_social_party_head',
      posts: PRIVATE,
    });
  }
  return { county: unit, staffed, left: staffOf(DEPARTMENTS.length) };
}
