import { type ReactNode, useId } from 'react';
import { useTranslations } from 'use-intl';
import { Form, type Typed } from '../../../components/form.tsx';
import { useAct } from '../../data/use-act.ts';
import { UpdatePortalDocument, type UpdatePortalInput } from '../../generated/operations.ts';
import { useRights } from '../../session/rights.ts';
import { useTell } from '../../ui/told.tsx';
import { besideFields } from './typed.ts';

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
  return (
    <SettingsCard {...card}>
      {isOwner ? (
        <Form
          submit={t('save')}
          send={async (typed) => {
            const changes = changesOf(before, read(typed));
            const answer = await act(UpdatePortalDocument, { portal: slug, ...changes });
            if (answer.__typename !== 'UpdatePortalSuccess') return besideFields(answer);
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

const changesOf = (before: Settings, after: Settings): Settings =>
  Object.fromEntries(
    Object.entries(after).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(Reflect.get(before, name))),
  );
