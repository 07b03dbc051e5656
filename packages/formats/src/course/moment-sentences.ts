/** What can be wrong with moments of a lecture. Times are those of the recording as it was uploaded. */
export const momentSentences = {
  'time-beyond-end': {
    'zh-CN': '时间 {timeMs} 毫秒超出了讲座时长 {durationMs} 毫秒；请改正这个时间。',
    en: 'The time {timeMs} ms lies beyond the end of the lecture ({durationMs} ms); correct it.',
  },
  'question-time': {
    'zh-CN':
      '课中问题的时间 {at} 应当在 {from} 至 {to} 之间（离开头和结尾至少 {seconds} 秒）；请改正。',
    en: 'The question at {at} must lie between {from} and {to}, {seconds} seconds at least from beginning and end; correct its time.',
  },
  'question-too-close': {
    'zh-CN':
      '课中问题的时间 {at} 应当比前一个（{before}）晚至少 {seconds} 秒；请按时间先后排列并隔开。',
    en: 'The question at {at} must come {seconds} seconds at least after the one before ({before}); put them in order and apart.',
  },
  'trim-beyond-end': {
    'zh-CN': '讲座从 {start} 到 {end}，可录像只有 {length}；请改正开始或结束的时间。',
    en: 'The lecture is to go from {start} to {end}, but the recording is {length} long; correct its start or end.',
  },
  'trim-order': {
    'zh-CN': '讲座开始的时间（{start}）应当早于结束的时间（{end}）；请改正。',
    en: 'The lecture must start ({start}) before it ends ({end}); correct its start or end.',
  },
  'trim-too-short': {
    'zh-CN': '从 {start} 到 {end} 留下的太短，至少要有 {seconds} 秒；请改正开始或结束的时间。',
    en: 'Too little is left from {start} to {end}, {seconds} seconds at least are needed; correct the start or end.',
  },
  'trim-poster': {
    'zh-CN': '封面画面的时间 {at} 不在讲座（{start} 至 {end}）里；请另选一个时间，或者空着。',
    en: 'The poster at {at} is not within the lecture ({start} to {end}); choose another moment, or none.',
  },
  'trim-no-chapter': {
    'zh-CN': '讲座（{start} 至 {end}）里没有章节；请加上一章，或改正开始或结束的时间。',
    en: 'No chapter is within the lecture ({start} to {end}); add one, or correct the start or end.',
  },
  'trim-no-cue': {
    'zh-CN':
      '这个文件里没有一条字幕在讲座（{start} 至 {end}）里；请换一个文件，或改正开始或结束的时间。',
    en: 'None of these subtitles is within the lecture ({start} to {end}); take another file, or correct the start or end.',
  },
};
