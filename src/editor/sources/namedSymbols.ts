import { workspace } from 'vscode';
import { type WrittenSymbol, bareName } from '../../context/writtenName.ts';
import { type FoundSymbol, symbolsOf, workspaceSymbols } from './symbols.ts';

/** Open documents whose symbols are asked for. */
const mostDocuments = 20;

/** Finds symbols by their exact names. Asks about the open documents once, however many names there are. */
export function symbolFinder(signal: AbortSignal): (written: WrittenSymbol) => Promise<FoundSymbol | undefined> {
  let inOpen: Promise<readonly FoundSymbol[]> | undefined;
  return async written => {
    const isMeant = ({ name, within }: FoundSymbol): boolean =>
      bareName(name) === written.name && (written.within === undefined || bareName(within) === written.within);
    inOpen ??= symbolsInOpen(signal);
    const open = (await inOpen).find(isMeant);
    if (open !== undefined) return open;
    const elsewhere = await workspaceSymbols(written.name, signal);
    return elsewhere.find(symbol => isMeant(symbol) && workspace.getWorkspaceFolder(symbol.uri) !== undefined);
  };
}

async function symbolsInOpen(signal: AbortSignal): Promise<readonly FoundSymbol[]> {
  const documents = workspace.textDocuments
    .filter(({ uri }) => workspace.getWorkspaceFolder(uri) !== undefined || uri.scheme === 'untitled')
    .slice(0, mostDocuments);
  return (await Promise.all(documents.map(document => symbolsOf(document, signal)))).flat();
}
