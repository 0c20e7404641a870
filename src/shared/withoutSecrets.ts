/**
 * An address as it may be shown: a person can have written a password or a key into it. What is no address cannot be taken
 * apart, so all that could be one is left out.
 */
export const withoutSecrets = (address: string): string => address.replace(/^.*@/s, '').replace(/[?#].*$/s, '');
