import { type ReactNode, useId } from 'react';
import { useTranslations } from 'use-intl';
import { Form, type Typed } from '../../../components/form.tsx';
import { useAct } from '../../data/use-act.ts';
import { useChanges } from '../../data/use-changes.ts';
import { UpdatePortalDocument, type UpdatePortalInput } from '../../generated/operations.ts';
import { useRights } from '../../session/rights.ts';
import { useTell } from '../../ui/told.tsx';
import { besideFields } from '../../ui/typed.ts';

type Settings = Omit<UpdatePortalInput, 'portal'>;

type CardProps = { title: string; about: string; children: ReactNode };

/** Some settings on the right, and what they are for on the left. */
export function SettingsCard({ title, about, children }: CardProps) {
  const id = useId();
  return (
    <section className="card settings" aria-labelledby={id}>
      <div>
        <h2 id={id}>{title}</h2>
        <p className="about">{about}</p>
      </div>
      <div>{children}</div>
    </section>
  );
}

type SettingsGroupProps = CardProps & {
  slug: string;
  before: Settings;
  read: (typed: Typed) => Settings;
};

/** Settings that are saved together. Only those that were changed are sent. Who is no owner can read them. */
export function SettingsGroup({ slug, before, read, children, ...card }: SettingsGroupProps) {
  const t = useTranslations('portals');
  const act = useAct();
  const tell = useTell();
  const { isOwner } = useRights(slug);
  const { changesIn, saved } = useChanges(before);
  return (
    <SettingsCard {...card}>
      {isOwner ? (
        <Form
          submit={t('save')}
          send={async (typed) => {
            const after = read(typed);
            const answer = await act(UpdatePortalDocument, { portal: slug, ...changesIn(after) });
            if (answer.__typename !== 'UpdatePortalSuccess') return besideFields(answer);
            saved(after);
            tell(t('saved', { group: card.title }));
            return null;
          }}
        >
          {children}
        </Form>
      ) : (
        <fieldset disabled>{children}</fieldset>
      )}
    </SettingsCard>
  );
}
