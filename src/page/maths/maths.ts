import { arrival } from './tree.ts';
import { typeset } from './typeset.ts';

// The second bundle of the page, loaded when the first formula appears: most answers have none.
window.dispatchEvent(new CustomEvent(arrival, { detail: typeset }));
