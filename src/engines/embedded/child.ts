/**
 * The engine's process: the only place where model files are read and where node-llama-cpp is loaded. llama.cpp may end
 * its process on a bad file; here that costs a restart and not the editor. The process ends when its parent does.
 */
import { stat } from 'node:fs/promises';
import type * as NodeLlamaCpp from 'node-llama-cpp';
import type { Llama, LlamaModel, Token } from 'node-llama-cpp';
import * as z from 'zod';
import type { CacheName, Purpose } from '../../shared/engine.ts';
import { batchLength } from '../../models/fit.ts';
import { asFailure, Failure } from '../../shared/failure.ts';
import { type CacheLengths, cacheLengths } from './cacheLengths.ts';
import { generation, type Device, type PromptRequest } from './generation.ts';
import { type Loaded, LoadedModels, type Progress } from './loadedModels.ts';
import { checkMemory, freeMemory, notEnoughMemory } from './memory.ts';
import { bestModelIn, inspectModel, type ModelFile } from './modelFile.ts';
import { readAhead } from './readAhead.ts';
import { Turns } from './turns.ts';
import { Vocabulary } from './vocabulary.ts';
import { failureMessage, type Found, type FromChild, fromParentSchema, type Start } from './wire.ts';

type Library = typeof NodeLlamaCpp;

interface Engine {
  readonly library: Library;
  readonly llama: Llama;
  readonly architectures: ReadonlySet<string>;
}

/** A model in memory, by the cache that its prompts are read in. */
type Caches = Readonly<Record<CacheName, Device<Token>>>;

interface Request extends PromptRequest {
  readonly purpose: Purpose;
  readonly cache?: CacheName | undefined;
}

/** Below this size computing on several threads costs more than it brings: they wait for each other by spinning. */
const tinyModelBytes = 50_000_000;

const turns = new Turns();
const generating = new Map<number, AbortController>();
const models = new LoadedModels<Caches>({
  load,
  keepAlive: () => (settings.keepAlive < 0 ? undefined : settings.keepAlive * 60_000),
  onUnloaded: (purpose, left) => {
    log('engine.unloaded', { purpose });
    if (left.length === 0) send({ kind: 'idle' });
  },
});
/** The file that serves each purpose. */
const chosen = new Map<Purpose, string>();
let settings: Start = { kind: 'start', models: {}, contextLength: {}, keepAlive: -1 };
let engine: Promise<Engine> | undefined;

// A callback, because without one a parent that has just gone makes `send` throw; "disconnect" is what tells us.
const send = (message: FromChild): void => void process.send?.(message, () => undefined);

process.on('message', message => {
  const parsed = fromParentSchema.safeParse(message);
  if (parsed.success) receive(parsed.data);
  else send({ kind: 'log', event: 'engine.badMessage', facts: { problem: z.prettifyError(parsed.error) } });
});

// Not process.exit(): the engine's own clean-up at exit has been seen to hang, and then nobody would be left to end us.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));

send({ kind: 'ready' });

function receive(message: z.infer<typeof fromParentSchema>): void {
  switch (message.kind) {
    case 'start':
      settings = message;
      return;
    case 'check':
      void check(message.id);
      return;
    case 'generate':
      void generate(message.id, message.request);
      return;
    case 'abort':
      generating.get(message.id)?.abort();
      return;
    case 'shutdown':
      process.exit();
  }
}

async function check(id: number): Promise<void> {
  const found = { completion: await find('completion'), chat: await find('chat') };
  send({ kind: 'checked', id, found });
}

async function find(purpose: Purpose): Promise<Found | undefined> {
  try {
    // What is in memory already has its place there, and stays the one in use whatever else the folder holds by now.
    const isHeld = models.holds(purpose);
    if (!isHeld) chosen.delete(purpose);
    const path = pathFor(purpose);
    if (path === undefined) return undefined;
    const file = await inspect(path, purpose);
    if (!isHeld) await checkRoom(file, purpose);
    const { main, quick } = lengthsOf(file, purpose);
    const lengths = { contextLength: main, longestContext: file.facts.contextLength };
    const { cacheBytesPerToken } = file.weight;
    return { model: { ...file.facts, ...lengths, cacheBytesPerToken, ...(quick > 0 && { quickCacheLength: quick }) } };
  } catch (error) {
    return { failure: failureMessage(asFailure(error)) };
  }
}

async function generate(id: number, request: Request): Promise<void> {
  const abort = new AbortController();
  generating.set(id, abort);
  const { purpose } = request;
  try {
    const tell: Progress = done => {
      if (!abort.signal.aborted) send({ kind: 'piece', id, piece: { kind: 'waiting', stage: 'loading', done } });
    };
    const pieces = models.use(purpose, tell, caches => work(caches[request.cache ?? 'main'], request, abort.signal));
    for await (const piece of pieces) send({ kind: 'piece', id, piece });
  } catch (error) {
    // A file that could not be loaded is not held on to: the folder may have another.
    if (!models.holds(purpose)) chosen.delete(purpose);
    if (!abort.signal.aborted) send({ kind: 'failed', id, failure: failureMessage(asFailure(error)) });
  } finally {
    generating.delete(id);
  }
}

/** What is asked for no tokens is read ahead: it may wait for everything else. */
const work = (device: Device<Token>, request: Request, signal: AbortSignal) =>
  request.maxTokens === 0
    ? turns.take(`${request.purpose} ahead`, () => readAhead(device, request.prompt, signal), signal)
    : turns.take(request.purpose, () => generation(device, request, signal), signal);

async function load(purpose: Purpose, tell: Progress): Promise<Loaded<Caches>> {
  tell(0);
  const path = pathFor(purpose);
  if (path === undefined) throw new Failure('noModel', { purpose });
  const file = await inspect(path, purpose);
  const { library, llama } = await startedEngine();
  const lengths = lengthsOf(file, purpose);
  await checkRoom(file, purpose);
  const started = performance.now();
  try {
    const model = await llama.loadModel({
      modelPath: file.path,
      // Without a GPU the weights are repacked: a mapped file would be in memory twice.
      useMmap: llama.gpu !== false,
      gpuLayers: { fitContext: { contextSize: lengths.all } },
      onLoadProgress: tell,
    });
    const device = await prepare(model, file, lengths, purpose);
    const ms = Math.round(performance.now() - started);
    log('engine.loaded', { purpose, model: file.facts.name, contextLength: lengths.all, ms });
    return { device, dispose: () => model.dispose() };
  } catch (cause) {
    if (cause instanceof library.InsufficientMemoryError)
      throw notEnoughMemory(file, purpose, lengths.all, memoryNow(), cause);
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw cause instanceof Failure ? cause : new Failure('modelBroken', { path: file.path, reason }, cause);
  }
}

/** Throws Failure "notEnoughMemory". With a GPU the engine itself knows what fits where. */
async function checkRoom(file: ModelFile, purpose: Purpose): Promise<void> {
  const { llama } = await startedEngine();
  if (llama.gpu === false) checkMemory(file, purpose, lengthsOf(file, purpose).all, memoryNow());
}

const lengthsOf = (file: ModelFile, purpose: Purpose): CacheLengths =>
  cacheLengths(file, settings.contextLength[purpose]);

async function prepare(
  model: LlamaModel,
  { path, facts }: ModelFile,
  lengths: CacheLengths,
  purpose: Purpose,
): Promise<Caches> {
  try {
    const isTiny = (await stat(path)).size < tinyModelBytes;
    const threads = settings.threads ?? (isTiny ? 1 : threadsOf(model.llama));
    const vocabulary = new Vocabulary(model, facts.name);
    const deviceOf = async (contextLength: number): Promise<Device<Token>> => {
      const context = await model.createContext({ contextSize: contextLength, batchSize: batchLength, threads });
      return {
        sequence: context.getSequence(),
        vocabulary,
        contextLength,
        mayStep: () => turns.mayStep(purpose),
        whenIdle: (step, signal) => turns.whenIdle(step, signal),
        isInterrupted: () => turns.isInterrupted(purpose),
      };
    };
    const main = await deviceOf(lengths.main);
    return { main, quick: lengths.quick > 0 ? await deviceOf(lengths.quick) : main };
  } catch (error) {
    await model.dispose();
    throw error;
  }
}

const memoryNow = (): number => settings.memory ?? freeMemory();

/** One core stays free for the editor. */
const threadsOf = (llama: Llama): number => Math.max(1, llama.cpuMathCores - 1);

/**
 * The file the person named, or else the best one of the folder, undefined when there is neither. What a check has told is
 * what is then loaded: memory, and with it the best of the folder, changes at any moment.
 */
function pathFor(purpose: Purpose): string | undefined {
  const path =
    settings.models[purpose] ??
    chosen.get(purpose) ??
    (settings.folder && bestModelIn(settings.folder, purpose, memoryNow()));
  if (path) chosen.set(purpose, path);
  return path;
}

const inspect = (path: string, purpose: Purpose): Promise<ModelFile> =>
  inspectModel(path, purpose, async () => (await startedEngine()).architectures);

function startedEngine(): Promise<Engine> {
  return (engine ??= startEngine());
}

/** Throws Failure "engineCannotStart"; the reason is "not included" in a build without the engine. */
async function startEngine(): Promise<Engine> {
  const library = await loadLibrary();
  try {
    const llama = await library.getLlama({
      gpu: 'auto',
      // The default may compile llama.cpp, or download its source.
      build: 'never',
      skipDownload: true,
      progressLogs: false,
      logLevel: library.LlamaLogLevel.error,
      maxThreads: settings.threads ?? 0,
      // The engine's own messages name files and tensors, never a prompt.
      logger: (level, message) => log('engine.native', { level, message: message.trim() }),
    });
    log('engine.ready', { gpu: String(llama.gpu), cores: llama.cpuMathCores });
    return { library, llama, architectures: architecturesOf(library) };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Failure('engineCannotStart', { reason }, cause);
  }
}

async function loadLibrary(): Promise<Library> {
  try {
    return await import('node-llama-cpp');
  } catch (cause) {
    const isMissing = z.object({ code: z.literal('ERR_MODULE_NOT_FOUND') }).safeParse(cause).success;
    const reason = isMissing ? 'not included' : cause instanceof Error ? cause.message : String(cause);
    throw new Failure('engineCannotStart', { reason }, cause);
  }
}

/** The library declares its list of architectures as a type that is gone at run time, but exports it all the same. */
const architecturesOf = (library: Library): ReadonlySet<string> =>
  new Set(
    Object.values(
      z.object({ GgufArchitectureType: z.record(z.string(), z.string()) }).parse(library).GgufArchitectureType,
    ),
  );

const log = (event: string, facts: Readonly<Record<string, string | number | boolean>>): void =>
  send({ kind: 'log', event, facts: { ...facts } });
