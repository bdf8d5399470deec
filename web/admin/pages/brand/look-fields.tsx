import { useTranslations } from 'use-intl';
import { Field } from '../../../components/field.tsx';
import { SelectOf } from '../../ui/select-of.tsx';
import { type BrandDraft, type ChangeBrand, shownColor } from './draft.ts';

const FONTS = ['SYSTEM', 'HUMANIST', 'GEOMETRIC', 'ROUNDED', 'SERIF'] as const;

/** What the picker of the browser shows while no colour is set. */
const STANDARD = '#1f5f74';

type LookFieldsProps = { draft: BrandDraft; change: ChangeBrand };

/** Colour, font and corners. */
export function LookFields({ draft, change }: LookFieldsProps) {
  const t = useTranslations('brand');
  return (
    <>
      <Field
        name="branding.accentColor"
        label={t('color')}
        hint={t('colorHint')}
        required={false}
        autoCapitalize="none"
        value={draft.accentColor}
        onChange={({ target }) => change({ accentColor: target.value })}
      >
        <input
          type="color"
          className="color-picker"
          aria-label={t('pickColor')}
          value={shownColor(draft) ?? STANDARD}
          onChange={({ target }) => change({ accentColor: target.value })}
        />
      </Field>
      <SelectOf
        name="branding.font"
        label={t('font')}
        value={draft.font}
        choices={FONTS.map((value) => ({ value, label: t(value) }))}
        choose={(font) => change({ font })}
      />
      <Field
        name="branding.radius"
        label={t('radius')}
        hint={t('radiusHint')}
        type="number"
        min={0}
        max={16}
        value={draft.radius}
        onChange={({ target }) => change({ radius: target.value })}
      />
    </>
  );
}
