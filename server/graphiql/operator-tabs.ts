import type { Tab } from './tabs.ts';

/** How people log in by identity providers, what failed, and the admin's own account. */
export const operatorTabs: Tab[] = [
  {
    query: `# 14. Connect an identity provider, after you registered an application there. Then enter the redirectUri at the provider.
#    Its secret is missing below: add it to the input as clientSecret. This page stores it nowhere.
mutation Connect($input: CreateSsoConnectionInput!) {
  createSsoConnection(input: $input) {
    ... on CreateSsoConnectionSuccess { connection { id redirectUri postLogoutRedirectUri backChannelLogoutUrl enabled } }
    ... on Error { message }
  }
}`,
    variables: {
      input: {
        portal: 'acme',
        label: 'Acme ID',
        issuer: 'https://login.example.com',
        clientId: 'the id of the application',
      },
    },
  },
  {
    query: `# 15. Test it. Open the trialUrl in this browser and log in there; Trial says what came of it.
mutation Test($test: TestSsoConnectionInput!) {
  testSsoConnection(input: $test) {
    ... on TestSsoConnectionSuccess { checks { name ok message } trialUrl trial { id } }
    ... on Error { message }
  }
}

query Trial($id: ID!) {
  ssoTrial(id: $id) { finished reason detail expiresAt claims { email emailVerified fullName groups otherClaims } }
}`,
    variables: { test: { id: 'the id of the connection' }, id: 'the id of the trial' },
  },
  {
    query: `# 16. Enable it, or change something else: claims, scopes, domains, the secret.
mutation Change($change: UpdateSsoConnectionInput!) {
  updateSsoConnection(input: $change) {
    ... on UpdateSsoConnectionSuccess { connection { id label enabled testedAt approval } }
    ... on Error { message }
  }
}

mutation Disconnect($disconnect: DeleteSsoConnectionInput!) {
  deleteSsoConnection(input: $disconnect) {
    ... on DeleteSsoConnectionSuccess { id }
    ... on Error { message }
  }
}`,
    variables: {
      change: { id: 'the id of the connection', enabled: true },
      disconnect: { id: 'the id of the connection' },
    },
  },
  {
    query: `# 17. Switch passwords off, once a trial succeeded by a connection that is enabled; or on again, with true.
mutation Passwords($input: UpdatePortalInput!) {
  updatePortal(input: $input) {
    ... on UpdatePortalSuccess { portal { slug passwordLogin } }
    ... on Error { message }
  }
}`,
    variables: { input: { portal: 'acme', passwordLogin: false } },
  },
  {
    query: `# 18. The connections of a portal, and the log-ins by them that failed, by the number that the person was shown.
query Connections($portal: String!) {
  portal(slug: $portal) { settings { ssoConnections {
    id label issuer enabled testedAt approval redirectUri emailDomains verifiedDomains
    recentFailures { createdAt reference reason detail }
  } } }
}`,
    variables: { portal: 'acme' },
  },
  {
    query: `# 19. Work that failed for good, such as mails that no server took, and what waits for another attempt.
query Jobs($filter: JobFilter, $first: Int, $after: String) {
  jobs(filter: $filter, first: $first, after: $after) {
    totalCount
    pageInfo { hasNextPage endCursor }
    edges { node { id name status attempt lastError dueAt createdAt portal { slug } developer { email fullName } } }
  }
}

# Once the cause is gone.
mutation Retry($retry: RetryJobsInput!) {
  retryJobs(input: $retry) {
    ... on RetryJobsSuccess { jobs { id name status } }
    ... on Error { message }
  }
}`,
    variables: { filter: { status: ['FAILED', 'QUEUED'] }, first: 20, after: null, retry: { ids: ['an id from above'] } },
  },
  {
    query: `# 20. Your own account. To change the password, go to /admin/forgot-password.
query Myself {
  admin { email roles { role portal { slug } } sessions { id device address createdAt lastSeenAt current } }
  adminPasswordPolicy { minLength maxLength }
}

mutation EndSession($session: AdminRevokeSessionInput!) {
  adminRevokeSession(input: $session) {
    ... on AdminRevokeSessionSuccess { id }
    ... on Error { message }
  }
}

mutation EndOtherSessions {
  adminRevokeOtherSessions(input: {}) {
    ... on AdminRevokeOtherSessionsSuccess { ended }
    ... on Error { message }
  }
}

mutation LogOut {
  adminLogOut(input: {}) {
    ... on AdminLogOutSuccess { ended }
    ... on Error { message }
  }
}`,
    variables: {
      session: { id: 'the id of one of the sessions' },
    },
  },
];
