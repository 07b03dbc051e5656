/** What can be wrong with a course package (course-package/), and with taking a course in that is here already. */
export const packageSentences = {
  'package-manifest-missing': {
    'zh-CN': '压缩包里没有 {name}，不是课程包；请用“导出课程包”做出的文件。',
    en: 'The archive has no {name}, so it is no course package; use a file made by "Download the package".',
  },
  'package-file-changed': {
    'zh-CN': '{name} 的内容与清单不符，下载中断或有人改过；请重新下载，改动请放到文件夹里再检查。',
    en: 'What is in {name} is not what the manifest says: the download broke off or somebody changed it. Download it again; to change a course, unpack it and edit the folder.',
  },
  'package-file-unlisted': {
    'zh-CN': '{name} 不在清单里；请重新导出课程包。',
    en: 'The manifest does not list {name}; export the package anew.',
  },
  'bank-in-studio': {
    'zh-CN': '题库“{bank}”已经在“课程制作”里维护，这个同名文件没有读入；请给文件换个名字。',
    en: 'The bank "{bank}" is kept in the studio, so the file of the same name was not read; give the file another name.',
  },
  'course-in-studio': {
    'zh-CN':
      '学员在学的第 {revision} 版是在“课程制作”里发布的，这个文件夹不再自动发布。请在“课程制作”里修改；一定要用文件夹里的内容，请在服务器上运行 xueshi course import。',
    en: 'Version {revision}, which learners have, was published in the studio, so this folder is no longer published by itself. Work on the course in the studio; to publish what is in the folder all the same, run xueshi course import on the server.',
  },
};
