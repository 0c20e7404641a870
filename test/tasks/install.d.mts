// What the TypeScript tasks use of install.mjs, which itself must run before TypeScript can.
export const root: string;
export const node24: string;
export class CannotInstall extends Error {}
export function installPackages(): void;
export function installHost(): void;
export function installBrowser(): void;
export function findBrowser(): string | undefined;
export function findDesktopEditor(): string | undefined;
