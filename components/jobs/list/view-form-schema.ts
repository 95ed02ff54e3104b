import { z } from 'zod';
import { maxViewName, maxViews, type SavedView } from './saved-view';

/** What is typed to keep the view that is shown. */
export const viewFormSchema = (views: readonly SavedView[]) =>
  z.object({
    name: z
      .string()
      .trim()
      .min(1, 'Give the view a name.')
      .max(maxViewName, `A name of ${maxViewName} characters at most.`)
      .refine(
        (name) => views.length < maxViews || views.some((view) => view.name === name),
        `${maxViews} views at most can be kept: remove one.`,
      ),
  });
