import type { Clause } from '../clause.ts';
import {
  DEFAULT_CREDIT_RULES,
  PRESET_FINISH_OLD_UNTIL_DAYS,
  PRESET_OWING_RULES,
  type HourPolicy,
} from '../hour-policy.ts';

/**
 * Concentrated training counts apart from online self-study, so an hour never fills both: what was
 * studied online in a dated class is concentrated, everything else online is self-study.
 */
const concentratedAndOnline: readonly Clause[] = [
  {
    // 每年不少于12天或者90学时 of concentrated training: the Regulation (DOMAIN §3).
    id: 'concentrated',
    title: { 'zh-CN': '集中培训', en: 'Concentrated training' },
    filter: { intensities: ['concentrated'] },
    hundredths: 9_000,
    halfDays: 24,
    periodYears: 1,
  },
  {
    // 网络自学, at least 50 hours a year for every category: the Plan 2023–2027 (DOMAIN §3).
    id: 'online-study',
    title: { 'zh-CN': '网络自学', en: 'Online self-study' },
    filter: { modes: ['online'], intensities: ['regular'] },
    hundredths: 5_000,
    halfDays: null,
    periodYears: 1,
  },
];

/**
 * The hour policy of the Regulation as revised in 2023 and of the national plan for 2023 to 2027, for
 * cadres of township-section level and below: 12 days or 90 hours of concentrated training AND 50
 * hours of online self-study a year. Source: DOMAIN §3 and 5.12.
 */
export const CN_2023: HourPolicy = {
  ...DEFAULT_CREDIT_RULES,
  ...PRESET_OWING_RULES,
  finishOldUntilDays: PRESET_FINISH_OLD_UNTIL_DAYS,
  code: 'cn-2023',
  version: 'cn-2023/1',
  title: { 'zh-CN': '干部年度学时要求（2023年起）', en: 'Annual hours of cadres (since 2023)' },
  basis: {
    title: '干部教育培训工作条例（2023年修订）、全国干部教育培训规划（2023－2027年）',
    number: null,
    date: '2023',
  },
  byCategory: {
    county_department: concentratedAndOnline,
    township: concentratedAndOnline,
    county_enterprise_institution_leader: concentratedAndOnline,
    village_community_principal: concentratedAndOnline,
    rural_collective_party_head: concentratedAndOnline,
    nonpublic_social_party_head: concentratedAndOnline,
  },
  others: concentratedAndOnline,
};
