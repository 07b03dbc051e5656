import { m } from '@xueshi/messages';

/** The keys of the format in the words of the form. */
export const caseWords: Readonly<Record<string, () => string>> = {
  minutes: m.ceditor_minutes,
  situation: m.ceditor_situation,
  roles: m.ceditor_roles,
  materials: m.ceditor_materials,
  timeline: m.ceditor_timeline,
  name: m.ceditor_role_name,
  when: m.ceditor_when,
  what: m.ceditor_what,
  title: m.ceditor_ending_title,
  text: m.ceditor_text,
  question: m.ceditor_question,
  judgement: m.ceditor_judgement_word,
  consequence: m.ceditor_consequence_word,
  nodes: m.ceditor_nodes_word,
  endings: m.ceditor_endings_word,
  options: m.qeditor_options,
  commentary: m.ceditor_commentary,
  statutes: m.ceditor_statutes,
  statute: m.qeditor_statute,
  article: m.qeditor_article,
  note: m.ceditor_statute_note,
  reflection: m.ceditor_reflection,
  discussion: m.ceditor_discussion,
};
