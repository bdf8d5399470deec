import admins from './en/admins.json' with { type: 'json' };
import brand from './en/brand.json' with { type: 'json' };
import decide from './en/decide.json' with { type: 'json' };
import emails from './en/emails.json' with { type: 'json' };
import entrance from './en/entrance.json' with { type: 'json' };
import events from './en/events.json' with { type: 'json' };
import installation from './en/installation.json' with { type: 'json' };
import invitations from './en/invitations.json' with { type: 'json' };
import jobs from './en/jobs.json' with { type: 'json' };
import log from './en/log.json' with { type: 'json' };
import logged from './en/logged.json' with { type: 'json' };
import mails from './en/mails.json' with { type: 'json' };
import notifications from './en/notifications.json' with { type: 'json' };
import overview from './en/overview.json' with { type: 'json' };
import people from './en/people.json' with { type: 'json' };
import person from './en/person.json' with { type: 'json' };
import personActs from './en/personActs.json' with { type: 'json' };
import portals from './en/portals.json' with { type: 'json' };
import reasons from './en/reasons.json' with { type: 'json' };
import requests from './en/requests.json' with { type: 'json' };
import rules from './en/rules.json' with { type: 'json' };
import security from './en/security.json' with { type: 'json' };
import sender from './en/sender.json' with { type: 'json' };
import session from './en/session.json' with { type: 'json' };
import shell from './en/shell.json' with { type: 'json' };
import signUpForm from './en/signUpForm.json' with { type: 'json' };
import sso from './en/sso.json' with { type: 'json' };
import start from './en/start.json' with { type: 'json' };
import timeline from './en/timeline.json' with { type: 'json' };
import tokens from './en/tokens.json' with { type: 'json' };
import trial from './en/trial.json' with { type: 'json' };
import ui from './en/ui.json' with { type: 'json' };

/** All texts of the admins' pages, by area, in the ICU message syntax. Pages load the areas that they use: see `load-texts.ts`. */
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
  logged,
  mails,
  notifications,
  overview,
  people,
  person,
  personActs,
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
  timeline,
  trial,
  tokens,
  ui,
};
