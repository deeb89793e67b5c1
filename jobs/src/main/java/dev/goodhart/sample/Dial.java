package dev.goodhart.sample;

/**
 * What differs between sessions. Each is drawn as a standard score (0 is usual, 1 is one standard
 * deviation of ordinary sessions more) and turned into a figure by the quantiles of the real logs,
 * so that kinds of session differ in distribution and never in code.
 */
enum Dial {
  /** Model calls a session. */
  CALLS,
  /** Model calls a prompt: how long the agent is left alone. */
  CALLS_PER_PROMPT,
  /** What is pasted or loaded before the first answer. */
  CONTEXT,
  /** Context growth a call. */
  GROWTH,
  /** Output tokens a call. */
  OUTPUT,
  /** Time before the next prompt. */
  THINK,
  /** Evenness of those times. */
  RHYTHM,
  /** Length of prompts. */
  PROMPT_CHARS,
  /** Share of prompts that repeat an earlier one of the session. */
  PROMPT_REPEAT,
  /** Share of prompts and of tools' inputs that come from the person's templates. */
  TEMPLATE,
  /** Share of tool inputs that repeat an earlier one of the session. */
  INPUT_REPEAT,
  /** Share of file operations that touch a new file. */
  FILE_SPREAD,
  /** Weights of the groups of tools. */
  EDIT,
  READ,
  SEARCH,
  SHELL,
  PLAN,
  OTHER,
  /** Share of trivial ones among shell commands. */
  TRIVIAL,
  /** Tool calls a model call. */
  TOOLS,
  /** Sub-agents and their share of the calls. */
  FANOUT,
  /** Share of decisions that nobody took by hand. */
  UNATTENDED,
  /** Failing tool calls and requests. */
  ERRORS,
  /** Proposals that the person turned down. */
  REJECTS,
  /** Size of what tools return. */
  RESULTS,
  /** Size of one edit. */
  EDIT_SIZE,
  /** How much of what was edited gets committed. */
  YIELD,
  /** Whether the work becomes a pull request. */
  PULL,
  /** Whether that is merged. */
  MERGE,
  /** Lines removed beside lines added. */
  REWORK,
  /** Work outside the person's usual hours. */
  HOURS,
  /** Sessions on one branch. */
  COMPANY
}
