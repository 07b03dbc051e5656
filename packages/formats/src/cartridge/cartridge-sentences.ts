/** What can be wrong with a Common Cartridge, and what of it stays behind (cartridge/). */
export const cartridgeSentences = {
  'cartridge-manifest-missing': {
    'zh-CN': '压缩包最外层没有 imsmanifest.xml；请在原系统里导出为 Common Cartridge（.imscc）。',
    en: 'There is no imsmanifest.xml at the top of the archive; export the course as a Common Cartridge (.imscc).',
  },
  'cartridge-other': {
    'zh-CN':
      '这不是 Common Cartridge（清单里写的是“{found}”）；SCORM、cmi5 课件请作为互动课件加进课程。',
    en: 'This is no Common Cartridge (the manifest says "{found}"); add SCORM and cmi5 packages to a course as courseware.',
  },
  'cartridge-protected': {
    'zh-CN': '发行方要求先取得授权才能导入；请向发行方索取不加保护的版本。',
    en: 'Its publisher wants to be asked before it is imported; ask them for an unprotected cartridge.',
  },
  'cartridge-too-many': {
    'zh-CN': '清单里超过 {limit} 项；请在原系统里分成几次导出。',
    en: 'The manifest has more than {limit} entries; export the course in parts.',
  },
  'cartridge-no-lesson': {
    'zh-CN': '里面没有能做成课时的网页或测验；请看下面各项的原因。',
    en: 'There is no page or quiz in it that could be a lesson; the reasons follow.',
  },
  // What stays behind, item by item
  'cartridge-left-heading': {
    'zh-CN': '“{title}”只是一行小标题，没有内容，不带过来。',
    en: '"{title}" is a line of text with nothing behind it and is left out.',
  },
  'cartridge-left-missing': {
    'zh-CN': '“{title}”要用的 {name} 不在课程包里，或指向包外，没有带过来；请重新导出。',
    en: '"{title}" needs {name}, which is not in the cartridge or leads out of it, so it is left out; export it anew.',
  },
  'cartridge-left-protected': {
    'zh-CN': '“{title}”受发行方保护，没有带过来。',
    en: '"{title}" is protected by its publisher and left out.',
  },
  'cartridge-left-twice': {
    'zh-CN': '“{title}”在目录里出现了不止一次，只带过来一次。',
    en: '"{title}" stands in the table of contents more than once; it comes in once.',
  },
  'cartridge-left-discussion': {
    'zh-CN': '“{title}”是讨论，没有带过来；学员可以在每课下面提问。',
    en: '"{title}" is a discussion and left out; learners ask below each lesson.',
  },
  'cartridge-left-tool': {
    'zh-CN': '“{title}”要打开别的系统（LTI），没有带过来。',
    en: '"{title}" opens another system (LTI) and is left out.',
  },
  'cartridge-left-assignment': {
    'zh-CN': '“{title}”是作业，没有带过来；可以改成测验里的简答题。',
    en: '"{title}" is an assignment and left out; a short answer in a quiz can take its place.',
  },
  'cartridge-left-settings': {
    'zh-CN': '“{title}”是原系统的设置，没有带过来。',
    en: '"{title}" holds settings of the system it comes from and is left out.',
  },
  'cartridge-left-weblink': {
    'zh-CN': '“{title}”是网址（{address}），没有带过来；要用的请写进相关的阅读材料。',
    en: '"{title}" is a web link ({address}) and left out; put it into the reading that it belongs to.',
  },
  'cartridge-left-file': {
    'zh-CN': '文件“{title}”（{name}）没有带过来；音像请做成讲座，文档请写成阅读材料。',
    en: 'The file "{title}" ({name}) is left out; make a lecture of films, and a reading of documents.',
  },
  'cartridge-left-kind': {
    'zh-CN': '“{title}”的类型（{type}）这里没有，没有带过来。',
    en: '"{title}" is of a kind ({type}) that does not exist here and is left out.',
  },
  'cartridge-left-beyond': {
    'zh-CN': '一门课最多 {limit} 课，“{title}”没有带过来；请把课程分成几门。',
    en: 'A course has at most {limit} lessons, so "{title}" is left out; split the course.',
  },
  'cartridge-left-quiz': {
    'zh-CN': '测验“{title}”没有一道题能带过来，整个略去。',
    en: 'None of the questions of the quiz "{title}" can come in, so it is left out.',
  },
  'cartridge-left-draw': {
    'zh-CN': '测验“{title}”原来每次抽题；这里收下了文件里的全部题目，请改写抽题规则（draw）。',
    en: 'The quiz "{title}" drew its questions anew each time; here all in the file came in, so write the rule (draw) anew.',
  },
  // Why a page is no reading
  'cartridge-left-empty': {
    'zh-CN': '网页“{title}”没有文字，没有带过来。',
    en: 'The page "{title}" has no text and is left out.',
  },
  'cartridge-left-deep': {
    'zh-CN': '网页“{title}”的标记套得太深，没有带过来；请在原处简化。',
    en: 'The page "{title}" is nested too deep and left out; simplify it where it comes from.',
  },
  'cartridge-left-long': {
    'zh-CN': '网页“{title}”超过 {limit} KiB，没有带过来；请在原处分成几页。',
    en: 'The page "{title}" exceeds {limit} KiB and is left out; split it where it comes from.',
  },
  'cartridge-left-burden': {
    'zh-CN': '网页“{title}”里有一段或一张表太长，或列表套得太深，没有带过来；请在原处拆开。',
    en: 'A paragraph or table of the page "{title}" is too long, or a list too deep, so it is left out; split it where it comes from.',
  },
  // What of a page stays behind
  'cartridge-draft': {
    'zh-CN': '网页“{title}”在原处还没有发布；已带过来，设为选修，请决定去留。',
    en: 'The page "{title}" was not published where it comes from; it came in as elective, so decide about it.',
  },
  'cartridge-left-picture': {
    'zh-CN':
      '“{title}”里的图片 {name} 没有带过来：不在包里、是空的、超过 8 MiB，或不是 webp、png、jpg、gif、avif。',
    en: 'The picture {name} of "{title}" is left out: it is not in the cartridge, empty, larger than 8 MiB, or no webp, png, jpg, gif or avif.',
  },
  'cartridge-left-embedded': {
    'zh-CN': '“{title}”里嵌入的音像或网页（{name}）没有带过来。',
    en: 'What is embedded in "{title}" ({name}) is left out.',
  },
  'cartridge-left-active': {
    'zh-CN': '“{title}”里的程序代码或表单（{name}）已去掉。',
    en: 'Program code or a form ({name}) in "{title}" is taken out.',
  },
  'cartridge-left-link': {
    'zh-CN': '“{title}”里的链接 {name} 在这里不能用，只留下文字。',
    en: 'The link {name} in "{title}" leads nowhere here; only its words stay.',
  },
  'cartridge-left-formula': {
    'zh-CN': '“{title}”里的公式（{count} 处）显示不了，原处留了记号；请改成文字或图片。',
    en: 'Formulas in "{title}" ({count}) cannot be shown, and marks stand in their places; put them into words or pictures.',
  },
  'cartridge-left-formatting': {
    'zh-CN': '“{title}”的部分格式没有带过来，文字都在。',
    en: 'Some formatting of "{title}" is left out; all its words are there.',
  },
} as const;
