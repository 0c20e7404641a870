import { batch } from '@preact/signals';
import { render } from 'preact';
import { askedNames } from './askedNames.ts';
import { Chat } from './chat.tsx';
import { isToPage } from './fromHost.ts';
import { connect } from './host.ts';
import './icons.css';
import { copyFormulas } from './maths/copying.ts';
import { Formulas, formulasFrom } from './maths/formulas.ts';
import { WorkspaceNames } from './pageActions.ts';
import { oncePerFrame } from './perFrame.ts';
import { Store } from './store.ts';

// Known only while this script runs for the first time.
const nonce = document.currentScript?.nonce ?? '';

// Chromium may look up the names of hosts that links on a page point to. A model must not be able to cause that.
const noLookUps = document.createElement('meta');
noLookUps.httpEquiv = 'x-dns-prefetch-control';
noLookUps.content = 'off';
document.head.append(noLookUps);

const store = new Store(connect());
const receive = oncePerFrame(messages => batch(() => messages.forEach(message => store.receive(message))));
window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (isToPage(data)) receive(data);
});
document.addEventListener('copy', copyFormulas);
const root = document.getElementById('root');
if (root !== null)
  render(
    <Formulas.Provider value={formulasFrom(root.dataset['maths'], nonce)}>
      <WorkspaceNames.Provider value={askedNames(store.resolved, store.post, run => requestAnimationFrame(run))}>
        <Chat store={store} />
      </WorkspaceNames.Provider>
    </Formulas.Provider>,
    root,
  );
store.post({ kind: 'ready' });
