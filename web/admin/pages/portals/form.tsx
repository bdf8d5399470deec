import { useTranslations } from 'use-intl';
import { useFound, WhenFound } from '../../data/found.tsx';
import { FindSignUpFormDocument } from '../../generated/operations.ts';
import { useRights } from '../../session/rights.ts';
import { FormEditor } from './form-editor.tsx';
import { FormPicture } from './form-picture.tsx';
import { PortalFrame, useSlug } from './portal-frame.tsx';

/** The fields of the sign-up form, and the form as people see it. */
export function SignUpForm() {
  const t = useTranslations('portals');
  const slug = useSlug();
  const { isOwner } = useRights(slug);
  const found = useFound(FindSignUpFormDocument, { slug });
  return (
    <PortalFrame page="form">
      {!isOwner && <p className="about">{t('onlyOwners')}</p>}
      <WhenFound found={found}>
        {({ portal }) => {
          if (!portal?.settings) return <p>{t('noSuchPortal')}</p>;
          const { signUpFields } = portal.settings;
          return isOwner ? <FormEditor key={slug} slug={slug} saved={signUpFields} /> : <FormPicture fields={signUpFields} />;
        }}
      </WhenFound>
    </PortalFrame>
  );
}
