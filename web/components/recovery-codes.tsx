import { useEffect, useState } from 'react';

type RecoveryCodesProps = { codes: string[]; email: string };

/** Shows new codes once. Nothing keeps them but this page. */
export function RecoveryCodes({ codes, email }: RecoveryCodesProps) {
  const [isCopied, setCopied] = useState(false);
  const text = `Recovery codes of ${email}\n${codes.join('\n')}\n`;
  const file = useFile(text);
  return (
    <>
      <p>
        Store these codes where you find them without your phone, for example in a password manager or on paper. Each works
        once, in place of your second factor. They are not shown again.
      </p>
      <ol className="codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <p>
        <button type="button" onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}>
          Copy
        </button>{' '}
        <a className="button" href={file} download="recovery-codes.txt">
          Download
        </a>{' '}
        <button type="button" onClick={() => print()}>
          Print
        </button>
      </p>
      <p role="status">{isCopied && 'The codes are copied.'}</p>
    </>
  );
}

/** The address of a text as a file, as long as it is shown. */
function useFile(text: string): string | undefined {
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [text]);
  return address;
}
