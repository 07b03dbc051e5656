/** Where things lie, seen from the township 清河镇. `unknown` is an id that nothing has. */
export const PLACES = {
  own: '清河镇',
  child: '柳湾村',
  sibling: '石桥乡',
  siblings_child: '大岭村',
  parent: '云岭县(示例)',
  department: '县信访局',
} as const;
export type Place = keyof typeof PLACES | 'unknown';
export const places: readonly Place[] = [
  ...(Object.keys(PLACES) as (keyof typeof PLACES)[]),
  'unknown',
];
