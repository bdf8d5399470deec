import type { MailTexts } from '../mail-texts.ts';
import address from './mails/address.json' with { type: 'json' };
import admins from './mails/admins.json' with { type: 'json' };
import apiTokens from './mails/apiTokens.json' with { type: 'json' };
import decision from './mails/decision.json' with { type: 'json' };
import frame from './mails/frame.json' with { type: 'json' };
import invitation from './mails/invitation.json' with { type: 'json' };
import logIn from './mails/logIn.json' with { type: 'json' };
import password from './mails/password.json' with { type: 'json' };
import requests from './mails/requests.json' with { type: 'json' };
import security from './mails/security.json' with { type: 'json' };
import sender from './mails/sender.json' with { type: 'json' };
import sso from './mails/sso.json' with { type: 'json' };
import status from './mails/status.json' with { type: 'json' };
import verification from './mails/verification.json' with { type: 'json' };

export const mails: MailTexts = {
  address,
  admins,
  apiTokens,
  decision,
  frame,
  invitation,
  logIn,
  password,
  requests,
  security,
  sender,
  sso,
  status,
  verification,
};
