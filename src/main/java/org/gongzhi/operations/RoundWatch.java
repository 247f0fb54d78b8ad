package org.gongzhi.operations;

import java.util.ArrayList;
import java.util.List;
import org.gongzhi.kernel.Aside;
import org.gongzhi.kernel.Outage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Says which round of the program is late. It writes beside the pool and never waits long: what keeps a round may keep
/// the pool, and the matter of the alarm follows ([Watch]).
@Component
class RoundWatch {

    static final String LATE = "round-late";

    private static final Logger log = LoggerFactory.getLogger(RoundWatch.class);

    private final ProgramRounds rounds;
    private final Alarms alarms;
    private final Aside aside;
    private volatile List<Alarms.Problem> told = List.of();
    private boolean looked;

    RoundWatch(ProgramRounds rounds, Alarms alarms, Aside aside) {
        this.rounds = rounds;
        this.alarms = alarms;
        this.aside = aside;
    }

    @Scheduled(
            fixedDelayString = "${gongzhi.operations.rounds:PT15S}",
            initialDelayString = "${gongzhi.operations.rounds:PT15S}")
    public synchronized void look() {
        var late = rounds.late()
                .map(round -> new Alarms.Problem(LATE, round.name()))
                .toList();
        var over = new ArrayList<>(told);
        over.removeAll(late);
        if (looked && late.isEmpty() && over.isEmpty()) {
            return;
        }
        try {
            aside.run(() -> {
                if (!looked) {
                    alarms.endAll(LATE); // of a program that ended while they lasted; another one says its own again
                }
                late.forEach(alarms::note);
                over.forEach(alarms::end);
            });
            looked = true;
            told = late;
        } catch (RuntimeException failed) {
            if (!Outage.causes(failed)) {
                throw failed;
            }
            log.warn("the watch over the rounds waits for the database");
        }
    }

    /// What is late now.
    List<Alarms.Problem> wrong() {
        return told;
    }
}
