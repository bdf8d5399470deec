/** The key that does the same as the button. A screen reader reads the help instead. */
export const Key = ({ of }: { of: string }) => (
  <span aria-hidden="true" className="key">
    {of}
  </span>
);
