package dev.goodhart.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is kept of a tool's input: hashes, its size and a shell command's first word. */
final class ToolInputs {
  private static final List<String> FILE_FIELDS = List.of("file_path", "notebook_path", "filePath");
  private static final List<String> COMMAND_FIELDS = List.of("command", "cmd");
  private static final Pattern PATCHED_FILE =
      Pattern.compile("^\\*\\*\\* (?:Update|Add|Delete) File: (.+)$", Pattern.MULTILINE);
  private static final Pattern SHELL = Pattern.compile("(?:.*/)?(?:ba|z|da)?sh");

  private ToolInputs() {}

  /** Sets the columns that tell of a tool's input; {@code input} is an object or a text. */
  static Event describe(Event call, String tool, JsonNode input, Pseudonyms pseudonyms) {
    String content = content(input);
    String file = file(input);
    return call.set("kind", "tool_call")
        .set("tool_name", Plain.identifierOrOther(tool))
        .set("command", Commands.firstWord(command(input)))
        .set("content_hash", content == null ? null : pseudonyms.hash("content", content))
        .set("content_chars", content == null ? null : bytes(content))
        .set("file_hash", file == null ? null : pseudonyms.hash("file", file));
  }

  /** The input as one text; null where there is none. */
  static String content(JsonNode input) {
    if (input.isTextual()) {
      return input.asText().isEmpty() ? null : input.asText();
    }
    return input.isContainerNode() && !input.isEmpty() ? input.toString() : null;
  }

  static long bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** The script that a shell is given counts, not the shell. */
  private static String command(JsonNode input) {
    for (String field : COMMAND_FIELDS) {
      JsonNode command = input.path(field);
      if (command.isTextual()) {
        return command.asText();
      }
      if (command.isArray() && !command.isEmpty()) {
        boolean wrapped =
            command.size() > 2
                && SHELL.matcher(command.path(0).asText()).matches()
                && command.path(1).asText().startsWith("-");
        return command.path(wrapped ? 2 : 0).asText();
      }
    }
    return null;
  }

  private static String file(JsonNode input) {
    for (String field : FILE_FIELDS) {
      String file = Fields.text(input.path(field));
      if (file != null && !file.isBlank()) {
        return file;
      }
    }
    String patch = Fields.text(input.isTextual() ? input : input.path("input"));
    Matcher patched = PATCHED_FILE.matcher(patch == null ? "" : patch);
    return patched.find() ? patched.group(1).strip() : null;
  }
}
