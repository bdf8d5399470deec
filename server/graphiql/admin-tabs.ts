import type { Tab } from './tabs.ts';

/** The rest of what an admin does, each act once. Where a tab holds several operations, the button that runs them asks which. */
export const adminTabs: Tab[] = [
  {
    query: `# 7. Find people: by status, verified address, an answer, or a text in address, name or answers. Leave out what does not matter.
query Find($portal: String, $filter: DeveloperFilter, $orderBy: DeveloperOrder, $first: Int, $after: String) {
  developers(portal: $portal, filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
    totalCount
    pageInfo { hasNextPage endCursor }
    edges { node {
      id email fullName status emailVerified createdAt portal { slug }
      answers { field label value }
      acceptedTerms { version acceptedAt }
      decisions { from to reason note createdAt by { kind adminEmail } }
      ssoIdentities { id issuer subject email groups lastLogInAt }
    } }
  }
}

# All of one person.
query One($id: ID!) {
  developer(id: $id) { id email fullName status hasPassword currentTermsAccepted decisions { from to reason note createdAt } }
}`,
    variables: {
      portal: 'demo',
      filter: { status: ['PENDING', 'APPROVED'], emailVerified: true, search: '' },
      orderBy: { field: 'CREATED_AT', direction: 'DESC' },
      first: 20,
      after: null,
      id: 'an id from above',
    },
  },
  {
    query: `# 8. Decide about up to 100 people at once, each on its own. The person reads the reason, admins alone the note.
mutation Reject($decide: DecideDevelopersInput!) {
  rejectDevelopers(input: $decide) {
    ... on RejectDevelopersSuccess { results { id developer { email status } error { message } } }
    ... on Error { message }
  }
}

mutation Revoke($decide: DecideDevelopersInput!) {
  revokeDevelopers(input: $decide) {
    ... on RevokeDevelopersSuccess { results { id developer { email status } error { message } } }
    ... on Error { message }
  }
}

# Lets in whom you rejected or revoked.
mutation Reinstate($decide: DecideDevelopersInput!) {
  reinstateDevelopers(input: $decide) {
    ... on ReinstateDevelopersSuccess { results { id developer { email status } error { message } } }
    ... on Error { message }
  }
}`,
    variables: {
      decide: { ids: ['an id from tab 7'], reason: 'Told to the person', note: 'For admins' },
    },
  },
  {
    query: `# 9. Delete registrations for good. Nothing brings them back, and you are not asked again: to keep somebody out, use tab 8.
#    Fill in the ids yourself, one for each person, and read them once more before you run this.
mutation Delete($delete: DeleteDevelopersInput!) {
  deleteDevelopers(input: $delete) {
    ... on DeleteDevelopersSuccess { results { id error { message } } }
    ... on Error { message }
  }
}`,
    variables: { delete: { ids: ['fill in an id from tab 7'] } },
  },
  {
    query: `# 10. What only admins answer, and an account at a provider that is no longer the person's.
mutation Answer($answer: SetAnswersInput!) {
  setAnswers(input: $answer) {
    ... on SetAnswersSuccess { developer { email answers { field value } } }
    ... on Error { message }
  }
}

mutation RemoveSsoIdentity($remove: RemoveSsoIdentityInput!) {
  removeSsoIdentity(input: $remove) {
    ... on RemoveSsoIdentitySuccess { id developerId }
    ... on Error { message }
  }
}`,
    variables: {
      answer: { id: 'an id from tab 7', answers: [{ field: 'tier', value: 'gold' }] },
      remove: { id: 'the id of one of the ssoIdentities of tab 7' },
    },
  },
  {
    query: `# 11. Open a portal. Without publicUrl its pages are the ones served here.
mutation OpenPortal($input: CreatePortalInput!) {
  createPortal(input: $input) {
    ... on CreatePortalSuccess { portal { slug signUpUrl catalogUrl settings { publicUrl } } }
    ... on Error { message }
  }
}`,
    variables: { input: { slug: 'acme', name: 'Acme Developers', contactEmail: 'help@example.com' } },
  },
  {
    query: `# 12. Its settings: what you leave out stays. Terms and passwords hold for who comes from now on.
mutation Settings($input: UpdatePortalInput!) {
  updatePortal(input: $input) {
    ... on UpdatePortalSuccess { portal {
      slug name catalogUrl contactEmail registrationOpen passwordLogin
      terms { version url } passwordPolicy { minLength contextWords }
      settings { publicUrl origins mailFrom autoApprove showApplicants }
    } }
    ... on Error { message }
  }
}`,
    variables: {
      input: {
        portal: 'acme',
        registrationOpen: true,
        showApplicants: true,
        origins: ['https://app.example.com'],
        passwordMinLength: 15,
        passwordContextWords: ['acme'],
        terms: { version: '2026-01', url: 'https://example.com/terms' },
      },
    },
  },
  {
    query: `# 13. What its sign-up form asks besides name and address. Replaces all fields: name those that are to stay, too.
mutation Fields($input: SetSignUpFieldsInput!) {
  setSignUpFields(input: $input) {
    ... on SetSignUpFieldsSuccess { portal { settings { signUpFields { key label kind required editableBy visibleTo } } } }
    ... on Error { message }
  }
}`,
    variables: {
      input: {
        portal: 'acme',
        fields: [
          { key: 'company', label: 'Company', kind: 'TEXT', required: true },
          { key: 'use', label: 'What for?', kind: 'CHOICE', choices: ['Work', 'Study'] },
          { key: 'tier', label: 'Tier', kind: 'TEXT', editableBy: 'ADMINS', visibleTo: 'ADMINS' },
        ],
      },
    },
  },
];
