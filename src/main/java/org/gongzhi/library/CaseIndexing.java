package org.gongzhi.library;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.gongzhi.journal.Follower;
import org.gongzhi.journal.Recorded;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Keeps the index in step with the journal. Not in a command beside the running program, which holds the
/// folder.
@Component
@ConditionalOnProperty(name = "gongzhi.command", havingValue = "false", matchIfMissing = true)
class CaseIndexing implements Follower {

    /// Entries after which the words of a matter are read again.
    private static final Set<String> CHANGES = Set.of(
            "Reported", "Corrected", "Rectified", "DossierFilled", "Closed", "Contested", "Archived", "Withdrawn");

    private final CaseSearch search;

    CaseIndexing(CaseSearch search) {
        this.search = search;
    }

    @Override
    public String name() {
        return "search-index";
    }

    @Override
    public int batch() {
        return 2000;
    }

    /// Written over by id: read twice, nothing changes.
    @Override
    public void follow(List<Recorded> entries) {
        var matters = new HashSet<Long>();
        var cases = new HashSet<Long>();
        var erased = new HashSet<Long>();
        for (Recorded entry : entries) {
            if (entry.subject().kind().equals("matter") && CHANGES.contains(entry.kind())) {
                matters.add(entry.subject().id());
            } else if (entry.subject().kind().equals("case")) {
                cases.add(entry.subject().id());
            } else if (entry.kind().equals("PersonErased")) {
                erased.add(entry.where().community());
            }
        }
        search.follow(matters, cases, erased);
    }

    /// A folder without an index is filled before anybody has to notice.
    @EventListener
    public void ready(ApplicationReadyEvent ready) {
        if (search.empty()) {
            Thread.ofVirtual().name("search-rebuild").start(search::rebuild);
        }
    }
}
