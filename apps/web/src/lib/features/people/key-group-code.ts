import { KEY_GROUP_CODE } from '@xueshi/domain';

const CODE = new RegExp(KEY_GROUP_CODE);

/** A text that can be the code of a key group; whether there is such a group the API says. */
export const keyGroupCodeIn = (text: string | null): string | null =>
  text !== null && CODE.test(text) ? text : null;
