import changes from './pages/changes.json' with { type: 'json' };
import factors from './pages/factors.json' with { type: 'json' };
import links from './pages/links.json' with { type: 'json' };
import logIn from './pages/logIn.json' with { type: 'json' };
import ownAccount from './pages/ownAccount.json' with { type: 'json' };
import parts from './pages/parts.json' with { type: 'json' };
import proofs from './pages/proofs.json' with { type: 'json' };
import signUp from './pages/signUp.json' with { type: 'json' };
import ssoLogIn from './pages/ssoLogIn.json' with { type: 'json' };
import status from './pages/status.json' with { type: 'json' };

/** The texts of the pages of portals, by area, in the ICU message syntax. */
export const pages = { changes, factors, links, logIn, ownAccount, parts, proofs, signUp, ssoLogIn, status };
