import { Text } from 'react-email';

/** On a line of its own, so that it is easy to select. */
export function Code({ code }: { code: string }) {
  return <Text style={style}>{code}</Text>;
}

const style = {
  fontSize: '28px',
  fontWeight: 600,
  letterSpacing: '2px',
  lineHeight: '36px',
  margin: '16px 0',
  whiteSpace: 'nowrap',
} as const;
