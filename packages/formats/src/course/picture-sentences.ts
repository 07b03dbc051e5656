/** What can be wrong with the pictures of texts, beside that they are not there. */
export const pictureSentences = {
  'picture-not-sent': {
    'zh-CN': '题库里没有图片 {name}；请上传后再插入，或从文字里删去。',
    en: 'The bank has no picture {name}; send it and put it into the text again, or take it out of the text.',
  },
  'picture-without-words': {
    'zh-CN': '图片 {name} 没有文字说明；请在方括号里写清图上是什么，看不到图的人听得到。',
    en: 'The picture {name} has no words; say between the brackets what it shows, for whoever does not see it.',
  },
  'image-in-case': {
    'zh-CN':
      '案例的问题、选项、反思题和法条说明里不能放图片（{name}）；请移到情况介绍、材料、局面、结果、结局或点评里，或写成文字。',
    en: 'Questions, options, the reflection and notes on articles of a case cannot show pictures ({name}); move it to the situation, a material, the text of a decision, a consequence, an ending or the comment, or put it into words.',
  },
} as const;
