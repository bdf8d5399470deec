import type { PictureKind } from '../../prisma/generated/client/client.ts';

/**
 * Twice the room that a page gives a picture, for sharp screens.
 * @limit pixels: Width and height of a stored logo. Beyond: The picture is made smaller.
 */
export const LARGEST_LOGO = { width: 480, height: 96 };
/** @limit pixels: Width and height of a stored icon. Beyond: The picture is made smaller. */
export const LARGEST_ICON = { width: 192, height: 192 };

export const PICTURE_SIZES: Record<PictureKind, { width: number; height: number }> = {
  LOGO: LARGEST_LOGO,
  DARK_LOGO: LARGEST_LOGO,
  ICON: LARGEST_ICON,
};
