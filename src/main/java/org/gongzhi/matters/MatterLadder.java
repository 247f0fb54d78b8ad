package org.gongzhi.matters;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.gongzhi.calendar.Policies;
import org.gongzhi.calendar.Term;
import org.gongzhi.calendar.WorkingCalendar;
import org.gongzhi.kernel.Tables;
import org.springframework.stereotype.Component;

/// The ladder of escalation, from `matters/ladder.csv`: who is told when a term comes near, ends, and is over.
@Component
public class MatterLadder {

    /// Whom a step reaches.
    public enum Rung {
        LEAD,
        SUPERVISOR,
        ABOVE,
        STREET
    }

    public enum Act {
        REMIND,
        WARN,
        PASS_UP
    }

    /// One row. The step lies `offset` after its anchor, or before it when `before`.
    public record Step(
            String name,
            String urgency,
            Set<Stage> stages,
            Policies.Stage anchor,
            boolean before,
            Term offset,
            Set<Rung> to,
            Act act) {

        boolean holds(Matter matter, Kind kind) {
            return stages.contains(matter.stage())
                    && (urgency.equals("*") || urgency.equals(kind.urgency().name()));
        }
    }

    /// A step and its moment.
    public record Due(Step step, Instant at) {}

    /// Nothing more will happen by itself.
    static final Instant NEVER = Instant.MAX;

    private final List<Step> steps = new ArrayList<>();
    private final MatterTerms terms;
    private final Kinds kinds;
    private final WorkingCalendar calendar;

    MatterLadder(MatterTerms terms, Kinds kinds, WorkingCalendar calendar) {
        this.terms = terms;
        this.kinds = kinds;
        this.calendar = calendar;
        for (var row : Tables.read("matters/ladder.csv")) {
            var stages = EnumSet.noneOf(Stage.class);
            Arrays.stream(row.get("stages").split(" ")).map(Stage::valueOf).forEach(stages::add);
            var to = EnumSet.noneOf(Rung.class);
            Arrays.stream(row.get("to").split(" ")).map(Rung::valueOf).forEach(to::add);
            steps.add(new Step(
                    row.get("step"),
                    row.get("urgency"),
                    stages,
                    Policies.Stage.valueOf(row.get("anchor")),
                    row.get("sign").equals("-"),
                    Term.parse(row.get("offset")),
                    to,
                    Act.valueOf(row.get("act"))));
        }
    }

    /// The steps of a matter as it stands, in order of time.
    public List<Due> steps(Matter matter) {
        Kind kind = kinds.of(matter);
        var due = new ArrayList<Due>();
        for (Step step : steps) {
            if (step.holds(matter, kind)) {
                Instant anchor = step.anchor() == Policies.Stage.RESOLVE
                        ? matter.times().deadline()
                        : terms.stageEnds(matter, kind, step.anchor());
                Instant at = step.before()
                        ? calendar.before(anchor, step.offset())
                        : step.offset().amount() == 0 ? anchor : calendar.end(anchor, step.offset());
                due.add(new Due(step, at));
            }
        }
        due.sort(Comparator.comparing(Due::at));
        return due;
    }

    /// When the ladder has to look at a matter again after `now`.
    Instant next(Matter matter, Instant now) {
        return matter.stage().open()
                ? steps(matter).stream()
                        .map(Due::at)
                        .filter(at -> at.isAfter(now))
                        .findFirst()
                        .orElse(NEVER)
                : NEVER;
    }
}
