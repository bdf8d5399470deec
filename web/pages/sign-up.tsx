import { use, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Unanswered } from '../api.ts';
import { AnswerFields, typedAnswers } from '../components/answer-fields.tsx';
import { DeadLink } from '../components/dead-link.tsx';
import { Failure } from '../components/failure.tsx';
import { Field } from '../components/field.tsx';
import { Form } from '../components/form.tsx';
import { Loading } from '../components/loading.tsx';
import { Page } from '../components/page.tsx';
import { linkTo } from '../components/rich.tsx';
import { SsoChoices } from '../components/sso-choices.tsx';
import { SsoOnly } from '../components/sso-only.tsx';
import { useTermsLink } from '../components/terms-link.tsx';
import { FindLinkDocument, type LinkFragment, type PortalFragment, SignUpDocument } from '../generated/operations.ts';
import { hideToken } from '../hidden-token.ts';
import { keepSignUp, type SignUpHere } from '../kept-sign-up.ts';
import { LanguageOfPage, ownKindOf } from '../language.ts';
import { pagePath } from '../page-path.ts';
import { returnTarget } from '../return-target.ts';
import { useAnswer } from '../use-answer.ts';
import { useSsoChoices } from '../use-sso-choices.ts';
import { useStrangerAct } from '../use-stranger-act.ts';
import { CheckEmail } from './check-email.tsx';

export function SignUp({ portal }: { portal: PortalFragment }) {
  const t = useTranslations('parts');
  const [invite] = useState(() => hideToken('invite'));
  if (!portal.passwordLogin) return <SsoOnly portal={portal} title={t('signUp')} />;
  if (invite) return <InvitedSignUp portal={portal} invite={invite} />;
  if (!portal.registrationOpen) return <Closed portal={portal} />;
  return <SignUpForm portal={portal} invitation={null} />;
}

function InvitedSignUp({ portal, invite }: { portal: PortalFragment; invite: string }) {
  const t = useTranslations();
  const found = useAnswer(FindLinkDocument, { token: invite });
  if (!found) return <Loading />;
  if (found instanceof Unanswered) return <Failure because={found} portal={portal} />;
  const { link } = found;
  if (link?.kind === 'SIGN_UP' && link.works) return <SignUpForm portal={portal} invitation={{ invite, link }} />;
  // The empty `invite` replaces the one that the browser keeps for this page.
  const next = portal.registrationOpen
    ? { href: `${pagePath(portal, 'sign-up')}?invite=`, label: t('signUp.withoutInvitation') }
    : { href: pagePath(portal, 'log-in'), label: t('parts.logIn') };
  return (
    <DeadLink portal={portal} title={t('signUp.deadInvitation')} next={next}>
      {t('signUp.askForNew')}
    </DeadLink>
  );
}

type SignUpFormProps = { portal: PortalFragment; invitation: { invite: string; link: LinkFragment } | null };

function SignUpForm({ portal, invitation }: SignUpFormProps) {
  const t = useTranslations();
  const termsLink = useTermsLink(portal.terms);
  const { language } = use(LanguageOfPage);
  const [here, setHere] = useState<SignUpHere | null>(null);
  const returnTo = returnTarget(portal.catalogUrl);
  const [choices, choose] = useSsoChoices(portal);
  const act = useStrangerAct(portal);
  if (here) return <CheckEmail portal={portal} email={here.email} here={here} />;
  const invitedEmail = invitation?.link.email;
  return (
    <Page title={t('parts.signUp')} portal={portal}>
      {invitation && <p>{t('signUp.invited', { portal: portal.name })}</p>}
      <Form
        submit={t('parts.signUp')}
        send={async (typed, say) => {
          const form = {
            portal: portal.slug,
            fullName: typed('fullName'),
            answers: typedAnswers(portal.signUpFields, typed),
          };
          const asked = {
            ...form,
            email: typed('email'),
            invite: invitation?.invite ?? null,
            locale: ownKindOf(language),
            // A path, so that it works under each host name of this page.
            returnTo: returnTo?.replace(location.origin, '') ?? null,
          };
          const answer = await act(SignUpDocument, asked, say);
          if (answer.__typename !== 'SignUpSuccess') return answer;
          const signedUp = { ...form, email: answer.email, codeSecrets: [answer.codeSecret] };
          keepSignUp(signedUp);
          setHere(signedUp);
          return null;
        }}
      >
        <Field name="fullName" label={t('parts.fullName')} autoComplete="name" defaultValue={invitation?.link.form?.fullName} />
        <Field
          name="email"
          label={t('parts.email')}
          type="email"
          autoComplete="email"
          hint={t('signUp.emailHint')}
          onBlur={({ target }) => choose(target.value)}
          {...(invitedEmail && { defaultValue: invitedEmail, readOnly: true })}
        />
        <AnswerFields fields={portal.signUpFields} answers={invitation?.link.form?.answers ?? []} />
        {portal.terms && <p>{t.rich('signUp.termsLater', { terms: termsLink })}</p>}
      </Form>
      <SsoChoices choices={choices} returnTo={returnTo} />
      <p>{t.rich('signUp.already', { link: linkTo(pagePath(portal, 'log-in', returnTo)) })}</p>
    </Page>
  );
}

function Closed({ portal }: { portal: PortalFragment }) {
  const t = useTranslations('signUp');
  return (
    <Page title={t('closed')} portal={portal}>
      <p>{t('acceptsNone', { portal: portal.name })}</p>
      <p>{t.rich('already', { link: linkTo(pagePath(portal, 'log-in')) })}</p>
    </Page>
  );
}
