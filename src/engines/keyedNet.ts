import { routeOf } from './address.ts';
import type { Net } from './net.ts';
import { unlessAborted } from '../shared/unlessAborted.ts';

/** Asked at each request: a person may change the key while we run. */
export type ApiKey = () => Promise<string | undefined>;

/** The door to the network with a key that is shown at one address only. */
export function keyedNet(net: Net, address: string, apiKey: ApiKey): Net {
  return {
    async ask(question, signal) {
      if (question.url.origin !== routeOf(address, '').origin) return net.ask(question, signal);
      // A key ring may wait for the person to unlock it; stopping does not.
      const key = (await unlessAborted(apiKey(), signal))?.trim() ?? '';
      if (key === '') return net.ask(question, signal);
      return net.ask({ ...question, headers: { ...question.headers, authorization: `Bearer ${key}` } }, signal);
    },
    activity: () => net.activity(),
  };
}
