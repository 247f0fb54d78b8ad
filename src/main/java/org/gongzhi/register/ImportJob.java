package org.gongzhi.register;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One uploaded workbook, as whoever uploaded it sees it. `failure` is the kind of fault that
/// stopped it.
public record ImportJob(
        long community,
        long id,
        long account,
        long seat,
        String placeCode,
        String fileName,
        State state,
        int rows,
        int done,
        Instant madeAt,
        @Nullable String failure) {

    /// Percent of the present pass.
    public int percent() {
        return rows == 0 ? 100 : (int) (100L * done / rows);
    }

    public boolean running() {
        return state == State.CHECKING || state == State.WRITING;
    }

    public enum State {
        CHECKING,
        CHECKED,
        WRITING,
        DONE,
        UNDONE,
        DROPPED,
        FAILED
    }

    /// What may be decided about a doubtful row.
    public enum Decision {
        SAME,
        NEW,
        SKIP
    }

    /// A doubtful row beside whom it may be: `candidate` is somebody in the register, `twin` an earlier row of the
    /// file; `where` is the row as the workbook counts it.
    public record Doubt(
            int row,
            String where,
            Map<String, String> cells,
            @Nullable Long candidate,
            @Nullable Integer twin) {}
}
