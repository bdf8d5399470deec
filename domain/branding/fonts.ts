/** Fonts that computers and phones have, so that no page waits for one, and no other host is asked. Each ends with one that all have. */
export const FONTS = {
  SYSTEM: "system-ui, -apple-system, 'Segoe UI', Roboto, Arial, sans-serif",
  HUMANIST: "Seravek, 'Gill Sans Nova', Ubuntu, Calibri, 'DejaVu Sans', Verdana, sans-serif",
  GEOMETRIC: "'Avenir Next', Avenir, Montserrat, 'Century Gothic', 'URW Gothic', Futura, Arial, sans-serif",
  ROUNDED: "ui-rounded, 'Hiragino Maru Gothic ProN', Quicksand, Nunito, 'Arial Rounded MT Bold', Calibri, sans-serif",
  SERIF: "Charter, 'Bitstream Charter', Cambria, Georgia, 'Times New Roman', serif",
} as const;

type Font = keyof typeof FONTS;

export const FONT_NAMES = Object.keys(FONTS) as [Font, ...Font[]];
