import { readHome } from '@xueshi/contracts';
import { categoryName } from '#lib/features/accounts/category-names.ts';
import { shownCourse } from '#lib/features/catalogue/shown-course.ts';
import { shownContinuation } from '#lib/features/credit/shown-continuation.ts';
import { shownEntry } from '#lib/features/credit/shown-entry.ts';
import { whyText } from '#lib/features/credit/why-suggested.ts';
import { homeSentences } from '#lib/features/flags/home-sentence.ts';
import { inWords } from '#lib/features/notices/in-words.ts';
import { shownProgramme } from '#lib/features/programmes/shown-programme.ts';
import { readApi } from '#lib/server/api.ts';
import type { PageServerLoad } from './$types';

/** What takes many words to say is said here: the words of every case are no script that a phone must fetch. */
export const load: PageServerLoad = async (event) => {
  const { notices, suggestions, flags, assigned, continueWith, recent, ...home } = await readApi(
    event,
    readHome,
  );
  const own = event.locals.me?.ownCategories ?? [];
  return {
    home,
    category: home.requirement ? categoryName(own, home.requirement.category) : '',
    flagged: homeSentences(flags, new Date(home.asOf)),
    assigned: assigned.map(shownProgramme),
    begun: continueWith.map(shownContinuation),
    recent: recent.map(shownEntry),
    notices: notices.map(inWords),
    suggestions: suggestions.map((one) => shownCourse(one.course, { reason: whyText(one, own) })),
  };
};
