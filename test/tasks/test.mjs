// npm test [-- stage …]: installs what is missing, then runs the stages. This file runs on Node 20.19, the rest on Node 24.
import { continueWith, installPackages, orExplain } from './install.mjs';

orExplain(installPackages);
continueWith('runStages.ts', process.argv.slice(2));
