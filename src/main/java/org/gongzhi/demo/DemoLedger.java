package org.gongzhi.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.gongzhi.access.Actor;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.ledger.Ledger;
import org.gongzhi.ledger.LedgerRules;
import org.gongzhi.ledger.LocalParty;
import org.gongzhi.ledger.Parties;
import org.gongzhi.people.Role;
import org.gongzhi.people.Seat;
import org.gongzhi.people.Seats;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/// The five parties of the demonstration town, each with its own folder, key and web, all on this one
/// machine: they show how cosigning works and prove nothing, which their names say.
@Component
@ConditionalOnProperty("gongzhi.demo")
class DemoLedger implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(DemoLedger.class);

    private record Wanted(String name, String kind, String label) {}

    private static final List<Wanted> PARTIES = List.of(
            new Wanted("demo.example/street-office", "STREET_OFFICE", "镇政府（演示）"),
            new Wanted("demo.example/residents-committee", "RESIDENTS_COMMITTEE", "居委会（演示）"),
            new Wanted("demo.example/owners-committee", "OWNERS_COMMITTEE", "业委会（演示）"),
            new Wanted("demo.example/property-company", "PROPERTY_COMPANY", "物业公司（演示）"),
            new Wanted("demo.example/resident-group", "RESIDENT_GROUP", "居民代表（演示）"));

    private final Ledger ledger;
    private final Parties parties;
    private final Seats seats;
    private final Environment environment;
    private final Clock clock;
    private final Path folder;
    private final List<LocalParty> running = new ArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    DemoLedger(
            Ledger ledger,
            Parties parties,
            Seats seats,
            Environment environment,
            Clock clock,
            @Value("${gongzhi.data}") Path data) {
        this.ledger = ledger;
        this.parties = parties;
        this.seats = seats;
        this.environment = environment;
        this.clock = clock;
        this.folder = data.resolve("parties");
    }

    @EventListener
    void ready(ApplicationReadyEvent event) {
        Thread.ofVirtual().name("demo-parties").start(() -> {
            try {
                while (!begun() && !closed.await(1, TimeUnit.SECONDS)) {
                    log.debug("the ledger has not begun yet");
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /// False while the street's log has no checkpoint yet.
    private synchronized boolean begun() {
        long street = LedgerRules.street(DemoTown.UNDER_NOBODY);
        try {
            var view = ledger.view(street);
            if (view.size() == 0) {
                return false;
            }
            int port = Integer.parseInt(environment.getRequiredProperty("local.server.port"));
            Actor keeper = keeper(street);
            for (Wanted wanted : PARTIES) {
                begin(keeper, street, wanted);
            }
            String url = "http://localhost:" + port + "/ledger/" + street;
            for (LocalParty party : running) {
                party.follow(url);
            }
            return true;
        } catch (Refusal notYet) {
            return false;
        } catch (IOException failed) {
            log.warn("the parties of the demonstration do not run: {}", failed.getMessage());
            return true;
        }
    }

    private void begin(Actor keeper, long street, Wanted wanted) throws IOException {
        var party =
                new LocalParty(folder.resolve(wanted.name.substring(wanted.name.indexOf('/') + 1)), wanted.name, clock);
        party.serve();
        running.add(party);
        var application = party.apply(ledger.view(street).origin(), wanted.kind, wanted.label);
        var known = parties.all(street).stream()
                .filter(each -> each.name().equals(wanted.name))
                .findFirst();
        if (known.isEmpty()) {
            parties.enrol(keeper, street, application);
        } else if (known.get().active() && !String.valueOf(known.get().mirror()).equals(application.mirror())) {
            parties.reach(keeper, street, wanted.name, null, application.mirror());
        }
    }

    private Actor keeper(long street) {
        Seat seat = seats.at(List.of(Long.toString(street))).stream()
                .filter(each -> each.role() == Role.SYSTEM_ADMINISTRATOR)
                .findFirst()
                .orElseThrow(() -> Refusal.unknown("seat"));
        return new Actor(seat.person(), seat.person(), seat.holder(), List.of(seat));
    }

    @Override
    public void destroy() {
        closed.countDown();
        running.forEach(LocalParty::close);
    }
}
