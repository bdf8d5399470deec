import type { Tab } from './graphiql-tabs.ts';

/** From the first log-in of a new admin to the first approval, then what a portal's own pages ask for. In the order of use. */
export const flowTabs: Tab[] = [
  {
    query: `# 1. Log in as an admin. \`npm start\` printed the password of the first one.
#    The session is a cookie of this browser, so the next tabs know who you are.
#    The explorer remembers what you type; /admin/log-in does the same and remembers nothing.
mutation AdminLogIn($input: AdminLogInInput!) {
  adminLogIn(input: $input) {
    ... on AdminLogInSuccess { admin { email roles { role portal { slug } } } expiresAt }
    ... on InvalidInput { issues { path message } }
    ... on Error { message }
  }
}`,
    variables: { input: { email: 'admin@example.com', password: '' } },
  },
  {
    query: `# 2. Which portals are there, and who waits?
query Waiting {
  portals { edges { node { slug name signUpUrl settings { autoApprove } } } }
  developers(filter: { status: [PENDING] }) {
    totalCount
    edges { node { id email fullName emailVerified answers { label value } createdAt portal { slug } } }
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
    query: `# 5. What a portal's sign-up page sends. Then look into the inbox.
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
    query: `# 6. What the page behind the mailed link sends: the token is in the link.
mutation VerifyEmail($input: VerifyEmailInput!) {
  verifyEmail(input: $input) {
    ... on VerifyEmailSuccess { email status passwordToken expiresAt }
    ... on Error { message }
  }
}`,
    variables: { input: { token: 'the token of the mailed link' } },
  },
  {
    query: `# 7. The first password, with the passwordToken of tab 6.
mutation SetPassword($input: SetPasswordInput!) {
  setPassword(input: $input) {
    ... on SetPasswordSuccess { email status }
    ... on InvalidInput { issues { path message } }
    ... on Error { message }
  }
}`,
    variables: { input: { token: 'the passwordToken of tab 6', password: '' } },
  },
  {
    query: `# 8. Log in as the developer. Ask for a TOKEN instead where cookies do not reach.
mutation LogIn($input: LogInInput!) {
  logIn(input: $input) {
    ... on LogInSuccess { developer { email status } token expiresAt }
    ... on NotApproved { status }
    ... on Error { message }
  }
}`,
    variables: { input: { portal: 'demo', email: 'ada@example.com', password: '', session: 'COOKIE' } },
  },
  {
    query: `# 9. Who is logged in at the portal?
query Me($portal: String!) {
  me(portal: $portal) { id email fullName status decisions { from to reason createdAt } }
}`,
    variables: { portal: 'demo' },
  },
];
