import { l10n } from 'vscode';

/** What the chat can do and by which keys, as text for everyone and for screen readers first. */
export const chatHelp = (): string =>
  [
    l10n.t('Deepwell chat'),
    '',
    l10n.t('Asking'),
    l10n.t('- Ctrl+Alt+J (Cmd+Alt+J) goes to the text field; code selected in the editor comes along.'),
    l10n.t('- Enter sends, Shift+Enter begins a new line, Escape stops an answer.'),
    l10n.t(
      '- # or @ attaches a file, folder, symbol, problems, a terminal selection, Git changes or search results. Files can be dropped with Shift held down.',
    ),
    l10n.t(
      '- / at the start offers /explain, /fix, /tests, /doc, /commit, /remember, /new and /clear, and your own prompts from .deepwell/prompts.',
    ),
    l10n.t('- The bar below the text field has the model, how long it may think, and how much of its context is used.'),
    '',
    l10n.t('Reading'),
    l10n.t(
      '- Each message is an article named "You, 1" or "Deepwell, 2"; a screen reader can go from one to the next.',
    ),
    l10n.t(
      '- The button "Reasoning" above an answer opens what the model thought. Alt+Down and Alt+Up in it go from step to step; its toolbar copies, searches and edits it.',
    ),
    l10n.t('- What is written is not read out as it comes: you hear when the model thinks, answers and has finished.'),
    l10n.t('- The command "Deepwell: Open Conversation as Text" opens the whole conversation in an editor.'),
    '',
    l10n.t('Steering'),
    l10n.t('- Answer now: ends the thinking and gets the answer from what was thought so far.'),
    l10n.t('- Continue thinking: goes on where the reasoning was cut off.'),
    l10n.t('- Edit reasoning: change what the model thought and let it go on from there; the first version is kept.'),
    l10n.t('- Regenerate and Edit message keep what was there before: the arrows beside "1 of 2" go back to it.'),
    l10n.t('- View prompt shows exactly what the model was sent.'),
    '',
    l10n.t('Keeping'),
    l10n.t(
      '- Chats are kept on this computer only. "Deepwell: Show History" finds, renames, exports and deletes them; deleted is deleted.',
    ),
    l10n.t('- "Deepwell: Export Chat" writes Markdown or JSON, "Deepwell: Import Chat" reads both.'),
    '',
  ].join('\n');
