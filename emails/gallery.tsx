import { createServer } from 'node:http';
import getPort, { portNumbers } from 'get-port';
import { renderToStaticMarkup } from 'react-dom/server';
import { LANGUAGES, type Language } from '../texts/languages.ts';
import { previews } from './previews.ts';
import { FALLBACK } from './texts.ts';

// React Email's own preview server needs more packages, which it downloads.
const server = createServer(async ({ url = '/' }, response) => {
  const language = LANGUAGES.find((one) => url === `/${one}`) ?? FALLBACK;
  const page = <Gallery mails={await Promise.all(previews.map((preview) => renderPreview(preview, language)))} />;
  response.setHeader('content-type', 'text/html; charset=utf-8').end(`<!doctype html>${renderToStaticMarkup(page)}`);
});

const port = await getPort({ port: portNumbers(4100, 4199), host: 'localhost' });
server.listen(port, 'localhost', () => console.log(`All mails: http://localhost:${port}`));

type Mail = Awaited<ReturnType<typeof renderPreview>>;

async function renderPreview({ file, variant, render }: (typeof previews)[number], language: Language) {
  return { title: `${file}: ${variant}`, id: encodeURIComponent(`${file}-${variant}`), ...(await render(language)) };
}

function Gallery({ mails }: { mails: Mail[] }) {
  return (
    <html lang="en">
      <head>
        <meta name="viewport" content="width=device-width" />
        <title>Mails</title>
        <style>{style}</style>
      </head>
      <body>
        <h1>Mails</h1>
        <p>
          {LANGUAGES.map((language) => (
            <a key={language} href={`/${language}`}>
              {language}{' '}
            </a>
          ))}
        </p>
        <ul>
          {mails.map((mail) => (
            <li key={mail.id}>
              <a href={`#${mail.id}`}>{mail.title}</a>
            </li>
          ))}
        </ul>
        {mails.map((mail) => (
          <section key={mail.id} id={mail.id}>
            <h2>{mail.title}</h2>
            <p>Subject: {mail.subject}</p>
            <div>
              <iframe title={`HTML of ${mail.title}`} sandbox="" srcDoc={mail.html} />
              <pre>{mail.text}</pre>
            </div>
          </section>
        ))}
      </body>
    </html>
  );
}

const style = `
  :root { color-scheme: light dark }
  body { font-family: system-ui, sans-serif; margin: 24px }
  section { border-top: 1px solid; margin-top: 48px }
  div { display: grid; gap: 16px; grid-template-columns: repeat(auto-fit, minmax(360px, 1fr)) }
  iframe, pre { border: 1px solid #9ca3af; box-sizing: border-box; height: 640px; margin: 0; width: 100% }
  pre { overflow: auto; padding: 16px; white-space: pre-wrap }
`;
