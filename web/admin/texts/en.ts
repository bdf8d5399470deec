import admins from './admins.json' with { type: 'json' };
import brand from './brand.json' with { type: 'json' };
import decide from './decide.json' with { type: 'json' };
import emails from './emails.json' with { type: 'json' };
import entrance from './entrance.json' with { type: 'json' };
import events from './events.json' with { type: 'json' };
import installation from './installation.json' with { type: 'json' };
import invitations from './invitations.json' with { type: 'json' };
import jobs from './jobs.json' with { type: 'json' };
import log from './log.json' with { type: 'json' };
import mails from './mails.json' with { type: 'json' };
import notifications from './notifications.json' with { type: 'json' };
import overview from './overview.json' with { type: 'json' };
import people from './people.json' with { type: 'json' };
import person from './person.json' with { type: 'json' };
import portals from './portals.json' with { type: 'json' };
import reasons from './reasons.json' with { type: 'json' };
import requests from './requests.json' with { type: 'json' };
import rules from './rules.json' with { type: 'json' };
import security from './security.json' with { type: 'json' };
import sender from './sender.json' with { type: 'json' };
import session from './session.json' with { type: 'json' };
import shell from './shell.json' with { type: 'json' };
import signUpForm from './signUpForm.json' with { type: 'json' };
import sso from './sso.json' with { type: 'json' };
import start from './start.json' with { type: 'json' };
import tokens from './tokens.json' with { type: 'json' };
import trial from './trial.json' with { type: 'json' };
import ui from './ui.json' with { type: 'json' };

/** All texts of the admins' pages, by area, in the ICU message syntax. */
export const en = {
  admins,
  brand,
  decide,
  emails,
  entrance,
  events,
  installation,
  invitations,
  jobs,
  log,
  mails,
  notifications,
  overview,
  people,
  person,
  portals,
  reasons,
  requests,
  rules,
  security,
  sender,
  session,
  shell,
  signUpForm,
  sso,
  start,
  trial,
  tokens,
  ui,
};
