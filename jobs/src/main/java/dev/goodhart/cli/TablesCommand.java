package dev.goodhart.cli;

import dev.goodhart.lake.Table;
import dev.goodhart.schema.Tables;
import java.util.concurrent.Callable;
import org.apache.spark.sql.types.StructField;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the tables, from the classes that every write is held to. */
@Command(
    name = "tables",
    mixinStandardHelpOptions = true,
    description =
        "Lists every table with its grain; --markdown with its columns; --features the classifier's"
            + " features.")
final class TablesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--markdown", description = "Prints docs/tables.md.")
  private boolean markdown;

  @Option(names = "--features", description = "Prints docs/features.md.")
  private boolean features;

  @Override
  public Integer call() {
    if (markdown) {
      print(markdown());
    } else if (features) {
      print(FeaturePage.markdown());
    } else {
      Tables.ALL.forEach(
          table ->
              spec.commandLine()
                  .getOut()
                  .println(String.format("%-30s %s", table.fullName(), table.grain())));
    }
    return Main.DONE;
  }

  private void print(String page) {
    spec.commandLine().getOut().print(page);
    spec.commandLine().getOut().flush();
  }

  static String markdown() {
    StringBuilder page = new StringBuilder();
    page.append("# Tables\n\n");
    page.append(
        "Made by `bin/goodhart tables --markdown` from the schema classes; a test holds it ");
    page.append("up to date. Every table is Delta with reader version 1, at ");
    page.append("`<lake root>/<layer>/<name>`.\n");
    Tables.ALL.forEach(table -> append(page, table));
    return page.toString();
  }

  private static void append(StringBuilder page, Table table) {
    page.append("\n## ").append(table.fullName()).append("\n\n");
    page.append(table.grain()).append(" Key: `").append(String.join(", ", table.key())).append('`');
    if (table.partitionColumn() != null) {
      page.append("; partitioned by `").append(table.partitionColumn()).append('`');
    }
    page.append(".\n\n| column | type | meaning |\n|---|---|---|\n");
    for (StructField field : table.schema().fields()) {
      page.append("| `")
          .append(field.name())
          .append("` | ")
          .append(field.dataType().simpleString())
          .append(" | ")
          .append(field.getComment().get().replace("|", "\\|"))
          .append(" |\n");
    }
  }
}
