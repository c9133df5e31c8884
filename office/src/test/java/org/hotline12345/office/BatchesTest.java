package org.hotline12345.office;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchesTest {
    private final List<List<Integer>> stored = new ArrayList<>();
    private final ArrayDeque<Promise<Void>> underWay = new ArrayDeque<>();
    private final Batches<Integer, String> batches = new Batches<>(3, this::store);

    @Test
    void whatComesMeanwhileGoesTogetherAndEachGetsItsOwnAnswer() {
        var answers = IntStream.rangeClosed(1, 6).mapToObj(batches::add).toList();
        finish();
        assertThat(stored).containsExactly(List.of(1), List.of(2, 3, 4));
        finish();
        finish();
        assertThat(stored).containsExactly(List.of(1), List.of(2, 3, 4), List.of(5, 6));
        assertThat(answers).extracting(Future::result).containsExactly("=1", "=2", "=3", "=4", "=5", "=6");
        assertThat(batches.isIdle()).isTrue();
    }

    @Test
    void oneThatCannotBeStoredKeepsNoOtherFromIt() {
        var answers = List.of(batches.add(1), batches.add(2), batches.add(-3), batches.add(4));
        for (int i = 0; i < 5; i++) {
            finish();
        }
        assertThat(answers.get(2).failed()).isTrue();
        assertThat(List.of(answers.get(0), answers.get(1), answers.get(3)))
                .extracting(Future::result)
                .containsExactly("=1", "=2", "=4");
        assertThat(batches.isIdle()).isTrue();
        assertThat(batches.add(5).isComplete()).isFalse();
    }

    private void finish() {
        underWay.remove().complete();
    }

    /** Refuses what is below nothing, and with it all that comes along. */
    private Future<List<String>> store(List<Integer> some) {
        stored.add(some);
        var end = Promise.<Void>promise();
        underWay.add(end);
        return end.future()
                .compose(_ -> some.stream().anyMatch(one -> one < 0)
                        ? Future.failedFuture("below nothing")
                        : Future.succeededFuture(
                                some.stream().map(one -> "=" + one).toList()));
    }
}
