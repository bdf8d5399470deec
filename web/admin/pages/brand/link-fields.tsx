import { useTranslations } from 'use-intl';
import { Field } from '../../../components/field.tsx';
import { Button } from '../../ui/button.tsx';
import { useKeptFocus } from '../../ui/use-kept-focus.ts';
import { type BrandDraft, type ChangeBrand, newLink } from './draft.ts';

const MOST_LINKS = 5;

type LinkFieldsProps = { draft: BrandDraft; change: ChangeBrand };

/** The links at the end of each page and email. */
export function LinkFields({ draft: { links }, change }: LinkFieldsProps) {
  const t = useTranslations('brand');
  const { place, focusProps } = useKeptFocus(links);
  const edit = (id: string, part: { label?: string; url?: string }) =>
    change({ links: links.map((link) => (link.id === id ? { ...link, ...part } : link)) });
  return (
    <fieldset className="brand-links">
      <legend>{t('links')}</legend>
      <div ref={place} tabIndex={-1} {...focusProps}>
        {links.map(({ id, label, url }, index) => (
          <div key={id} className="brand-link">
            <Field
              name={`branding.links.${index}.label`}
              label={t('linkLabel', { number: index + 1 })}
              value={label}
              onChange={({ target }) => edit(id, { label: target.value })}
            />
            <Field
              name={`branding.links.${index}.url`}
              label={t('linkUrl', { number: index + 1 })}
              hint={t('linkUrlHint')}
              type="url"
              value={url}
              onChange={({ target }) => edit(id, { url: target.value })}
            />
            <Button kind="plain" onPress={() => change({ links: links.filter((link) => link.id !== id) })}>
              {t('removeLink', { number: index + 1 })}
            </Button>
          </div>
        ))}
      </div>
      {links.length < MOST_LINKS && (
        <Button kind="second" onPress={() => change({ links: [...links, newLink()] })}>
          {t('addLink')}
        </Button>
      )}
    </fieldset>
  );
}
