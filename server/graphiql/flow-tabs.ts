import type { Tab } from './tabs.ts';

/**
 * From the first visit of a new admin to the first approval, then what a portal's own pages ask for. In the order of use. No tab
 * asks for a password, a secret or a token: those are typed into pages.
 */
export const flowTabs: Tab[] = [
  {
    query: `# 1. Who are you? Log in at /admin/log-in: \`npm start\` printed the password of the first admin.
#    The session is a cookie of this browser, so all tabs know who you are. Nothing that you type here is stored.
query WhoAmI {
  admin { email roles { role portal { slug } } }
}`,
    variables: {},
  },
  {
    query: `# 2. Which portals are there, and who waits? Only people who have proved their address can be let in.
query Waiting {
  portals { edges { node { slug name signUpUrl settings { autoApprove } } } }
  developers(filter: { status: [PENDING], emailVerified: true }) {
    totalCount
    edges { node { id email fullName answers { label value } createdAt portal { slug } } }
  }
}`,
    variables: {},
  },
  {
    query: `# 3. Let someone in: put an id from tab 2 into the variables.
mutation Approve($input: DecideDevelopersInput!) {
  approveDevelopers(input: $input) {
    ... on ApproveDevelopersSuccess { results { id developer { email status } error { message } } }
    ... on Error { message }
  }
}`,
    variables: { input: { ids: ['an id from tab 2'], reason: 'Welcome!', note: null } },
  },
  {
    query: `# 4. Let everyone in by rule, those who wait included.
mutation AutoApprove($input: UpdatePortalInput!) {
  updatePortal(input: $input) {
    ... on UpdatePortalSuccess { portal { slug settings { autoApprove } } }
    ... on Error { message }
  }
}`,
    variables: { input: { portal: 'demo', autoApprove: true, applyToPending: true } },
  },
  {
    query: `# 5. What a portal's sign-up page sends. Then look into the inbox, and go on at the page that the mail links to.
mutation SignUp($input: SignUpInput!) {
  signUp(input: $input) {
    ... on SignUpSuccess { email }
    ... on InvalidInput { issues { path message } }
    ... on Error { message }
  }
}`,
    variables: { input: { portal: 'demo', email: 'ada@example.com', fullName: 'Ada Lovelace' } },
  },
  {
    query: `# 6. Who is logged in at the portal? People log in at its page log-in, not here.
query Me($portal: String!) {
  me(portal: $portal) { id email fullName status decisions { from to reason createdAt } }
}`,
    variables: { portal: 'demo' },
  },
];
