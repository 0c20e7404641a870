/** What models write behind a fence, and VS Code's id of the language, where the two differ. */
const idOf: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ts: 'typescript',
    mts: 'typescript',
    cts: 'typescript',
    tsx: 'typescriptreact',
    js: 'javascript',
    mjs: 'javascript',
    cjs: 'javascript',
    node: 'javascript',
    jsx: 'javascriptreact',
    py: 'python',
    python3: 'python',
    rb: 'ruby',
    rs: 'rust',
    golang: 'go',
    kt: 'kotlin',
    cs: 'csharp',
    'c#': 'csharp',
    'f#': 'fsharp',
    fs: 'fsharp',
    'c++': 'cpp',
    cc: 'cpp',
    cxx: 'cpp',
    hpp: 'cpp',
    h: 'c',
    cu: 'cuda-cpp',
    cuda: 'cuda-cpp',
    'objective-c': 'objective-c',
    objc: 'objective-c',
    sh: 'shellscript',
    bash: 'shellscript',
    zsh: 'shellscript',
    shell: 'shellscript',
    console: 'shellscript',
    ps1: 'powershell',
    pwsh: 'powershell',
    cmd: 'bat',
    batch: 'bat',
    yml: 'yaml',
    md: 'markdown',
    docker: 'dockerfile',
    make: 'makefile',
    tex: 'latex',
    htm: 'html',
    jl: 'julia',
    pl: 'perl',
    ex: 'elixir',
    hs: 'haskell',
    tf: 'terraform',
    text: 'plaintext',
    txt: 'plaintext',
    plain: 'plaintext',
  }),
);

/** VS Code's id of the language that a fence names; what is not known may be an id already. */
export function languageIdOf(fence: string): string {
  const name =
    fence
      .trim()
      .toLowerCase()
      .split(/[\s{:,]/)[0] ?? '';
  return idOf.get(name) ?? (name === '' ? 'plaintext' : name);
}
