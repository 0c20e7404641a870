/**
 * Copies formulas as they were written. Their source stands beside their signs, which cannot be selected; but the browser
 * takes the signs for a box of its own and breaks the line there.
 */
export function copyFormulas(event: ClipboardEvent): void {
  const selection = getSelection();
  if (selection === null || event.clipboardData === null) return;
  const formulas = [...document.querySelectorAll('.maths:not(.display) > .maths-source')];
  const sources = formulas
    .filter(formula => selection.containsNode(formula, true))
    .map(({ textContent }) => textContent);
  if (sources.length === 0) return;
  event.clipboardData.setData('text/plain', unbroken(selection.toString(), sources));
  event.preventDefault();
}

/** The text without the break before each of the sources, which stand in it in this order. */
function unbroken(text: string, sources: readonly string[]): string {
  let joined = '';
  let rest = text;
  for (const source of sources) {
    const at = rest.indexOf(`\n${source}`);
    if (at < 0) continue;
    joined += rest.slice(0, at) + source;
    rest = rest.slice(at + 1 + source.length);
  }
  return joined + rest;
}
