/** What can be wrong with an archive from elsewhere. */
export const archiveSentences = {
  'archive-damaged': {
    'zh-CN': '压缩包已损坏或不是 zip（{detail}）；请重新导出。',
    en: 'The archive is damaged or no zip ({detail}); export it anew.',
  },
  'archive-path': {
    'zh-CN': '压缩包里的路径 {name} 指向包外，整个压缩包不读；请重新打包。',
    en: 'The path {name} leads out of the archive, which is refused whole; pack it anew.',
  },
  'archive-link': {
    'zh-CN': '压缩包里的 {name} 是链接，整个压缩包不读；请换成文件再打包。',
    en: '{name} is a link, so the archive is refused whole; pack the file itself.',
  },
  'archive-locked': {
    'zh-CN': '压缩包里的 {name} 有密码；请去掉密码再打包。',
    en: '{name} has a password; pack it without one.',
  },
  'archive-bomb': {
    'zh-CN': '{name} 展开后大得不合常理，整个压缩包不读；请重新打包。',
    en: '{name} grows beyond reason when unpacked, so the archive is refused whole; pack it anew.',
  },
  'archive-too-much': {
    'zh-CN': '压缩包超过上限（{limit}）；请拆成几个。',
    en: 'The archive exceeds the limit of {limit}; split it.',
  },
  'archive-twice': {
    'zh-CN': '压缩包里有两个 {name}；请重新打包。',
    en: 'The archive holds {name} twice; pack it anew.',
  },
  'archive-missing': {
    'zh-CN': '目录里写着 {name}，压缩包里却没有；请重新打包。',
    en: 'The manifest names {name}, which the archive does not hold; pack it anew.',
  },
};
