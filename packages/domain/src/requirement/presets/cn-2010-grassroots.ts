import type { Clause } from '../clause.ts';
import {
  DEFAULT_CREDIT_RULES,
  PRESET_FINISH_OLD_UNTIL_DAYS,
  PRESET_OWING_RULES,
  type HourPolicy,
} from '../hour-policy.ts';

const allTraining = (hundredths: number, halfDays: number): readonly Clause[] => [
  {
    id: 'all-training',
    title: { 'zh-CN': '各类学习培训', en: 'Training of all kinds' },
    filter: {},
    hundredths,
    halfDays,
    periodYears: 1,
  },
];

/** 一般不少于100学时或12天 (DOMAIN H1). */
const hundredHoursOrTwelveDays = allTraining(10_000, 24);
/** 其他干部一般不少于40学时或5天 (DOMAIN H2). */
const fortyHoursOrFiveDays = allTraining(4_000, 10);

/**
 * The hour policy of the opinion of 2010: 100 hours or 12 days a year for staff of county departments
 * and townships, 40 hours or 5 days for the others, all kinds of training together. The two measures
 * are not convertible: 100 ÷ 12 is not 40 ÷ 5. Its default. Source: the opinion, section 二, last
 * paragraph; DOMAIN H1, H2, H4.
 */
export const CN_2010_GRASSROOTS: HourPolicy = {
  ...DEFAULT_CREDIT_RULES,
  ...PRESET_OWING_RULES,
  finishOldUntilDays: PRESET_FINISH_OLD_UNTIL_DAYS,
  code: 'cn-2010-grassroots',
  version: 'cn-2010-grassroots/1',
  title: { 'zh-CN': '基层干部年度学时要求', en: 'Annual hours of grassroots cadres' },
  basis: {
    title: '中央组织部关于加强和改进基层干部教育培训工作的意见',
    number: null,
    date: '2010',
  },
  byCategory: {
    county_department: hundredHoursOrTwelveDays,
    township: hundredHoursOrTwelveDays,
    county_enterprise_institution_leader: fortyHoursOrFiveDays,
    village_community_principal: fortyHoursOrFiveDays,
    rural_collective_party_head: fortyHoursOrFiveDays,
    nonpublic_social_party_head: fortyHoursOrFiveDays,
  },
  others: fortyHoursOrFiveDays,
};
