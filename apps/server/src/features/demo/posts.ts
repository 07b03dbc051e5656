// Posts as they might be held, with position level (GB/T 12407), rank and key group (DOMAIN K0).
import type { BuiltInKeyGroup, PositionLevel, Rank } from '@xueshi/domain';
import type { Random } from './random.ts';

export interface DemoPost {
  readonly post: string;
  readonly positionLevel: PositionLevel | null;
  readonly rank: Rank | null;
  readonly keyGroup: BuiltInKeyGroup | null;
}

/** The posts of a kind of unit: those its first people hold, one each, and those of everybody else. */
export interface Posts {
  readonly leads: readonly DemoPost[];
  readonly others: readonly (DemoPost & { readonly weight: number })[];
}

const of = (
  post: string,
  positionLevel: PositionLevel | null = null,
  rank: Rank | null = null,
  keyGroup: BuiltInKeyGroup | null = null,
): DemoPost => ({ post, positionLevel, rank, keyGroup });

export const OFFICE: Posts = {
  leads: [of('局长', '141', 'section_1', 'department_head')],
  others: [
    { ...of('科员', '150', 'clerk_2'), weight: 30 },
    { ...of('一级科员', '150', 'clerk_1'), weight: 25 },
    { ...of('四级主任科员', '150', 'section_4'), weight: 20 },
    { ...of('股长', '150', 'section_4'), weight: 17 },
    { ...of('副局长', '142', 'section_2'), weight: 8 },
  ],
};

export const TOWN: Posts = {
  leads: [
    of('镇党委书记', '141', 'section_1', 'township_chief'),
    of('镇长', '141', 'section_1', 'township_chief'),
  ],
  others: [
    { ...of('干事', '160', 'clerk_2'), weight: 35 },
    { ...of('党建办干事', '150', 'clerk_1'), weight: 30 },
    { ...of('综治办主任', '150', 'section_4'), weight: 15 },
    { ...of('组织委员', '142', 'section_3'), weight: 10 },
    { ...of('副镇长', '142', 'section_2'), weight: 10 },
  ],
};

/** Who works in a village or an enterprise has neither level nor rank. */
export const VILLAGE: Posts = {
  leads: [of('村党组织书记', null, null, 'village_secretary')],
  others: [
    { ...of('村委会副主任'), weight: 1 },
    { ...of('村党组织副书记'), weight: 1 },
    { ...of('村委会委员'), weight: 2 },
  ],
};

const leaders = (chief: string, deputy: string): Posts => ({
  leads: [of(chief, null, null, 'enterprise_principal')],
  others: [
    { ...of(deputy), weight: 2 },
    { ...of('党支部书记'), weight: 1 },
  ],
});
export const ENTERPRISE = leaders('总经理', '副总经理');
export const INSTITUTION = leaders('主要负责人', '副职负责人');

export const PRIVATE: Posts = {
  leads: [],
  others: [{ ...of('党支部书记', null, null, 'nonpublic_secretary'), weight: 1 }],
};

/** Of a hundred cadres of departments and townships who lead nothing, so many are reserve cadres. */
const RESERVES = 0.04;
const HAS_RESERVES: readonly string[] = ['county_department', 'township'];

/** The post of the person who is number `at` (from 0) in a unit. */
export function drawPost({ leads, others }: Posts, at: number, random: Random): DemoPost {
  const lead = leads[at];
  if (lead) return lead;
  const other = others[random.weighted(others.map(({ weight }) => weight))];
  return other ?? of('干部');
}

export function drawKeyGroups(
  { keyGroup, positionLevel }: DemoPost,
  category: string,
  random: Random,
): BuiltInKeyGroup[] {
  const own = keyGroup === null ? [] : [keyGroup];
  if (positionLevel === '141' || !HAS_RESERVES.includes(category)) return own;
  return random.fraction() < RESERVES ? [...own, 'reserve'] : own;
}
