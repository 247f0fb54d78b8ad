package org.gongzhi.ledger;

import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// How a log stands right now, for its page: the newest checkpoint, who signed it, what waits, what did not fit.
@Component
public class Standing {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Ledger ledger;
    private final Parties parties;
    private final LedgerRules rules;
    private final LedgerStore store;
    private final Clock clock;

    Standing(Ledger ledger, Parties parties, LedgerRules rules, LedgerStore store, Clock clock) {
        this.ledger = ledger;
        this.parties = parties;
        this.rules = rules;
        this.store = store;
        this.clock = clock;
    }

    /// A log's moment. `figures`: what can be counted from it, by figure and name; `jointSize`: the size
    /// enough parties have signed last.
    public record Now(
            Ledger.View log,
            String root,
            List<Party> parties,
            Set<String> signed,
            int least,
            long jointSize,
            Map<String, Map<String, Long>> figures,
            Instant at) {

        /// Whether so many have signed the newest checkpoint as it needs.
        public boolean joint() {
            return jointSize == log.size() && log.size() > 0;
        }

        /// The parties that count now.
        public List<Party> active() {
            return parties.stream().filter(Party::active).toList();
        }
    }

    /// Empty while the street has no log.
    public Optional<Now> now(long street) {
        if (store.find(street).isEmpty()) {
            return Optional.empty();
        }
        var log = ledger.view(street);
        var all = parties.all(street);
        var newest = store.newest(street);
        int active = (int) all.stream().filter(Party::active).count();
        return Optional.of(new Now(
                log,
                newest.map(each -> each.note().split("\n", -1)[2]).orElse(""),
                all,
                new HashSet<>(parties.signed(street)),
                active == 0 ? 0 : rules.least(active),
                store.newestJoint(street).map(LedgerStore.Sealed::size).orElse(0L),
                newest.map(each -> figures(each.figures())).orElseGet(Map::of),
                clock.instant()));
    }

    private static Map<String, Map<String, Long>> figures(String json) {
        var figures = new TreeMap<String, Map<String, Long>>();
        JSON.readTree(json).properties().forEach(figure -> {
            var names = new TreeMap<String, Long>();
            figure.getValue()
                    .properties()
                    .forEach(name -> names.put(name.getKey(), name.getValue().asLong()));
            figures.put(figure.getKey(), names);
        });
        return figures;
    }
}
