/** Views of the list that a reader named. */
import { z } from 'zod';

export interface SavedView {
  name: string;
  /** The list's address behind `?`. */
  address: string;
}

export const maxViews = 30;
const maxViewName = 60;
const maxAddress = 20_000;

export const savedViewSchema: z.ZodType<SavedView> = z.object({
  name: z.string().min(1).max(maxViewName),
  address: z.string().max(maxAddress),
});

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

/** One of the same name gives way. */
export const withView = (views: readonly SavedView[], view: SavedView): readonly SavedView[] =>
  [...withoutView(views, view.name), view].sort((a, b) => a.name.localeCompare(b.name));

export const withoutView = (views: readonly SavedView[], name: string): readonly SavedView[] =>
  views.filter((view) => view.name !== name);
