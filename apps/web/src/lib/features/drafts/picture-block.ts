/** A picture as a text has it, in a line of its own; brackets would end the words about it too early. */
export const pictureBlock = (shows: string, name: string): string =>
  `![${shows.replaceAll(/[[\]\\\s]+/gu, ' ').trim()}](${name})`;
