import { expect, onTestFinished, test } from 'vitest';
import { MOST_NAMED_PORTALS } from '../../worker/some-portals.ts';
import { UpdatePortalDocument } from '../generated/operations.ts';
import { createPortal, openDemoPortal, updatePortal } from '../kit/admins.ts';
import { send } from '../kit/graphql.ts';
import { type Installation, startInstallation } from '../kit/installation.ts';
import { type AnyAnswer, succeed } from '../kit/mutate.ts';
import { lastMailTo, signUp } from '../kit/people.ts';

const PUBLIC_URL = 'https://accounts.acme.com';

const gatehouse = await startInstallation({ PUBLIC_URL });
const admin = await openDemoPortal(gatehouse);
await succeed(createPortal(gatehouse, 'other', admin));
const beside = (PORTAL_HOSTS: string) => startInstallation({ PUBLIC_URL, PORTAL_HOSTS }, gatehouse);
const named = await beside('acme.internal, *.apps.internal, other=only-other.acme.com');
const publicAndNamed = await beside('public,*.corp.internal');
const none = await beside('off');

const linkTo = (site: Installation, email: string) => lastMailTo(site, email).text.match(/https:\S+token=\S+/)?.[0] ?? '';

const move = (site: Installation, publicUrl: string | null, slug = 'demo') => updatePortal(site, { publicUrl }, admin, slug);

async function issues(act: Promise<AnyAnswer>) {
  const { __typename, issues } = await act;
  expect(__typename).toBe('InvalidInput');
  return issues;
}

const status = async (site: Installation, path: string, host: string) =>
  (await send(`${site.url}${path}`, 'GET', { host })).status;

/** As an OWNER could before, and as a server without PORTAL_HOSTS stores it. */
async function store(url: string, host: string | null, slug = 'demo') {
  await gatehouse.sql(
    "UPDATE portals SET custom_public_url = $1, own_host = $2, catalog_url = $1 || '/catalog' WHERE slug = $3",
    [url, host, slug],
  );
  onTestFinished(async () => void (await succeed(move(gatehouse, null, slug))));
}

const PRIVATE = [
  'gatehouse.svc.cluster.local',
  'gatehouse.default.svc',
  'gatehouse.production',
  'ip-10-0-0-1.ec2.internal',
  'gatehouse.lan',
  'gatehouse.corp',
  'gatehouse.local',
  'gatehouse.localhost',
  'gatehouse.home.arpa',
  'GATEHOUSE.Internal',
  'gatehouse.internal.',
  'gatehouse.internal:4000',
];

test('no portal takes the name by which a proxy that does not keep `Host` may name Gatehouse in all requests', async () => {
  for (const host of PRIVATE) {
    const name = host.toLowerCase().replace(/\.?(:\d+)?$/, '');
    const told = (slug: string) => [
      {
        path: ['publicUrl'],
        code: 'NOT_PERMITTED',
        message:
          `${name} is a name of a private network, and such names may be those of Gatehouse itself. ` +
          `Ask the operator to set PORTAL_HOSTS to public,${slug}=${name}.`,
        parameters: [],
      },
    ];
    expect(await issues(move(gatehouse, `https://${host}/`))).toEqual(told('demo'));
    const publicUrl = `https://${host}`;
    expect(await issues(createPortal(gatehouse, 'fourth', admin, { publicUrl }))).toEqual(told('fourth'));
    const statuses = ['/p/other/sign-up', '/admin', '/sign-up'].map((path) => status(gatehouse, path, host));
    expect([host, ...(await Promise.all(statuses))]).toEqual([host, 200, 200, 404]);
  }
});

test('the refusal speaks the language of the admin', async () => {
  const said = async (language: string) => {
    const options = { token: admin, headers: { 'accept-language': language } };
    const input = { portal: 'demo', publicUrl: 'https://gatehouse.internal' };
    const { data } = await gatehouse.graphql(UpdatePortalDocument, { input }, options);
    return data.updatePortal?.__typename === 'InvalidInput' ? data.updatePortal.issues.map(({ message }) => message) : null;
  };
  expect(await said('de')).toEqual([
    expect.stringContaining('Die Betreiber dieser Installation erlauben dem Portal diesen Host nicht.'),
  ]);
  expect(await said('ja')).toEqual([expect.stringContaining('PORTAL_HOSTS')]);
});

test('a private name that is stored already has no pages of ours, and stays where the client of the portal is', async () => {
  await store('https://gatehouse.internal', 'gatehouse.internal');
  expect(await status(gatehouse, '/sign-up', 'gatehouse.internal')).toBe(404);
  expect(await status(gatehouse, '/p/other/sign-up', 'gatehouse.internal')).toBe(200);
  await signUp(gatehouse, 'client@hosts.test');
  await gatehouse.drain();
  expect(linkTo(gatehouse, 'client@hosts.test')).toMatch(/^https:\/\/gatehouse\.internal\/verify-email\?token=/);
  // What a client sends again changes nothing.
  await succeed(move(gatehouse, 'https://gatehouse.internal'));
  await succeed(move(publicAndNamed, 'https://moved.corp.internal'));
  expect(await status(publicAndNamed, '/sign-up', 'moved.corp.internal')).toBe(200);
});

test('names of the public DNS are open, as before', async () => {
  for (const host of ['developers.acme.dev', 'xn--bcher-kva.de', 'bücher.example.co.uk', 'acme.github.io', 'acme.xn--p1ai']) {
    await succeed(move(gatehouse, `https://${host}`));
    expect([host, await status(gatehouse, '/sign-up', new URL(`https://${host}`).host)]).toEqual([host, 200]);
  }
  await succeed(move(gatehouse, null));
});

test('where the operator names hosts, portals have those alone, private ones among them, at every port', async () => {
  for (const host of ['acme.internal', 'acme.internal:8443', 'ACME.Internal.', 'a.apps.internal', 'a.b.apps.internal']) {
    await succeed(move(named, `https://${host}`));
    expect([host, await status(named, '/sign-up', host)]).toEqual([host, 200]);
  }
  for (const host of ['apps.internal', 'b.acme.internal', 'xacme.internal', 'xapps.internal', 'developers.acme.com']) {
    expect(await issues(move(named, `https://${host}`))).toMatchObject([
      {
        path: ['publicUrl'],
        code: 'NOT_PERMITTED',
        message: `The operator does not allow ${host}. Ask the operator to add demo=${host} to PORTAL_HOSTS.`,
      },
    ]);
  }
  for (const host of ['127.0.0.1', '[::1]:81', 'intranet', 'localhost'])
    expect((await issues(move(named, `https://${host}`)))?.[0]?.message).toMatch(/Take one of the hosts in PORTAL_HOSTS\.$/);
  await succeed(move(named, null));
});

test('a host of one portal is of no other one, which gives it back', async () => {
  await store('https://only-other.acme.com', 'only-other.acme.com');
  expect(await status(named, '/sign-up', 'only-other.acme.com')).toBe(404);
  expect(await issues(move(named, 'https://only-other.acme.com/portal'))).toMatchObject([{ code: 'NOT_PERMITTED' }]);
  await succeed(move(named, 'https://only-other.acme.com', 'other'));
  expect(await status(named, '/sign-up', 'only-other.acme.com')).toBe(200);
  await succeed(move(named, null, 'other'));
});

test('`public` keeps the public names open beside the named ones, and `off` closes all', async () => {
  for (const host of ['developers.corp.internal', 'developers.acme.dev']) {
    await succeed(move(publicAndNamed, `https://${host}`));
    expect([await status(publicAndNamed, '/sign-up', host), await status(none, '/sign-up', host)]).toEqual([200, 404]);
    expect(await issues(move(none, `https://${host}/portal`))).toMatchObject([{ code: 'NOT_PERMITTED' }]);
  }
  expect(await issues(move(publicAndNamed, 'https://gatehouse.svc.cluster.local'))).toMatchObject([{ code: 'NOT_PERMITTED' }]);
  await succeed(move(none, null));
});

test('a client at the host of the installation is refused nowhere, and gets no pages of ours', async () => {
  for (const site of [gatehouse, named, none]) {
    await succeed(move(site, `${PUBLIC_URL}/clients/demo`));
    expect(await status(site, '/clients/demo/sign-up', 'accounts.acme.com')).toBe(404);
  }
  await succeed(move(gatehouse, null));
});

test('a host that the operator no longer allows is not served, and all links lead to pages that are there', async () => {
  await store('https://developers.acme.dev', 'developers.acme.dev');
  expect(await status(gatehouse, '/sign-up', 'developers.acme.dev')).toBe(200);
  for (const path of ['/', '/sign-up', '/catalog']) expect(await status(named, path, 'developers.acme.dev')).toBe(404);
  await signUp(named, 'narrowed@hosts.test');
  await named.drain();
  const link = linkTo(named, 'narrowed@hosts.test');
  expect(link).toMatch(/^https:\/\/accounts\.acme\.com\/p\/demo\/verify-email\?token=/);
  expect(await status(named, new URL(link).pathname, 'accounts.acme.com')).toBe(200);
  const asked = await named.graphql<{ portal: { signUpUrl: string; catalogUrl: string; settings: { publicUrl: string } } }>(
    '{ portal(slug: "demo") { signUpUrl catalogUrl settings { publicUrl } } }',
    {},
    { token: admin },
  );
  expect(asked.data.portal).toEqual({
    signUpUrl: `${PUBLIC_URL}/p/demo/sign-up`,
    catalogUrl: `${PUBLIC_URL}/p/demo/catalog`,
    settings: { publicUrl: `${PUBLIC_URL}/p/demo` },
  });
  // It comes back when the operator allows it again, also if a client has sent the settings again meanwhile.
  await succeed(updatePortal(named, { publicUrl: 'https://developers.acme.dev', name: 'Demo' }, admin));
  expect(await status(gatehouse, '/sign-up', 'developers.acme.dev')).toBe(200);
  const rows = await gatehouse.sql("SELECT catalog_url FROM portals WHERE slug = 'demo'");
  expect(rows).toEqual([{ catalog_url: 'https://developers.acme.dev/catalog' }]);
});

test('the catalog moves along from a host that is no longer allowed', async () => {
  await store('https://developers.acme.dev', 'developers.acme.dev');
  await succeed(move(named, 'https://acme.internal'));
  const rows = await gatehouse.sql("SELECT catalog_url FROM portals WHERE slug = 'demo'");
  expect(rows).toEqual([{ catalog_url: 'https://acme.internal/catalog' }]);
});

const told = ({ logs }: Installation) =>
  logs
    .map((line): { msg: string; portals?: string[] } => JSON.parse(line))
    .filter(({ msg }) => /PORTAL_HOSTS/.test(msg))
    .map(({ msg, portals }) => [msg, portals]);

test('a worker says once, when it starts, which portals have hosts that are not allowed', async () => {
  await store('https://squatted.internal', 'squatted.internal');
  await store(`${PUBLIC_URL}/clients/other`, null, 'other');
  for (const site of [gatehouse, named, publicAndNamed]) await (await site.startWorker())();
  const without =
    'these portals have hosts of a private network: Gatehouse shows no pages there unless PORTAL_HOSTS names them';
  const elsewhere = 'PORTAL_HOSTS does not allow the hosts of these portals: their pages and links are at PUBLIC_URL';
  expect([gatehouse, named, publicAndNamed].map(told)).toEqual([
    [[without, ['demo']]],
    [[elsewhere, ['demo']]],
    [[elsewhere, ['demo']]],
  ]);
});

test('a warning names 10 portals at most, and says how many there are', async () => {
  const slugs = Array.from({ length: MOST_NAMED_PORTALS + 2 }, (_, index) => `squatted-${String(index).padStart(2, '0')}`);
  for (const slug of slugs) {
    await succeed(createPortal(gatehouse, slug, admin));
    await store(`https://${slug}.internal`, `${slug}.internal`, slug);
  }
  await (await gatehouse.startWorker())();
  const line = gatehouse.logs.findLast((one) => one.includes('these portals have hosts of a private network')) ?? '{}';
  expect(JSON.parse(line)).toMatchObject({ count: slugs.length, portals: slugs.slice(0, MOST_NAMED_PORTALS) });
});
