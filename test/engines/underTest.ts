/** What the tests of this folder ask of an engine under test, and how each kind of engine is brought there. */
import type { TestContext } from 'node:test';
import type { Engine, Purpose } from '../../src/shared/engine.ts';
import type { Script } from '../fakes/scriptedModel.ts';

/** A model that stands, or is named, where one for a purpose belongs. */
export type Actor = 'coder' | 'reasoner' | 'instruct';

/** How an engine is started for a test. */
export interface Setting {
  /** What the models say; where an engine brings its own models this is ignored. */
  readonly scripts?: Partial<Record<'coder' | 'r1', readonly Script[]>>;
  /** Tokens a model holds, prompt and reply together. */
  readonly contextLength?: number;
  /** Which model a person configured for each purpose; the fitting ones are found by themselves where absent. */
  readonly named?: Partial<Record<Purpose, Actor>>;
  /** Which models are there; both fitting ones where absent. */
  readonly present?: readonly Actor[];
  /** The first request stays in this stage until it is given up. */
  readonly stay?: 'loading' | 'reading';
}

/** A started engine with eyes on its far side: the engine's process, or the place where the server's connections pass. */
export interface Running {
  readonly engine: Engine;
  /** Requests for text that arrived there so far, and how many of them are neither answered nor given up. */
  requests(): number;
  inFlight(): number;
  mostInFlight(): number;
  /** How often it learnt there that the client wants no more. */
  givenUp(): number;
  /** Tokens written there so far; undefined where nobody tells. */
  written(): Promise<number | undefined>;
  /** Whether nothing is being worked on there. */
  isIdle(): Promise<boolean>;
  /** The text of each prompt as it arrived; undefined where it arrives as tokens. */
  prompts(): readonly string[] | undefined;
  /** Makes what is sent to the client arrive in pieces of so many bytes, where it travels as bytes. */
  cutEvery(bytes: number): void;
  /** Ends the far side as a crash does. */
  kill(): Promise<void>;
  /** Starts it again, as the person would; without a stage to stay in. */
  restart(): Promise<void>;
  /** Whether a process or a connection of the engine is left. */
  isLeft(): boolean;
}

/** One engine: a row of the table. */
export interface EngineUnderTest {
  readonly name: string;
  /** Its models say the scripts of a test. */
  readonly isScripted: boolean;
  /** It loads and reads by itself, and says so on the way; of others only a fake can stay in these stages. */
  readonly tellsLoading: boolean;
  readonly tellsReading: boolean;
  /** While it loads it turns requests away, and is asked again; others keep them waiting. */
  readonly refusesWhileLoading: boolean;
  /** It can tell trace and answer apart by itself, when asked with turns. */
  readonly separates: boolean;
  /** A test can end its far side. */
  readonly canBeKilled: boolean;
  /** Once ended it starts again by itself, with the next request. */
  readonly startsItself: boolean;
  start(test: TestContext, setting: Setting): Promise<Running>;
}
