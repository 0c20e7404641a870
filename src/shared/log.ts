/** One line of the log: an event name and a few facts. Never the person's code or prompts. */
export type Log = (event: string, facts?: Readonly<Record<string, string | number | boolean | undefined>>) => void;

export const silent: Log = () => undefined;
