/** What can be wrong with a package of courseware, and what of it is not followed (courseware/). */
export const coursewareSentences = {
  // The package as a whole
  'courseware-manifest-missing': {
    'zh-CN':
      '压缩包里没有 imsmanifest.xml，也没有 cmi5.xml，不是课件包；请从制作工具导出 SCORM 或 cmi5 包。',
    en: 'The archive has neither imsmanifest.xml nor cmi5.xml, so it is no courseware; export a SCORM or cmi5 package from the tool it was made with.',
  },
  'courseware-manifest-deep': {
    'zh-CN': '{name} 应当在压缩包最外层；请到它所在的文件夹里全选再压缩。',
    en: '{name} should be at the top of the archive; go into its folder, select everything and pack that.',
  },
  'courseware-standard': {
    'zh-CN':
      '看不出是哪一种标准（schemaversion 为“{version}”）；请导出成 SCORM 1.2 或 SCORM 2004。',
    en: 'The standard is not known (schemaversion is "{version}"); export it as SCORM 1.2 or SCORM 2004.',
  },
  'courseware-namespace': {
    'zh-CN': '命名空间不是 {namespace}，不是 cmi5 的课程结构；请重新导出。',
    en: 'The namespace is not {namespace}, so it is no course structure of cmi5; export it anew.',
  },
  'courseware-no-organization': {
    'zh-CN': '清单里没有目录（organization）；请重新导出成可以播放的课件包。',
    en: 'The manifest has no organization; export it anew as a package that can be played.',
  },
  'courseware-no-unit': {
    'zh-CN': '包里没有可以播放的单元；请把内容放进包里再导出。',
    en: 'There is no unit in it that can be played; put the content into the package and export it anew.',
  },
  'courseware-too-many': {
    'zh-CN': '单元超过 {limit} 个；请拆成几个课件包。',
    en: 'There are more than {limit} units; split the package.',
  },
  'courseware-unstorable': {
    'zh-CN': '{name} 存不下来：名称太长，或既是文件又是文件夹；请改名后重新打包。',
    en: '{name} cannot be stored: its name is too long, or both a file and a folder have it; rename it and pack it anew.',
  },
  // One place in the manifest
  'courseware-element-missing': {
    'zh-CN': '这里缺少 {name}；请补上或重新导出。',
    en: '{name} is missing here; add it or export the package anew.',
  },
  'courseware-id-missing': {
    'zh-CN': '这里没有编号（{name}）；请补上或重新导出。',
    en: 'There is no {name} here; add one or export the package anew.',
  },
  'courseware-id-form': {
    'zh-CN': '编号“{id}”不是完整的 IRI，应当形如 https://example.cn/units/1；请改正。',
    en: 'The id "{id}" is no whole IRI; write it like https://example.cn/units/1.',
  },
  'courseware-id-twice': {
    'zh-CN': '编号“{id}”在清单里用了两次；请改成不同的。',
    en: 'The manifest uses the id "{id}" twice; change one.',
  },
  'courseware-language': {
    'zh-CN': '“{lang}”不是语言代码，应当形如 zh-CN；请改正。',
    en: '"{lang}" is no code of a language; write it like zh-CN.',
  },
  'courseware-resource-missing': {
    'zh-CN': '这里要用资源“{id}”，清单里却没有；请重新导出。',
    en: 'This needs the resource "{id}", which the manifest does not have; export the package anew.',
  },
  'courseware-file-missing': {
    'zh-CN': '要打开的 {name} 不在包里；请把文件放进包里，或改正地址（大小写也要一致）。',
    en: '{name}, which is to be opened, is not in the package; add the file or correct its address (capitals matter).',
  },
  'courseware-outside': {
    'zh-CN': '地址 {href} 指向包外；请把文件放进包里，写相对地址。',
    en: 'The address {href} leads out of the package; put the file inside and give its relative address.',
  },
  'courseware-elsewhere': {
    'zh-CN': '{href} 在别的网站上，这个单元不播放；请把内容放进包里。',
    en: '{href} is on another site, so this unit is not played; put its content into the package.',
  },
  'courseware-mastery': {
    'zh-CN': '通过分“{found}”应当是 {range} 之间的数；请改正。',
    en: 'The score to pass, "{found}", should be a number within {range}; correct it.',
  },
  'courseware-query-reserved': {
    'zh-CN': '地址里的参数 {name} 是播放时才加上的；请换一个名称。',
    en: 'The parameter {name} of the address is added by the player; call it something else.',
  },
  'courseware-query-twice': {
    'zh-CN': '地址里的参数 {name} 写了两次；请只留一个。',
    en: 'The parameter {name} is given twice in the address; keep one.',
  },
  'courseware-without-quiz': {
    'zh-CN':
      '课件自己报的成绩只是它的一面之词，不能作为学时的依据；请给这门课加一个必修的测验（kind: quiz）。',
    en: 'What courseware says of its learner proves nothing, so hours cannot rest on it; add a compulsory quiz (kind: quiz) to the course.',
  },
  // What is not followed
  'courseware-left-organization': {
    'zh-CN': '只播放默认的目录，另一个目录“{name}”不用。',
    en: 'Only the default organization is played; "{name}" is left out.',
  },
  'courseware-left-submanifest': {
    'zh-CN': '包里套的包“{name}”不播放；请单独导出。',
    en: 'The package within the package, "{name}", is not played; export it by itself.',
  },
  'courseware-left-metadata': {
    'zh-CN': '包里的说明信息（metadata）不带过来；请在课程里填写。',
    en: 'The metadata of the package is left out; describe the course itself.',
  },
  'courseware-left-invisible': {
    'zh-CN': '“{name}”在包里设为不显示（isvisible），不播放。',
    en: 'The package hides "{name}" (isvisible), so it is left out.',
  },
  'courseware-left-untyped': {
    'zh-CN': '“{name}”没有写明是 SCO 还是素材（scormType），不播放；请重新导出。',
    en: 'It is not said whether "{name}" is a SCO or an asset (scormType), so it is left out; export the package anew.',
  },
  'courseware-left-sequencing': {
    'zh-CN': '“{name}”的学习顺序规则（sequencing）不执行：各单元按目录随意打开。',
    en: 'The sequencing of "{name}" is not followed: its units can be opened in any order.',
  },
  'courseware-left-prerequisites': {
    'zh-CN': '“{name}”的先修条件（prerequisites）不执行：各单元按目录随意打开。',
    en: 'The prerequisites of "{name}" are not followed: its units can be opened in any order.',
  },
  'courseware-left-time-limit': {
    'zh-CN': '“{name}”的次数、时间限制不执行。',
    en: 'The limit of time or attempts of "{name}" is not followed.',
  },
  'courseware-left-own-window': {
    'zh-CN': '“{name}”要求在新窗口打开，这里在页面内播放。',
    en: '"{name}" asks for a window of its own; here it is played within the page.',
  },
  'courseware-left-entitlement': {
    'zh-CN': '“{name}”的授权码（entitlementKey）不交给它。',
    en: 'The entitlement key of "{name}" is not handed to it.',
  },
  'courseware-left-objectives': {
    'zh-CN': '学习目标（objectives）不带过来。',
    en: 'The objectives are left out.',
  },
  'courseware-left-element': {
    'zh-CN': '{name} 的设置不执行。',
    en: 'What {name} says is not followed.',
  },
} as const;
