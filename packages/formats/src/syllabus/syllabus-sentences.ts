/** What can be wrong with the text of a syllabus. */
export const syllabusSentences = {
  'syllabus-empty': {
    'zh-CN': '大纲还没有内容；领域各占一行、以 # 开头，要点一行一条。',
    en: 'The syllabus is empty; write each area on a line that begins with #, and one point a line below it.',
  },
  'syllabus-point-before-area': {
    'zh-CN': '这一条要点前面没有领域；请先写一行以 # 开头的领域名称。',
    en: 'No area stands above this point; write a line with # and the name of the area first.',
  },
  'syllabus-area-unnamed': {
    'zh-CN': '# 后面没有领域名称；请写上。',
    en: 'The area has no name; write it after the #.',
  },
  'syllabus-area-empty': {
    'zh-CN': '领域“{name}”下面没有要点；请至少写一条，或删去这一行。',
    en: 'The area "{name}" has no points; write at least one, or take the line out.',
  },
  'syllabus-code-twice': {
    'zh-CN': '编号 {name} 用了两次；每条要点的编号只能用一次。',
    en: 'The code {name} is used twice; give each point its own.',
  },
  'syllabus-line-too-long': {
    'zh-CN': '这一行超过 {limit} 个字；请分成几条，或写短些。',
    en: 'This line is longer than {limit} characters; split it, or make it shorter.',
  },
  'syllabus-too-many': {
    'zh-CN': '从这一行起超出了限度：最多 {areas} 个领域、{points} 条要点。',
    en: 'From this line on there is too much: at most {areas} areas and {points} points.',
  },
} as const;
