import { builder } from './builder.ts';

export const DeveloperStatus = builder.enumType('DeveloperStatus', {
  description: 'The status of a registration. Whether the email address is verified is a separate field, `emailVerified`.',
  values: {
    PENDING: { description: 'The registration waits for a decision.' },
    APPROVED: { description: 'The developer can log in.' },
    REJECTED: { description: 'The registration was rejected.' },
    REVOKED: { description: 'The developer was approved once, and the access was revoked.' },
  } as const,
});

export const LogInMethod = builder.enumType('LogInMethod', {
  description: 'How a session was opened.',
  values: {
    PASSWORD: { description: 'With the email address and the password.' },
    SSO: { description: 'With the account at an identity provider.' },
    PASSKEY: { description: 'With a passkey, without a password.' },
  } as const,
});

export const SecondFactorKind = builder.enumType('SecondFactorKind', {
  description: 'What proves a second factor.',
  values: {
    TOTP: { description: 'A code of an authenticator app.' },
    PASSKEY: { description: 'A passkey: a security key, a phone or a computer that asks for its PIN or a fingerprint.' },
    RECOVERY_CODE: { description: 'One of ten codes that stand in for a lost second factor.' },
  } as const,
});

export const SecondFactorPolicy = builder.enumType('SecondFactorPolicy', {
  description: 'Whether the developers of a portal can have a second factor.',
  values: {
    OFF: { description: 'No. No log-in asks for one, also of people who have one from before.' },
    OPTIONAL: { description: 'Each developer can set one up. After that, a log-in with the password asks for it.' },
  } as const,
});

export const BotCheckPolicy = builder.enumType('BotCheckPolicy', {
  description: 'When a portal asks strangers to solve a challenge before it sends an email.',
  values: {
    OFF: { description: 'Never.' },
    ADAPTIVE: {
      description:
        'While there is a flood: strangers cause more than 30 emails in a minute, of sign-ups and of forms that send an email again.',
    },
    ALWAYS: { description: 'Always.' },
  } as const,
});

export const PictureKind = builder.enumType('PictureKind', {
  description: 'What a picture of a portal is for.',
  values: {
    LOGO: { description: 'The logo, at the top of each page and email.' },
    DARK_LOGO: { description: 'The logo where the ground is dark.' },
    ICON: { description: 'The icon that browsers show beside the title of a page.' },
  } as const,
});

export const BrandFont = builder.enumType('BrandFont', {
  description: 'A kind of font. Pages and emails use a font of that kind that the machine of the reader has.',
  values: {
    SYSTEM: { description: 'The font of the machine.' },
    HUMANIST: { description: 'Without serifs, with the strokes of handwriting.' },
    GEOMETRIC: { description: 'Without serifs, from circles and straight lines.' },
    ROUNDED: { description: 'Without serifs, with round ends.' },
    SERIF: { description: 'With serifs, as in books.' },
  } as const,
});

export const Delivery = builder.enumType('Delivery', {
  description: 'Whether emails to an address arrive, by the reports of mail servers.',
  values: {
    OK: { description: 'Nothing is known against it.' },
    DEFERRED: {
      description: 'An email was late or refused for now. Emails still go out. It ends after 7 days without such a report.',
    },
    BOUNCED: {
      description:
        'There is no such mailbox, or not any more. Only an email with a link that the person asks for goes out, unless an earlier link ' +
        'still works.',
    },
    COMPLAINED: {
      description:
        'The owner marked an email as spam. Only an email with a link that the person asks for goes out, unless an earlier link still ' +
        'works, and emails about the security of the account.',
    },
  } as const,
});

export const SenderDomainState = builder.enumType('SenderDomainState', {
  description: 'Whether the emails of a portal come from the domain that it has named.',
  values: {
    ALLOWED: {
      description: 'They do. The operator allows the domain, so it needs no proof, and the mail server signs the emails.',
    },
    PENDING: { description: 'They do not: a required record was not found yet.' },
    TAKEN: {
      description:
        'They do not. All required records were found, but the domain, or one above or below it, belongs to another portal or to the ' +
        'installation.',
    },
    PROVED: { description: 'They do, and are signed with the key of the domain.' },
    LAPSING: {
      description:
        'They do for now. A required record has vanished. After 7 days without it the state is PENDING again. The OWNERs got an email.',
    },
  } as const,
});

export const SenderRecordPurpose = builder.enumType('SenderRecordPurpose', {
  description: 'What a DNS record of a sending domain is for.',
  values: {
    OWNERSHIP: { description: 'It proves that the domain is that of this portal. Required.' },
    DKIM: { description: 'It has the public key that emails are signed for. Required.' },
    SPF: { description: 'It allows the mail servers. Recommended, and only shown if the operator has set MAIL_SPF.' },
    DMARC: { description: 'It says what receivers do with emails that are not signed. Recommended.' },
  } as const,
});

export const SenderRecordState = builder.enumType('SenderRecordState', {
  description: 'What the last check of a DNS record found.',
  values: {
    FOUND: { description: 'The record is there.' },
    MISSING: { description: 'There is no record of this kind under the name.' },
    WRONG: { description: 'There is another record in its place, or more than one.' },
    UNKNOWN: { description: 'There was no check yet, or the name servers gave no answer.' },
  } as const,
});

export const SortDirection = builder.enumType('SortDirection', {
  description: 'The direction of an order.',
  values: {
    ASC: { description: 'The smallest or oldest value first.' },
    DESC: { description: 'The largest or newest value first.' },
  } as const,
});

export const SsoApproval = builder.enumType('SsoApproval', {
  description: 'How people who log in with a connection are approved. Rejected and revoked people are never let in.',
  values: {
    TRUST: { description: 'Everyone whom the identity provider logs in is approved.' },
    RULES: { description: 'The portal decides, as for people who sign up with a password.' },
    EXISTING_ONLY: {
      description:
        'Only people who are registered already can log in, and people with an invitation that approves them beforehand.',
    },
  } as const,
});
