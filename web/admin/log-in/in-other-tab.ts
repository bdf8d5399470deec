/** Where a log-in ends that was begun in another tab. It tells the tab that waits for it. */
export const LOGGED_IN = '/admin/logged-in';

/** For links beside a page that must stay as it is. */
export const inOtherTab = { target: '_blank', rel: 'noopener' };
