package org.gongzhi.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.gongzhi.RunningProgram;
import org.gongzhi.Town;
import org.gongzhi.ballots.Vote;
import org.gongzhi.ballots.VoteDesk;
import org.gongzhi.journal.Journal;
import org.gongzhi.kernel.Ids;
import org.gongzhi.people.Role;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.Places;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.DefaultApplicationArguments;

@Tag("sql")
class DemoLoadingTest extends RunningProgram {

    @Autowired
    private DemoVotes votes;

    @Autowired
    private VoteDesk desk;

    @Autowired
    private Places places;

    @Autowired
    private Journal journal;

    @Autowired
    private Ids ids;

    @TempDir
    private Path folder;

    private final AtomicBoolean slow = new AtomicBoolean();

    @AfterEach
    void today() {
        slow.set(false);
        clock.reset();
    }

    @Test
    void votesAreLoadedOnAMachineThatTakesASecondForEveryAct() {
        journal.listen(_ -> {
            if (slow.get()) {
                clock.forward(Duration.ofSeconds(1));
            }
        });
        var there = town.elsewhere();
        Place estate = places.find(there.community().code() + "-E001").orElseThrow();
        var dwellings = dwellings(there);
        places.add(dwellings);
        var owners = town.actor(town.seat(estate, Role.OWNERS_COMMITTEE));
        clock.freeze(clock.instant());
        slow.set(true);
        long closed = votes.load(
                by -> clock.freeze(clock.instant().plus(by)),
                owners,
                estate,
                dwellings,
                town.residentOf(there.dwelling(), "业主"));
        assertThat(desk.readable(owners, closed).state()).isEqualTo(Vote.State.DECIDED);
    }

    @Test
    void aFolderThatWasOnlyHalfLoadedIsNotStarted() throws Exception {
        var demonstration = new Demonstration(folder);
        assertThatThrownBy(this::start)
                .as("rows that no demonstration has loaded")
                .hasMessageContaining("不是装载完整的演示")
                .hasMessageContaining("./gongzhi up --data " + folder)
                .hasMessageNotContaining("rm -r");
        demonstration.begin();
        assertThatThrownBy(this::start)
                .hasMessageContaining("没有装载完")
                .hasMessageContaining("was not loaded to its end")
                .hasMessageContaining("rm -r " + folder);
        demonstration.mark();
        assertThatCode(this::start).doesNotThrowAnyException();
        demonstration.begin();
        assertThatCode(this::start).as("loaded long ago").doesNotThrowAnyException();
    }

    private void start() throws Exception {
        new DemoLoader(
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        places,
                        null,
                        null,
                        null,
                        json,
                        new DemoClock(clock),
                        folder)
                .run(new DefaultApplicationArguments());
    }

    private List<Place> dwellings(Town.Elsewhere there) {
        var dwellings = new ArrayList<Place>();
        for (int i = 0; i < 200; i++) {
            dwellings.add(new Place(
                    there.community().id(),
                    ids.next(),
                    there.stairwell().code() + "-%04d".formatted(201 + i),
                    PlaceKind.DWELLING,
                    there.stairwell().id(),
                    "%04d".formatted(201 + i),
                    null));
        }
        return dwellings;
    }
}
