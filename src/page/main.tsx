import { render } from 'preact';
import { Chat } from './chat.tsx';
import { isToPage } from './fromHost.ts';
import { connect } from './host.ts';
import './icons.css';
import { Store } from './store.ts';

// Chromium may look up the names of hosts that links on a page point to. A model must not be able to cause that.
const noLookUps = document.createElement('meta');
noLookUps.httpEquiv = 'x-dns-prefetch-control';
noLookUps.content = 'off';
document.head.append(noLookUps);

const store = new Store(connect());
window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (isToPage(data)) store.receive(data);
});
const root = document.getElementById('root');
if (root !== null) render(<Chat store={store} />, root);
store.post({ kind: 'ready' });
