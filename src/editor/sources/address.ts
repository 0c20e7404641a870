import { Uri, workspace } from 'vscode';
import { writtenSchemes } from '../whyNotHere.ts';
import { isKnownHere } from './consent.ts';

/**
 * The address of something that may be read, from text that came from the page. VS Code's file systems reach further than a
 * person would think: "http:" is one, and a host in "file:" is a network share. Undefined for all such and for what is none.
 */
export function readableAddress(address: string): Uri | undefined {
  const uri = parsed(address);
  if (uri === undefined || isKnownHere(uri)) return uri;
  const schemes = [...writtenSchemes, ...(workspace.workspaceFolders ?? []).map(folder => folder.uri.scheme)];
  const isShare = uri.scheme === 'file' && uri.authority !== '';
  return schemes.includes(uri.scheme) && !isShare ? uri : undefined;
}

function parsed(address: string): Uri | undefined {
  try {
    return Uri.parse(address, true);
  } catch {
    // Not an address at all.
    return undefined;
  }
}
