package dev.goodhart.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.SparkTest;
import dev.goodhart.TableRows;
import dev.goodhart.schema.SessionTasks;
import dev.goodhart.schema.Sessions;
import dev.goodhart.schema.Tasks;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class EvaluationTest extends SparkTest {
  @Test
  void shouldCountPeopleAndNobodyWhereNobodyIsNamed() {
    Dataset<Row> sessions =
        TableRows.of(Sessions.TABLE)
            .rows(
                """
                session_id | user_id | cost_usd | total_tokens
                s1         | jo      | 1.5      | 1000
                s2         | jo      | 2.5      | 1000
                s3         | lee     | -        | 10
                s4         | unknown | 1        | -
                """)
            .dataset();

    assertThat(Evaluation.spent(sessions))
        .isEqualTo("4 sessions of 2 people: 5 USD, 2,010 tokens.");
  }

  @Test
  void shouldSayByWhatSessionsAreLinkedToTheirTask() {
    Dataset<Row> tasks =
        TableRows.of(Tasks.TABLE)
            .rows(
                """
                task_key | state
                t1       | merged
                t2       | done
                t3       | reverted
                t4       | open
                """)
            .dataset();
    Dataset<Row> links =
        TableRows.of(SessionTasks.TABLE)
            .rows(
                """
                session_id | task_key | method
                s1         | t1       | task
                s1         | t2       | task
                s2         | t1       | branch
                s3         | t1       | commit
                s4         | t1       | person
                """)
            .dataset();

    assertThat(Evaluation.achieved(tasks, links))
        .isEqualTo(
            "2 tasks done, 1 reverted, 0 abandoned; 3 sessions are linked to their task by its"
                + " name, a branch or a commit.");
  }
}
