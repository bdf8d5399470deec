import { useTranslations } from 'use-intl';
import { Field } from './field.tsx';
import { Form } from './form.tsx';
import { QrPicture } from './qr-picture.tsx';
import { linkTo } from './rich.tsx';
import { FactorName, SetUpFactor, type SetUpProps } from './set-up-factor.tsx';

type Started = { challenge: string; secret: string; url: string };

type NewTotp = { challenge: string; code: string; name: string };

export type SetUpTotpProps = SetUpProps<Started, NewTotp>;

/** Sets up an authenticator app: first a secret, then a code that shows that the app has it. */
export function SetUpTotp({ begin, add, onDone, children }: SetUpTotpProps) {
  const t = useTranslations('factors');
  return (
    <SetUpFactor submit={t('setUpTotp')} begin={begin} fields={children}>
      {({ challenge, secret, url }) => (
        <>
          <p>{t('scan')}</p>
          <QrPicture text={url} label={t('picture')} />
          <p>{t.rich('noCamera', { app: linkTo(url), secret: inGroups(secret), code: (text) => <code>{text}</code> })}</p>
          <p>{t('typeCode')}</p>
          <Form
            submit={t('save')}
            send={async (typed) => {
              const answer = await add({ challenge, code: typed('code'), name: typed('name') });
              if ('message' in answer) return answer;
              onDone(answer.recoveryCodes);
              return null;
            }}
          >
            <Field name="code" label={t('newCode')} inputMode="numeric" autoComplete="one-time-code" />
            <FactorName label={t('name')} suggestion={t('kinds.TOTP')} />
          </Form>
        </>
      )}
    </SetUpFactor>
  );
}

const inGroups = (secret: string): string => secret.replaceAll(/.{4}(?=.)/g, '$& ');
