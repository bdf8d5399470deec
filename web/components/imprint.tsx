type ImprintProps = { footerText: string | null; links: { label: string; url: string }[] };

/** What the portal says at the end of each page. */
export function Imprint({ footerText, links }: ImprintProps) {
  return (
    <>
      {footerText && <p className="imprint">{footerText}</p>}
      {links.length > 0 && (
        <ul className="imprint-links">
          {links.map(({ label, url }) => (
            <li key={`${label} ${url}`}>
              <a href={url}>{label}</a>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
