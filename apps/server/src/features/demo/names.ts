import { pinyinOf } from '../people/service.ts';
import type { Random } from './random.ts';

const SURNAMES = [
  ...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段钱汤尹黎易常武乔贺赖龚文',
] as unknown as readonly [string, ...string[]];
const GIVEN = [
  ...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国文斌志宏海燕春梅晓东立新德永福生云飞雪琴佳慧子涵宇轩欣怡思远卫民光辉庆祥',
] as unknown as readonly [string, ...string[]];

const syllables = new Map<string, { namePinyin: string; nameInitials: string }>();
function syllableOf(character: string) {
  const known = syllables.get(character);
  if (known) return known;
  const made = pinyinOf(character);
  syllables.set(character, made);
  return made;
}

/** An invented name with its pinyin; there are namesakes, as in life. */
export function drawName(random: Random) {
  const given = random.fraction() < 0.2 ? 1 : 2;
  const characters = [
    random.pick(SURNAMES),
    ...Array.from({ length: given }, () => random.pick(GIVEN)),
  ];
  const parts = characters.map(syllableOf);
  return {
    name: characters.join(''),
    namePinyin: parts.map((part) => part.namePinyin).join(' '),
    nameInitials: parts.map((part) => part.nameInitials).join(''),
  };
}
