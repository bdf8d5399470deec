/** Such as `v***@corp.example`. */
export const maskAddress = (email: string): string => email.replace(/^(.).*(?=@)/su, '$1***');
