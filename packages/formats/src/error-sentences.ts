import { archiveSentences } from './archive/archive-sentences.ts';
import { cartridgeSentences } from './cartridge/cartridge-sentences.ts';
import { coursewareSentences } from './courseware/courseware-sentences.ts';
import { momentSentences } from './course/moment-sentences.ts';
import { pictureSentences } from './course/picture-sentences.ts';
import { packageSentences } from './course-package/package-sentences.ts';
import { questionSentences } from './question-exchange/question-sentences.ts';
import { syllabusSentences } from './syllabus/syllabus-sentences.ts';

/**
 * The catalogue of everything that can be wrong with a file: a sentence per code and language that
 * says what to mend. `{name}` stands for a parameter of the error.
 */
export const sentences = {
  ...archiveSentences,
  ...cartridgeSentences,
  ...coursewareSentences,
  ...packageSentences,
  ...questionSentences,
  ...syllabusSentences,
  ...momentSentences,
  ...pictureSentences,
  // Files and folders
  'folder-missing': {
    'zh-CN': '找不到文件夹；请检查路径。',
    en: 'The folder does not exist; check the path.',
  },
  'slug-form': {
    'zh-CN':
      '文件夹名“{slug}”只能用小写字母、数字和连字符，以字母或数字开头，最多 64 个字符；请改名。',
    en: 'Rename the folder "{slug}": lower-case letters, digits and hyphens only, starting with a letter or digit, at most 64 characters.',
  },
  'file-missing': {
    'zh-CN': '找不到文件 {name}；请放进课程文件夹或改正文件名。',
    en: 'The file {name} does not exist; add it to the course folder or correct its name.',
  },
  'recording-unchosen': {
    'zh-CN': '还没有录像；请上传并选定。',
    en: 'There is no recording yet; upload one and choose it.',
  },
  'correction-lesson-added': {
    'zh-CN': '必修课时“{lesson}”是新加的，不能算小修订；请去掉 corrects，或把这一课设为选修。',
    en: 'The compulsory lesson "{lesson}" is new, so this is no small correction; take corrects out, or make the lesson elective.',
  },
  'correction-lesson-removed': {
    'zh-CN': '课时“{lesson}”删去了，不能算小修订；请去掉 corrects，或放回这一课。',
    en: 'The lesson "{lesson}" is gone, so this is no small correction; take corrects out, or put the lesson back.',
  },
  'correction-kind-changed': {
    'zh-CN': '课时“{lesson}”换了类型，不能算小修订；请去掉 corrects。',
    en: 'The lesson "{lesson}" is of another kind, so this is no small correction; take corrects out.',
  },
  'correction-made-compulsory': {
    'zh-CN': '课时“{lesson}”由选修变为必修，不能算小修订；请去掉 corrects，或改回选修。',
    en: 'The lesson "{lesson}" has become compulsory, so this is no small correction; take corrects out, or make it elective again.',
  },
  'correction-frame-changed': {
    'zh-CN':
      '课时“{lesson}”改动的不只是文字（录像、题目、选项、及格线或案例步骤变了），不能算小修订；请去掉 corrects。',
    en: 'More than words changed in the lesson "{lesson}" (its recording, questions, options, pass mark or steps), so this is no small correction; take corrects out.',
  },
  'subtitles-unchosen': {
    'zh-CN': '还没有中文字幕；请上传并选定。',
    en: 'There are no Chinese subtitles yet; upload some and choose them.',
  },
  'answer-unticked': {
    'zh-CN': '还没有标出正确答案；请标出来。',
    en: 'No right answer is marked yet; mark it.',
  },
  'courseware-unchosen': {
    'zh-CN': '还没有课件包；请上传并选定。',
    en: 'There is no package yet; upload one and choose it.',
  },
  'courseware-minutes-unsaid': {
    'zh-CN': '还没有写学完要多少分钟；请填 1 到 300 之间的整数。',
    en: 'Nobody has said yet how many minutes it takes; give a whole number from 1 to 300.',
  },
  'courseware-quiz-unadded': {
    'zh-CN': '课件自己报的成绩只是它的一面之词，不能作为学时的依据；请给这门课加一个必修的测验。',
    en: 'What courseware says of its learner proves nothing, so hours cannot rest on it; add a compulsory quiz to the course.',
  },
  'file-outside': {
    'zh-CN': '{name} 指向课程文件夹之外；请把文件放进文件夹，写相对路径。',
    en: '{name} leads out of the course folder; put the file inside and give its relative path.',
  },
  'file-not-regular': {
    'zh-CN': '{name} 不是普通文件；请换成文件。',
    en: '{name} is not a regular file; replace it with a file.',
  },
  'file-too-large': {
    'zh-CN': '{name} 超过 {limitMiB} MiB 的上限；请缩小或拆分。',
    en: '{name} exceeds the limit of {limitMiB} MiB; make it smaller or split it.',
  },
  'file-empty': {
    'zh-CN': '{name} 是空文件；请换成有内容的文件。',
    en: '{name} is empty; replace it.',
  },
  'file-kind': {
    'zh-CN': '{name} 的扩展名应当是 {expected}；请改正。',
    en: '{name} should end in {expected}; correct the name.',
  },
  'not-utf8': {
    'zh-CN': '文件不是 UTF-8 编码；请另存为 UTF-8。',
    en: 'The text is not UTF-8; save the file as UTF-8.',
  },
  'bad-character': {
    'zh-CN': '含有不可用的控制字符（{character}）；请删去。',
    en: 'There is an unusable control character ({character}); delete it.',
  },
  // YAML and JSON
  'yaml-syntax': {
    'zh-CN': 'YAML 写法有误（{detail}）；请检查缩进、引号、冒号和括号。',
    en: 'The YAML is malformed ({detail}); check indentation, quotes, colons and brackets.',
  },
  'yaml-duplicate-key': {
    'zh-CN': '“{key}”写了两次；请只留一个。',
    en: '"{key}" is given twice; keep one.',
  },
  'yaml-alias': {
    'zh-CN': '不能用 *{alias} 引用；请把内容照写一遍。',
    en: 'The alias *{alias} cannot be used; write the content out.',
  },
  'json-syntax': {
    'zh-CN': '不是合法的 JSON；请重新生成。',
    en: 'This is not JSON; make the file again.',
  },
  // Shape
  'unknown-key': {
    'zh-CN': '不认识“{key}”；请改正拼写或删去。',
    en: '"{key}" is not known here; correct the spelling or delete it.',
  },
  'unquoted-comma': {
    'zh-CN': '“{key}”像是被逗号断开的半句话；花括号里的文字含逗号时请加引号。',
    en: '"{key}" looks like text cut off at a comma; quote text that contains a comma inside { }.',
  },
  'missing-key': {
    'zh-CN': '缺少“{key}”；请补上。',
    en: '"{key}" is missing; add it.',
  },
  'wrong-type': {
    'zh-CN': '“{key}”应当是 {expected}；请改正（文字里的数字、冒号请加引号）。',
    en: '"{key}" should be of type {expected}; correct it (quote text made of digits or colons).',
  },
  'not-allowed': {
    'zh-CN': '“{key}”只能是：{allowed}；请改正。',
    en: '"{key}" must be one of: {allowed}.',
  },
  'blank-text': {
    'zh-CN': '“{key}”不能为空；请写上内容。',
    en: '"{key}" must not be blank; fill it in.',
  },
  'too-long': {
    'zh-CN': '“{key}”超过 {limit} 个字；请缩短。',
    en: '"{key}" is longer than {limit} characters; shorten it.',
  },
  'too-few': {
    'zh-CN': '“{key}”至少要有 {limit} 项；请补足。',
    en: '"{key}" needs at least {limit}; add some.',
  },
  'too-many': {
    'zh-CN': '“{key}”最多 {limit} 项；请删减。',
    en: '"{key}" may have at most {limit}; remove some.',
  },
  'number-too-small': {
    'zh-CN': '“{key}”不能小于 {limit}；请改正。',
    en: '"{key}" must be at least {limit}.',
  },
  'number-too-large': {
    'zh-CN': '“{key}”不能大于 {limit}；请改正。',
    en: '"{key}" must be at most {limit}.',
  },
  'bad-form': {
    'zh-CN': '“{key}”的写法不对，应当形如 {example}；请改正。',
    en: '"{key}" is not written as it should be; write it like {example}.',
  },
  'bad-shape': {
    'zh-CN': '“{key}”不符合格式（{detail}）；请对照课程格式说明改正。',
    en: '"{key}" does not fit the format ({detail}); compare it with the description of the format.',
  },
  // course.yaml
  'id-twice': {
    'zh-CN': '编号“{id}”用了两次；请改成不同的。',
    en: 'The id "{id}" is used twice; change one.',
  },
  'tag-twice': {
    'zh-CN': '标签“{tag}”重复；请删去一个。',
    en: 'The tag "{tag}" is given twice; delete one.',
  },
  'date-impossible': {
    'zh-CN': '日历上没有 {date}；请改正日期。',
    en: 'There is no {date} in the calendar; correct the date.',
  },
  'key-group-confidential': {
    'zh-CN': '课程不能面向后备干部（推荐给谁，就等于说出谁是）；请删去 {code}。',
    en: 'A course cannot be meant for reserve cadres: to whom it is suggested would tell who they are; remove {code}.',
  },
  'prerequisite-itself': {
    'zh-CN': '课程不能是自己的先修课程；请删去。',
    en: 'A course cannot be its own prerequisite; remove it.',
  },
  'valuation-step': {
    'zh-CN': '固定学时 {hours} 应当是 0.01 的整数倍；请改正。',
    en: 'The fixed value of {hours} hours must be a multiple of 0.01.',
  },
  'too-little-material': {
    'zh-CN': '全部材料约 {minutes} 分钟，折不到 0.25 学时；请增加材料或写固定学时。',
    en: 'All the material comes to {minutes} minutes, less than 0.25 credit hours; add material or give a fixed value.',
  },
  // lecture.yaml and its media
  'narration-length': {
    'zh-CN': '全部讲稿共 {characters} 字，应当在 {min} 至 {max} 字之间（3 至 10 分钟）；请增删。',
    en: 'The narration has {characters} characters; make it {min} to {max} (3 to 10 minutes).',
  },
  'narration-unspeakable': {
    'zh-CN': '讲稿里的“{found}”没法朗读；请改写成汉字。',
    en: 'The narration contains "{found}", which cannot be read aloud; write it in Chinese characters.',
  },
  'times-not-ascending': {
    'zh-CN': '开始时间 {startMs} 毫秒没有晚于前一个；请重新生成时间轴。',
    en: 'The start at {startMs} ms is not later than the one before; make the timeline again.',
  },
  'question-source': {
    'zh-CN': '课中问题要写 item（题目）或 bankItem（题库中的题）之一；请只留一个。',
    en: 'A question within a lecture needs either item (the question) or bankItem (one of a bank); keep one.',
  },
  'question-unknown': {
    'zh-CN': '题库“{bank}”里没有编号为“{id}”的题；请改正编号。',
    en: 'The bank "{bank}" has no item "{id}"; correct the id.',
  },
  'question-kind': {
    'zh-CN': '课中问题只能用单选、多选、判断题，不能用材料题；题库中的“{id}”不合适，请换一道。',
    en: 'Within a lecture only single, multiple and true_false can be asked, and no case-sets; choose another item than "{id}".',
  },
  'vtt-header': {
    'zh-CN': '字幕文件第一行应当是 WEBVTT；请改正。',
    en: 'The subtitles must begin with the line WEBVTT; correct the first line.',
  },
  'vtt-timing': {
    'zh-CN': '字幕时间行写法有误，应当形如 00:01.000 --> 00:03.500；请改正。',
    en: 'This timing line is malformed; write it like 00:01.000 --> 00:03.500.',
  },
  'vtt-order': {
    'zh-CN': '字幕的时间没有从早到晚；请改正开始或结束时间。',
    en: 'The cue times do not run forward; correct the start or the end.',
  },
  'vtt-blank-cue': {
    'zh-CN': '这条字幕没有文字；请写上或删去。',
    en: 'This cue has no text; add it or delete the cue.',
  },
  'vtt-no-cue': {
    'zh-CN': '字幕文件里一条字幕也没有；请重新生成。',
    en: 'There is no cue in the subtitles; make them again.',
  },
  // Statutes
  'citation-form': {
    'zh-CN': '出处“{text}”应当形如《信访工作条例》第十七条；请改正。',
    en: 'Write the source "{text}" like 《信访工作条例》第十七条.',
  },
  'statute-unknown': {
    'zh-CN': '法规库里没有《{statute}》，引文无法核对；请补充法规文本或不用原文引用。',
    en: '《{statute}》 is not among the statutes, so the quotation cannot be checked; add the statute or do not quote it.',
  },
  'article-unknown': {
    'zh-CN': '《{statute}》里没有{article}；请核对条号（用汉字数字）。',
    en: '《{statute}》 has no {article}; check the number (in Chinese numerals).',
  },
  'quotation-differs': {
    'zh-CN': '引文与《{statute}》{article}的原文不一致（从“{from}”起）；请逐字核对，省略处用……。',
    en: 'The quotation differs from 《{statute}》{article} (from "{from}" on); copy it word for word and mark omissions with …….',
  },
  'edition-unknown': {
    'zh-CN': '法规库里没有《{statute}》{year}年的版本；请核对年份，或补充该版本的文本。',
    en: 'There is no edition of 《{statute}》 from {year}; check the year or add that edition.',
  },
  'statute-no-article': {
    'zh-CN': '没有找到条文；每条应另起一行，写作“第一条”加空格再写正文。',
    en: 'There is no article; begin each on a line of its own: 第一条, a space, and its words.',
  },
  'statute-article-order': {
    'zh-CN': '这里是{number}，按顺序应当是{expected}；请补上漏掉的条文，或改正条号。',
    en: 'This is {number} where {expected} should follow; add what is missing or correct the number.',
  },
  'statute-number-form': {
    'zh-CN': '条号{number}不是规范的汉字数字；请改正。',
    en: '{number} is not written as statutes count; correct it.',
  },
  'statute-days-missing': {
    'zh-CN': '同一法规有几个版本时，每个版本都要在标题下写明通过（修改）日期和施行日期；请补上。',
    en: 'Where a statute has several editions, each needs its days of passing and of coming into force below the title; add them.',
  },
  'statute-title-missing': {
    'zh-CN': '没有找到法规名称；请填写引用时用的简称，如“信访工作条例”。',
    en: 'There is no title; write the short one that citations use, like 信访工作条例.',
  },
  'statute-adopted-missing': {
    'zh-CN': '没有找到这个版本的通过（公布、修改）日期；请填写，如 2023-09-01。',
    en: 'The day on which this edition was passed is not in the text; write it like 2023-09-01.',
  },
  'statute-force-missing': {
    'zh-CN': '没有找到这个版本的施行日期；请填写，如 2024-01-01。',
    en: 'The first day of force is not in the text; write it like 2024-01-01.',
  },
  'statute-force-early': {
    'zh-CN': '施行日期 {inForceFrom} 早于通过日期 {adoptedOn}；请核对。',
    en: 'It would be in force from {inForceFrom}, before it was passed on {adoptedOn}; check both days.',
  },
  'statute-edition-twice': {
    'zh-CN': '这个版本与 {other} 的通过日期相同；请删去重复的文件，或改正日期。',
    en: 'This edition was passed on the same day as {other}; delete one of them or correct the day.',
  },
  // Markdown
  'reading-heading': {
    'zh-CN': '第一行应当是一级标题（# 标题）；请补上。',
    en: 'The first line must be a level-1 heading (# Title); add it.',
  },
  'reading-empty': {
    'zh-CN': '标题之后没有正文；请写上。',
    en: 'There is no text after the heading; write some.',
  },
  'markdown-html': {
    'zh-CN': 'Markdown 里不能写 HTML（{found}）；请改用 Markdown 写法。',
    en: 'HTML cannot be used in the Markdown ({found}); write it in Markdown.',
  },
  'markdown-link': {
    'zh-CN': '链接 {target} 不可用；只能链到网页（http、https、mailto）或本文内。',
    en: 'The link {target} cannot be used; link to http, https, mailto or within the text.',
  },
  'markdown-burden': {
    'zh-CN': '此处的引用或列表套得太深，或者一段太长；请拆开。',
    en: 'Quotes or lists are nested too deep here, or one block is too long; split it.',
  },
  'image-not-relative': {
    'zh-CN': '图片 {name} 应当放在课程文件夹内，用相对路径；请改正。',
    en: 'Put the image {name} into the course folder and give its relative path.',
  },
  // case.yaml
  'start-unknown': {
    'zh-CN': 'start 指向的“{id}”不是决策点；请改正。',
    en: 'start names "{id}", which is not a node; correct it.',
  },
  'next-unknown': {
    'zh-CN': 'next 指向的“{id}”既不是决策点也不是结局；请改正。',
    en: 'next names "{id}", which is neither a node nor an ending; correct it.',
  },
  'case-unreachable': {
    'zh-CN': '从开头走不到“{id}”；请让某个选项通向它，或删去。',
    en: '"{id}" cannot be reached from the start; let an option lead to it or delete it.',
  },
  'case-dead-end': {
    'zh-CN': '从“{id}”走不到任何结局；请让某个选项通向结局。',
    en: 'No ending can be reached from "{id}"; let an option lead to one.',
  },
  'case-cycle': {
    'zh-CN': '这个选项又回到“{id}”，会绕圈；请改正 next。',
    en: 'This option leads back to "{id}"; correct its next.',
  },
  // quiz.yaml
  'sides-same': {
    'zh-CN': '“{text}”在这一边出现了两次；请改成不同的内容。',
    en: '"{text}" stands on this side twice; make the two different.',
  },
  'blanks-count': {
    'zh-CN': '题干里有 {inStem} 处空（____），blanks 里却有 {given} 组答案；请改成一样多。',
    en: 'The stem has {inStem} blanks (____), but blanks holds {given} answers; make them the same number.',
  },
  'group-unknown': {
    'zh-CN': '找不到材料“{id}”；请在 groups 中补上，或改正拼写。',
    en: 'There is no text "{id}" in groups; add it or correct the spelling.',
  },
  'group-unused': {
    'zh-CN': '材料“{id}”没有题目；请加上题目，或删去材料。',
    en: 'No item asks about the text "{id}"; add items or delete it.',
  },
  'bank-unknown': {
    'zh-CN': '找不到题库“{bank}”，或题库有错误；请核对题库代号，或检查题库文件夹中的 {bank}.yaml。',
    en: 'There is no bank "{bank}", or it has errors; check its code, or {bank}.yaml in the folder of banks.',
  },
  'draw-count': {
    'zh-CN': '抽题规则要写 count（题数）或 caseSets（组数）之一；请只留一个。',
    en: 'A rule for drawing needs either count (items) or caseSets (whole sets); keep one.',
  },
  'draw-too-few': {
    'zh-CN': '这条规则要抽 {wanted}，题库中够条件的最坏只剩 {sure}；请放宽条件、少抽或补题。',
    en: 'This rule draws {wanted}, but only {sure} may be left that fit; loosen it, draw fewer or add items.',
  },
  'options-same': {
    'zh-CN': '选项 {first} 和 {second} 相同；请改写其中一个。',
    en: 'Options {first} and {second} are the same; rewrite one.',
  },
  'answer-unknown': {
    'zh-CN': '答案 {answer} 没有对应的选项；请改正答案。',
    en: 'There is no option {answer}; correct the answer.',
  },
  'answer-twice': {
    'zh-CN': '答案 {answer} 写了两次；请删去一个。',
    en: 'The answer {answer} is given twice; delete one.',
  },
} as const satisfies Record<string, Record<'zh-CN' | 'en', string>>;

export type ErrorCode = keyof typeof sentences;
