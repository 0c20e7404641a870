import { type Disposable, FileType, type TextEditor, type Uri, l10n, window, workspace } from 'vscode';
import type { Attachment } from '../../prompt/attachments.ts';
import type { SuggestionView } from '../../shared/chat.ts';
import type { Exclusion } from '../exclusion.ts';
import { attachedSelection, nameOfUri } from '../selection.ts';
import { readableAddress } from './address.ts';
import { BorrowedClipboard } from './borrowedClipboard.ts';
import { attachedChanges } from './changes.ts';
import { suggestedCommands } from './commandWords.ts';
import { type Ask, askModally, consentToFile, consentToText, isKnownHere } from './consent.ts';
import { attachedSearch, attachedTerminal } from './copied.ts';
import { EditorHere } from './editorHere.ts';
import { attachedFile } from './files.ts';
import { attachedFolder } from './folders.ts';
import { suggestedKinds } from './kinds.ts';
import { type Asked, type PrepareParts, type Prepared, filledPromptOf, prepare } from './prepare.ts';
import { attachedProblems } from './problems.ts';
import { promptFiles } from './promptFiles.ts';
import { Refused, tellAllRefused, tellRefused } from './refusal.ts';
import { standing } from './standing.ts';
import { FileFinder } from './suggestedFiles.ts';
import { attachedSymbolOf, suggestedSymbols } from './symbols.ts';
import { WatchedTexts } from './watchedTexts.ts';

export interface ContextSourcesParts {
  readonly exclusion: Exclusion;
  /** A modal question of the editor, where no other is given. */
  readonly ask?: Ask;
}

/** Things that are offered at once, and the longest id that the page may send back. */
const mostOffered = 30;
const mostFiles = 20;
const longestId = 512;

/** One sentence, in place of what was asked for. */
export interface Problem {
  readonly problem: string;
}

/** All that a question can be about besides its words, and what "#", "@" and "/" offer of it. */
export class ContextSources implements Disposable {
  readonly #clipboard = new BorrowedClipboard();
  readonly #files = new FileFinder();
  readonly #here = new EditorHere();
  readonly #texts = new WatchedTexts();
  readonly #parts: PrepareParts;
  /** Rules, notes or prompt files changed on disk. */
  readonly onDidChangeStanding = this.#texts.onDidChange;

  constructor({ exclusion, ask = askModally }: ContextSourcesParts) {
    this.#parts = { exclusion, ask, editor: () => this.#here.editor, texts: this.#texts };
  }

  /** The editor the person works in, also while the chat has the focus. */
  get editor(): TextEditor | undefined {
    return this.#here.editor;
  }

  /** What to offer for a query with its trigger: "#que", "@", "/ex". */
  async suggest(query: string, signal: AbortSignal): Promise<readonly SuggestionView[]> {
    const letters = query.slice(1);
    if (query.startsWith('/')) return suggestedCommands(letters, await promptFiles(this.#texts, signal));
    if (!/^[#@]/.test(query)) return [];
    const [files, symbols] = await Promise.all([
      this.#files.suggest(letters, signal),
      suggestedSymbols(letters, this.#here.editor?.document, signal),
    ]);
    const offered = [...suggestedKinds(letters), ...unique(files).slice(0, mostFiles), ...symbols];
    return unique(offered.filter(({ id }) => id.length <= longestId)).slice(0, mostOffered);
  }

  /** What the id of a suggestion stands for. Undefined where the person changed their mind. */
  async attach(id: string, signal: AbortSignal): Promise<Attachment | Problem | undefined> {
    try {
      return await this.#attached(id, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof Refused)) return { problem: l10n.t('This could not be attached; try again.') };
      return error.why === 'declined' ? undefined : { problem: tellRefused(error) };
    }
  }

  /** Files and folders that were dropped, and one sentence for all that was refused. */
  async dropped(
    addresses: readonly string[],
    signal: AbortSignal,
  ): Promise<{ readonly attachments: readonly Attachment[]; readonly problem?: string }> {
    const uris = addresses.map(readableAddress);
    const isOutsideAgreed = await this.#agreesToOutside(uris.filter(uri => uri !== undefined));
    const attachments: Attachment[] = [];
    const refused: Refused[] = [];
    for (const [at, uri] of uris.entries()) {
      try {
        if (uri === undefined) throw new Refused('missing', addresses[at]?.slice(0, 100));
        if (!isOutsideAgreed && !isKnownHere(uri)) throw new Refused('declined', nameOfUri(uri));
        attachments.push(await this.#fileOrFolder(uri, { ...this.#parts, isOutsideAgreed }, signal));
      } catch (error) {
        signal.throwIfAborted();
        refused.push(error instanceof Refused ? error : new Refused('missing', uri && nameOfUri(uri)));
      }
    }
    const problem = tellAllRefused(refused);
    return { attachments: unique(attachments), ...(problem !== undefined && { problem }) };
  }

  /** What is said about an image that was dropped or pasted. */
  imageRefused(): string {
    return tellRefused(new Refused('image', l10n.t('the image')));
  }

  /** Rules and notes of the workspace, which every question is asked with. */
  async standing(signal: AbortSignal): Promise<readonly Attachment[]> {
    return standing(this.#texts, signal);
  }

  /** What is asked by what was typed. */
  async prepare(text: string, attachments: readonly Attachment[], signal: AbortSignal): Promise<Prepared> {
    return prepare(text, attachments, this.#parts, signal);
  }

  /** The text of a prompt file that was chosen, by its suggestion's id, with what it is about. */
  async promptText(id: string, signal: AbortSignal): Promise<Asked | Problem> {
    const prompts = await promptFiles(this.#texts, signal);
    const prompt = prompts.find(({ uri }) => id === `prompt:${uri.toString()}`);
    try {
      if (prompt === undefined) throw new Refused('unknown');
      return await filledPromptOf(prompt, '', this.#parts, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof Refused) return { problem: tellRefused(error) };
      throw error;
    }
  }

  dispose(): void {
    this.#files.dispose();
    this.#here.dispose();
    this.#texts.dispose();
  }

  async #attached(id: string, signal: AbortSignal): Promise<Attachment> {
    if (id.startsWith('symbol:')) return attachedSymbolOf(id, this.#parts, signal);
    if (/^(?:file|folder):/.test(id)) return this.#fileOrFolder(known(id), this.#parts, signal);
    switch (id) {
      case 'selection':
        return this.#selection();
      case 'currentFile':
        return attachedFile(this.#editor().document.uri, this.#parts, signal);
      case 'problems':
        return attachedProblems(this.#here.editor?.document.uri);
      case 'terminal':
        return attachedTerminal(this.#clipboard, signal);
      case 'changes':
        return attachedChanges(signal);
      case 'search':
        return attachedSearch(this.#clipboard, signal);
      case 'folder':
        return attachedFolder(await chosenFolder(), signal);
      case 'notes':
        return this.#notes(signal);
      default:
        throw new Refused('unknown');
    }
  }

  #editor(): NonNullable<EditorHere['editor']> {
    const { editor } = this.#here;
    if (editor === undefined) throw new Refused('noEditor');
    return editor;
  }

  async #selection(): Promise<Attachment> {
    const editor = this.#editor();
    const attachment = attachedSelection(editor);
    if (attachment === undefined) throw new Refused('nothingSelected');
    await consentToText(editor.document, attachment.text, this.#parts);
    return attachment;
  }

  async #notes(signal: AbortSignal): Promise<Attachment> {
    const notes = (await this.standing(signal)).find(({ kind }) => kind === 'notes');
    if (notes === undefined) throw new Refused('noNotes');
    return notes;
  }

  async #fileOrFolder(uri: Uri, parts: PrepareParts, signal: AbortSignal): Promise<Attachment> {
    const isFolder = await workspace.fs.stat(uri).then(
      ({ type }) => (type & FileType.Directory) !== 0,
      // An unsaved document has no file.
      () => false,
    );
    signal.throwIfAborted();
    if (!isFolder) return attachedFile(uri, parts, signal);
    await consentToFile(uri, parts);
    return attachedFolder(uri, signal);
  }

  /** One question for all files outside the workspace. */
  async #agreesToOutside(uris: readonly Uri[]): Promise<boolean> {
    const outside = uris.filter(uri => !isKnownHere(uri)).map(nameOfUri);
    if (outside.length === 0) return true;
    const question = l10n.t('Attach files from outside this workspace?');
    return this.#parts.ask(question, outside.join('\n'), l10n.t('Attach'));
  }
}

function unique<Thing extends { readonly id: string }>(things: readonly Thing[]): readonly Thing[] {
  const seen = new Set<string>();
  return things.filter(({ id }) => !seen.has(id) && seen.add(id));
}

function known(id: string): Uri {
  const uri = readableAddress(id.slice(id.indexOf(':') + 1));
  if (uri === undefined) throw new Refused('unknown');
  return uri;
}

async function chosenFolder(): Promise<Uri> {
  const [folder] =
    (await window.showOpenDialog({
      canSelectFolders: true,
      canSelectFiles: false,
      openLabel: l10n.t('Attach'),
      ...(workspace.workspaceFolders?.[0] && { defaultUri: workspace.workspaceFolders[0].uri }),
    })) ?? [];
  if (folder === undefined) throw new Refused('declined');
  return folder;
}
