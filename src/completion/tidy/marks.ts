import { families } from '../../models/families.ts';
import { type Draft, endedAt } from './step.ts';

/** Every mark of the families we know. */
const known = families.flatMap(family => [
  ...family.endMarks,
  ...[family.fillInMiddle?.begin, family.fillInMiddle?.hole, family.fillInMiddle?.end].flatMap(
    mark => mark?.mark ?? [],
  ),
]);

/** DeepSeek's full-width bars occur in no code; the plain ones do ("f <| x |> g"), so there only whole names count. */
const fullWidth = /<｜[^｜\n]{1,40}｜>/;
const plain =
  /<\|(?:EOT|User|Assistant|endoftext|end_of_text|eot_id|im_start|im_end|fim_(?:prefix|middle|suffix|pad)|file_sep|repo_name)\|>/;
/** How instruct models head the turns of a conversation. */
const role = /^### (?:Instruction|Response):/m;

/** A mark may be cut off by the end of the text. */
const broken = /<(?:｜[^｜\n]{0,40}｜?)$/;

/** Where the first leaked mark starts; undefined where there is none. */
export function leakAt(text: string): number | undefined {
  const starts = [fullWidth, plain, role].map(mark => text.search(mark));
  const all = [...starts, ...known.map(mark => text.indexOf(mark))].filter(at => at >= 0);
  return all.length === 0 ? undefined : Math.min(...all);
}

/** Marks are the model's own punctuation: what it writes after one belongs to something else. */
export function cutAtMarks(draft: Draft): Draft {
  const at = leakAt(draft.text) ?? (broken.test(draft.text) ? draft.text.search(broken) : undefined);
  return at === undefined ? draft : endedAt(draft, at);
}
