/** What can be wrong with foreign questions, and what of them stays behind (question-exchange/). */
export const questionSentences = {
  // The file as a whole
  'questions-kind': {
    'zh-CN':
      '认不出 {name} 的格式；请用 Word（.docx）、Excel（.xlsx）、GIFT、Moodle XML、QTI 题目或题目包（zip）。',
    en: 'The format of {name} is not known; use Word (.docx), Excel (.xlsx), GIFT, Moodle XML, QTI items or a QTI package (zip).',
  },
  'sheet-no-headings': {
    'zh-CN': '表里找不到标题行；请用模板，至少要有“题干”和“答案”两列。',
    en: 'There is no row of headings; use the template, with 题干 and 答案 (question and answer) at least.',
  },
  'sheet-unreadable': {
    'zh-CN': '{name} 不是能读的 Excel 表；请另存为 .xlsx，去掉密码再上传。',
    en: '{name} cannot be read as a workbook; save it as .xlsx, without a password.',
  },
  'sheet-kind': {
    'zh-CN': '不认识题型“{kind}”；请写单选、多选、判断、填空、排序、连线或简答。',
    en: 'The kind "{kind}" is not known; write 单选, 多选, 判断, 填空, 排序, 连线 or 简答.',
  },
  'sheet-option-gap': {
    'zh-CN': '选项 {letter} 空着，后面却还有选项；请补上或把后面的往前移。',
    en: 'Option {letter} is empty though others follow; fill it in or move the others up.',
  },
  'sheet-number': {
    'zh-CN': '“{heading}”一栏写的是“{text}”；请写数字。',
    en: 'The column {heading} says "{text}"; write a number.',
  },
  'bank-shape': {
    'zh-CN': '这个文件不是题库文件的写法；请对照题库格式改正，或重新导出。',
    en: 'This is not how the file of a bank is written; compare the format, or export it again.',
  },
  'bank-item-shape': {
    'zh-CN': '“{item}”不是题目的写法：缺少题型，或有不认识的项目；请对照题库格式改正。',
    en: 'Write "{item}" as a question: its kind is missing, or it has something that none has; compare the format.',
  },
  'questions-none': {
    'zh-CN': '文件里没有题目；请换一个文件。',
    en: 'There are no questions in it; choose another file.',
  },
  'questions-too-many': {
    'zh-CN': '一次最多读 {limit} 道题；请分成几个文件。',
    en: 'At most {limit} questions can be read at once; split the file.',
  },
  'xml-syntax': {
    'zh-CN': 'XML 写法有误（{detail}）；请从原系统重新导出。',
    en: 'The XML is malformed ({detail}); export it anew from where it comes from.',
  },
  'xml-doctype': {
    'zh-CN': '文件里有 DOCTYPE（文档类型、实体声明），为安全起见不读；请删去这一段再导入。',
    en: 'There is a DOCTYPE (document type, entities), which is not read for safety; delete it and try again.',
  },
  'xml-too-deep': {
    'zh-CN': '这里的标记套得太深（超过 {limit} 层）；请简化。',
    en: 'The elements are nested too deep here (more than {limit}); simplify it.',
  },
  'xml-too-much': {
    'zh-CN': '文件里的标记太多（超过 {limit} 个）；请拆成几个文件。',
    en: 'There are more than {limit} elements and attributes in it; split the file.',
  },
  'xml-other': {
    'zh-CN': '这里应当是 {expected}，却是 {found}；请检查是不是选错了文件。',
    en: 'Here {expected} should stand, not {found}; check whether it is the right file.',
  },
  'manifest-missing': {
    'zh-CN': '压缩包里没有 imsmanifest.xml；请导出成 QTI 题目包。',
    en: 'The archive has no imsmanifest.xml; export it as a QTI package.',
  },
  // Why one question cannot come in
  'question-empty': {
    'zh-CN': '“{item}”读不出题目；请检查题干和答案。',
    en: 'No question can be read from "{item}"; check its stem and answers.',
  },
  'question-type': {
    'zh-CN': '“{item}”是 {type} 题型，这里没有；请改用其他题型。',
    en: '"{item}" is of the type {type}, which does not exist here; put it another way.',
  },
  'question-not': {
    'zh-CN': '“{item}”只有文字，没有要回答的问题；可以放进阅读材料。',
    en: '"{item}" is a text without a question; put it into a reading.',
  },
  'no-right-answer': {
    'zh-CN': '“{item}”没有写哪个答案对；请补上。',
    en: '"{item}" does not say which answer is right; add it.',
  },
  'several-right': {
    'zh-CN': '“{item}”有 {count} 个答案，答对任一个就得满分，这里做不到；请改成多选题或只留一个。',
    en: '"{item}" has {count} answers of which any one suffices, which cannot be done here; make it multiple choice or keep one.',
  },
  'answer-pattern': {
    'zh-CN': '“{item}”的答案 {answer} 用了通配符；请写出每一种答案。',
    en: 'The answer {answer} of "{item}" stands for many; write each wording out.',
  },
  'number-range': {
    'zh-CN': '“{item}”的答案是一个范围（{answer}），填空题只认写出的答案；请改写。',
    en: 'The answer of "{item}" is a range ({answer}); a blank accepts only what is written out.',
  },
  'number-formula': {
    'zh-CN': '“{item}”的数字每次算出来都不同，这里做不到；请写成固定的题。',
    en: '"{item}" computes its numbers anew each time, which cannot be done here; fix them.',
  },
  'scoring-unknown': {
    'zh-CN': '“{item}”的评分规则读不懂（{detail}），不敢猜；请在原系统里改成标准评分。',
    en: 'The scoring of "{item}" is not understood ({detail}) and not guessed; use a standard rule.',
  },
  'scoring-not-answer': {
    'zh-CN': '“{item}”的评分与正确答案不一致；请在原系统里改正。',
    en: 'The scoring of "{item}" contradicts its right answer; correct it where it comes from.',
  },
  'several-tasks': {
    'zh-CN': '“{item}”一题里有 {count} 个作答处，这里做不到；请拆成几道题。',
    en: '"{item}" asks {count} things in one, which cannot be done here; split it.',
  },
  'text-too-nested': {
    'zh-CN': '“{item}”的文字套得太深；请简化格式。',
    en: 'The text of "{item}" is nested too deep; simplify its formatting.',
  },
  'text-formula': {
    'zh-CN': '“{item}”里有公式（MathML），这里显示不了；请改成文字。',
    en: '"{item}" holds a formula (MathML), which cannot be shown here; put it into words.',
  },
  'picture-option': {
    'zh-CN': '“{item}”的选项只有图片；请把选项写成文字。',
    en: 'An option of "{item}" is only a picture; put it into words.',
  },
  'gift-unclosed': {
    'zh-CN': '“{item}”的左花括号没有对应的右花括号；请补上。',
    en: 'A brace of "{item}" is opened and not closed; close it.',
  },
  'gift-unopened': {
    'zh-CN': '“{item}”多出一个花括号；请删去，或在前面加反斜杠。',
    en: 'There is a brace too many in "{item}"; delete it or put a backslash before it.',
  },
  'gift-answer': {
    'zh-CN': '“{item}”的答案“{text}”写法有误；请检查 = ~ # 和箭头。',
    en: 'The answer "{text}" of "{item}" is malformed; check =, ~, # and the arrow.',
  },
  'gift-weight': {
    'zh-CN': '“{item}”的权重 {text} 应当在 −100 到 100 之间；请改正。',
    en: 'The weight {text} of "{item}" must be from −100 to 100; correct it.',
  },
  'moodle-weight': {
    'zh-CN': '“{item}”的权重 {text} 不是 −100 到 100 的数；请改正。',
    en: 'The weight {text} of "{item}" is no number from −100 to 100; correct it.',
  },
  'qti-answer': {
    'zh-CN': '“{item}”的正确答案 {answer} 没有对应的选项；请在原系统里改正。',
    en: 'The right answer {answer} of "{item}" names nothing in it; correct it where it comes from.',
  },
  'match-shape': {
    'zh-CN': '“{item}”的配对不是一个左项对一个右项，这里做不到；请改写。',
    en: 'In "{item}" not every left side has one right side of its own, which cannot be done here; rewrite it.',
  },
  'question-stimulus': {
    'zh-CN': '“{item}”要看另一份共用材料（{name}），单独读不了；请把材料写进题干。',
    en: '"{item}" needs a shared text ({name}) that is not read with it; put the text into its stem.',
  },
  'question-elsewhere': {
    'zh-CN': '“{item}”只是一个引用，题目在另一个题库文件里；请导入那个文件。',
    en: '"{item}" only refers to a question in another file; import that file.',
  },
  // Pasted text
  'paste-no-number': {
    'zh-CN': '这一行前面没有题目；请先写题号和题干，再写选项和答案。',
    en: 'There is no question before this line; write its number and stem first, then options and answer.',
  },
  'paste-no-answer': {
    'zh-CN': '第 {item} 题没有写答案；请加一行“答案：…”。',
    en: 'Question {item} has no answer; add a line "答案：…".',
  },
  'paste-letters': {
    'zh-CN': '第 {item} 题的选项应当是 {expected}，却写成了 {found}；请按 A、B、C、D 的顺序写。',
    en: 'In question {item} option {expected} should come here, not {found}; write A, B, C, D in order.',
  },
  'paste-answer': {
    'zh-CN': '第 {item} 题的答案“{answer}”和题目对不上；请改正。',
    en: 'The answer "{answer}" does not fit question {item}; correct it.',
  },
  'paste-kind': {
    'zh-CN': '第 {item} 题标明是{kind}，答案却是“{answer}”；请改正题型或答案。',
    en: 'Question {item} is marked {kind}, but its answer is "{answer}"; correct one of the two.',
  },
  'paste-key': {
    'zh-CN': '答案表里有第 {item} 题，前面却没有这道题，或它已有答案；请核对题号。',
    en: 'The key has an answer for question {item}, but there is none without an answer; check the numbers.',
  },
  'paste-twice': {
    'zh-CN': '第 {item} 题写了两个“{what}”；请只留一个。',
    en: 'Question {item} has "{what}" twice; keep one.',
  },
  // What stays behind
  'left-feedback': {
    'zh-CN': '“{item}”对各个答案的反馈（{count} 条）没有带过来；要用的请写进解析。',
    en: 'The feedback on single answers of "{item}" ({count}) is left out; put what is needed into the explanation.',
  },
  'left-hints': {
    'zh-CN': '“{item}”的提示（{count} 条）没有带过来：这里作答时不给提示。',
    en: 'The hints of "{item}" ({count}) are left out: none are given while answering here.',
  },
  'left-image': {
    'zh-CN': '“{item}”的图片 {name} 没有带过来；请上传后插入题干。',
    en: 'The picture {name} of "{item}" is left out; upload it and put it into the stem.',
  },
  'left-image-gone': {
    'zh-CN': '“{item}”的图片 {name} 没有带过来：文件里没有这张图；请上传后插入题干。',
    en: 'The picture {name} of "{item}" is left out: it is not in the file; upload it and put it into the stem.',
  },
  'left-image-kind': {
    'zh-CN':
      '“{item}”的图片 {name} 没有带过来：不是 PNG、JPEG 或 WebP 图片，或者太大；请换一张上传。',
    en: 'The picture {name} of "{item}" is left out: it is no PNG, JPEG or WebP, or too large; upload another.',
  },
  'left-image-large': {
    'zh-CN': '“{item}”的图片 {name} 没有带过来：超过 4 MB；请缩小后上传。',
    en: 'The picture {name} of "{item}" is left out: it has more than 4 MB; make it smaller and upload it.',
  },
  'left-image-damaged': {
    'zh-CN': '“{item}”的图片 {name} 没有带过来：内容是空的或已损坏；请重新导出或另行上传。',
    en: 'The picture {name} of "{item}" is left out: it is empty or damaged; export it again or upload it.',
  },
  'left-media': {
    'zh-CN': '“{item}”的音像或附件（{name}）没有带过来。',
    en: 'Sound, film or attachment ({name}) of "{item}" is left out.',
  },
  'left-active': {
    'zh-CN': '“{item}”里的程序代码或嵌入内容（{name}）已去掉。',
    en: 'Program code or embedded content ({name}) of "{item}" is taken out.',
  },
  'left-link': {
    'zh-CN': '“{item}”里的链接 {target} 不能用，只留下文字。',
    en: 'The link {target} in "{item}" cannot be used; only its words stay.',
  },
  'left-formatting': {
    'zh-CN': '“{item}”的部分格式没有带过来，文字都在。',
    en: 'Some formatting of "{item}" is left out; all its words are there.',
  },
  'left-points': {
    'zh-CN': '“{item}”在原处值 {points} 分，这里只能是 1 到 100 的整数，先记 1 分。',
    en: '"{item}" was worth {points}; here points are whole, 1 to 100, so it counts 1 for now.',
  },
  'left-penalty': {
    'zh-CN': '“{item}”重试扣分（{value}）没有带过来。',
    en: 'The penalty for trying again ({value}) of "{item}" is left out.',
  },
  'left-tag': {
    'zh-CN': '“{item}”的标签“{tag}”超过 12 个字，没有带过来。',
    en: 'The tag "{tag}" of "{item}" is longer than 12 characters and left out.',
  },
  'left-order': {
    'zh-CN': '“{item}”在原处固定选项顺序；这里每次作答选项顺序不同。',
    en: '"{item}" kept its options in order; here they come in another order each time.',
  },
  'left-attachment': {
    'zh-CN': '“{item}”可以交附件，这里只能写文字。',
    en: '"{item}" took files; here it takes text only.',
  },
  'left-part': {
    'zh-CN': '“{item}”的 {name} 没有带过来。',
    en: '{name} of "{item}" is left out.',
  },
  'became-single': {
    'zh-CN': '“{item}”只有一个正确选项，改成了单选题。',
    en: '"{item}" has one right option, so it became single choice.',
  },
  'number-as-text': {
    'zh-CN': '“{item}”的答案是数；这里只认写出的写法（{answer}），其他写法请补上。',
    en: 'The answer of "{item}" is a number; only what is written out ({answer}) counts here, add other ways to write it.',
  },
  'scoring-assumed': {
    'zh-CN': '“{item}”没有写评分规则；这里按它的正确答案评分。',
    en: '"{item}" has no rule for scoring; here its right answer earns the points.',
  },
  // Scores otherwise
  'score-partial': {
    'zh-CN': '“{item}”的答案“{answer}”在原处得 {percent}% 的分，这里不得分。',
    en: 'The answer "{answer}" of "{item}" earned {percent} %; here it earns nothing.',
  },
  'score-negative': {
    'zh-CN': '“{item}”在原处答错倒扣分，这里答错得零分。',
    en: 'A wrong answer of "{item}" cost points; here it earns nothing.',
  },
  'score-whole': {
    'zh-CN': '“{item}”在原处选对一部分也得一部分分，这里全部选对才得分。',
    en: 'Part of the right options of "{item}" earned part of the points; here only all of them earn.',
  },
  'score-parts': {
    'zh-CN': '“{item}”在原处全对才得分，这里每对一处得一份。',
    en: '"{item}" earned only when all was right; here each right part earns its share.',
  },
  'score-unequal': {
    'zh-CN': '“{item}”在原处各处分值不同，这里每处一样。',
    en: 'The parts of "{item}" were worth different points; here they are worth the same.',
  },
  'score-case': {
    'zh-CN': '“{item}”在原处区分大小写，这里不区分。',
    en: 'Capitals mattered in the answers of "{item}"; here they do not.',
  },
  'score-marks': {
    'zh-CN': '“{item}”的答案“{answer}”首尾的标点在这里不计。',
    en: 'The marks around the answer "{answer}" of "{item}" do not count here.',
  },
  // On the way out
  'out-unanswered': {
    'zh-CN': '“{item}”还没有答案，没有带出去；请先补上。',
    en: '"{item}" has no answer yet and does not go out; add it first.',
  },
  'out-origin': {
    'zh-CN': '“{item}”的内容类别和出处没有带出去。',
    en: 'The area and the source of "{item}" do not go out.',
  },
  'out-group': {
    'zh-CN': '“{item}”所属的材料写进了题干，不再和别的题共用。',
    en: 'The text that "{item}" shares is put into its stem; it is not shared any more.',
  },
  'out-statute': {
    'zh-CN': '“{item}”依据的条文写进了解析。',
    en: 'The article that "{item}" rests on is put into its explanation.',
  },
  'out-partial': {
    'zh-CN': '“{item}”在 Moodle 里选对一部分也会得分；要全对才得分，请在那边改评分方式。',
    en: 'In Moodle part of the right options of "{item}" earns part of the points; change it there if only all should earn.',
  },
  'out-ordering': {
    'zh-CN': '“{item}”是排序题，Moodle 4.4 以前的版本要先装排序题插件。',
    en: '"{item}" is an ordering question, for which Moodle before 4.4 needs the ordering plug-in.',
  },
} as const;
