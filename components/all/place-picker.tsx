'use client';

import FormField from '@cloudscape-design/components/form-field';
import Multiselect, { type MultiselectProps } from '@cloudscape-design/components/multiselect';
import { placeName } from '@/lib/training/backend-slug';
import { maxPlaces } from '@/lib/urls/places';

/** A backend that can be shown with others. */
export interface PlaceChoice {
  slug: string;
  label: string;
  /** Somebody opened it before: its jobs are known. */
  openedBefore?: true;
  /** Why it cannot be asked now, and what to do about it. */
  unavailable?: string;
}

interface PlacePickerProps {
  choices: readonly PlaceChoice[];
  /** Slugs. */
  shown: readonly string[];
  /** None: those that were opened before. */
  onChange: (slugs: readonly string[]) => void;
}

/** Which accounts and Regions a page shows together. */
export const PlacePicker = ({ choices, shown, onChange }: PlacePickerProps) => {
  const options = [
    { label: 'Opened before', options: choices.filter(({ openedBefore }) => openedBefore).map(optionOf) },
    { label: 'Others', options: choices.filter(({ openedBefore }) => !openedBefore).map(optionOf) },
  ].filter((group) => group.options.length > 0);
  return (
    <FormField label="Accounts and Regions">
      <Multiselect
        inlineTokens
        selectedOptions={shown.map((slug) => ({ value: slug, label: placeName(slug) }))}
        options={options}
        filteringType="auto"
        filteringPlaceholder="Find a Region or a profile"
        filteringAriaLabel="Find a Region or a profile"
        placeholder="Those that were opened before"
        empty="None has that name"
        expandToViewport
        onChange={({ detail }) =>
          onChange(detail.selectedOptions.flatMap(({ value }) => value ?? []).slice(0, maxPlaces))
        }
      />
    </FormField>
  );
};

const optionOf = ({ slug, label, openedBefore, unavailable }: PlaceChoice): MultiselectProps.Option => ({
  value: slug,
  label: placeName(slug),
  description: unavailable ?? label,
  // What is known of one is shown whether or not it can be asked now.
  ...(unavailable !== undefined && !openedBefore && { disabled: true, disabledReason: unavailable }),
});
