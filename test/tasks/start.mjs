// npm start: installs, builds, then proves itself and opens the editor. This file runs on Node 20.19, the rest on Node 24.
import { spawnSync } from 'node:child_process';
import { continueWith, findDesktopEditor, installHost, installPackages, node24, orExplain, root } from './install.mjs';

orExplain(installPackages);
if (!findDesktopEditor()) orExplain(installHost);
console.log('Building …');
const { status } = spawnSync(node24, ['esbuild.ts'], { cwd: root, stdio: 'inherit' });
if (status === 0) continueWith('start.ts');
else process.exit(1);
