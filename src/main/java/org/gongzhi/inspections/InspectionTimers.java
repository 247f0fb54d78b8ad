package org.gongzhi.inspections;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.duty.Duties;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.notices.Notice;
import org.gongzhi.notices.Notices;
import org.gongzhi.people.Seat;
import org.gongzhi.places.Places;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// What time brings: terms that come near or pass, inspections that are due by risk, second looks at what was
/// struck off.
@Component
public class InspectionTimers {

    private static final int AT_ONCE = 200;

    /// A second look is decided within this after striking off.
    private static final Duration LOOKED_BACK = Duration.ofDays(2);

    private final HazardStore hazards;
    private final PremisesStore premises;
    private final VisitStore store;
    private final CampaignStore campaigns;
    private final Visits visits;
    private final InspectionTerms terms;
    private final Duties duties;
    private final Places places;
    private final Notices notices;
    private final TransactionTemplate transaction;
    private final Clock clock;

    InspectionTimers(
            HazardStore hazards,
            PremisesStore premises,
            VisitStore store,
            CampaignStore campaigns,
            Visits visits,
            InspectionTerms terms,
            Duties duties,
            Places places,
            Notices notices,
            TransactionTemplate transaction,
            Clock clock) {
        this.hazards = hazards;
        this.premises = premises;
        this.store = store;
        this.campaigns = campaigns;
        this.visits = visits;
        this.terms = terms;
        this.duties = duties;
        this.places = places;
        this.notices = notices;
        this.transaction = transaction;
        this.clock = clock;
    }

    /// All of it; returns how many notices and visits came of it.
    @Scheduled(fixedDelayString = "${gongzhi.inspections.timers:PT10M}", initialDelayString = "PT2M")
    public int round() {
        return warn() + plan() + lookAgain() + equipment();
    }

    /// The ladder: the owner and the premises first, those above once the term is over.
    int warn() {
        int told = 0;
        List<Integer> days = terms.numbers("warn-days");
        for (int step = 1; step <= days.size(); step++) {
            int number = step;
            int ahead = days.get(step - 1);
            Integer some = transaction.execute(_ -> {
                var due = hazards.warn(clock.instant().plus(Duration.ofDays(ahead)), number, AT_ONCE);
                var known = premises.byId(due.stream().map(Hazard::premises).toList());
                var notes = new ArrayList<Notice>();
                for (Hazard hazard : due) {
                    Premises where = Objects.requireNonNull(known.get(hazard.premises()));
                    notes.add(Visits.notice(hazard, Notice.To.seat(hazard.owner()), template(ahead), "w" + number));
                    if (where.account() instanceof Long account) {
                        notes.add(Visits.notice(hazard, Notice.To.account(account), template(ahead), "w" + number));
                    }
                    if (ahead < 0) {
                        above(where, hazard.owner())
                                .forEach(seat -> notes.add(
                                        Visits.notice(hazard, Notice.To.seat(seat), "hazard-overdue", "w" + number)));
                    }
                }
                return notices.tell(notes);
            });
            told += some == null ? 0 : some;
        }
        return told;
    }

    private static String template(int ahead) {
        return ahead > 0 ? "hazard-due" : "hazard-overdue";
    }

    private List<Long> above(Premises where, long not) {
        Instant now = clock.instant();
        return duties.seatsAround(places.get(where.place())).stream()
                .filter(seat -> seat.id() != not && seat.present(now))
                .filter(seat -> Actor.of(seat).may(Right.INSPECT_MANAGE, where.placeCode()))
                .limit(2)
                .map(Seat::id)
                .toList();
    }

    /// Plans the inspections that are due by kind and risk, one for each premises at a time.
    int plan() {
        LocalDate today = Clocks.today(clock);
        Integer made = transaction.execute(_ -> {
            int planned = 0;
            for (Premises where : premises.due(today.plusDays(7), AT_ONCE)) {
                var months = terms.kind(where.kind()).months();
                premises.planned(where, today.plusDays(7).plusMonths(months.get(where.risk() - 1)));
                if (store.anyPlanned(where, Visit.Kind.PLANNED)) {
                    continue;
                }
                var inspector = visits.inspector(where, 0);
                if (inspector.isPresent()) {
                    LocalDate day = Objects.requireNonNull(where.nextDue());
                    visits.arrange(
                            visits.planned(
                                    where,
                                    Visit.Kind.PLANNED,
                                    null,
                                    inspector.get().id(),
                                    day.isBefore(today) ? today : day),
                            null);
                    planned++;
                }
            }
            return planned;
        });
        return made == null ? 0 : made;
    }

    /// 回头看: of what was struck off, all at the highest risk, half at the second, the campaign's share of the
    /// rest, by a hash that anybody can work out again; somebody else than who accepted goes.
    int lookAgain() {
        Instant now = clock.instant();
        Integer made = transaction.execute(_ -> {
            int planned = 0;
            var struck = hazards.struck(now.minus(LOOKED_BACK), now, AT_ONCE);
            var known = premises.byId(struck.stream().map(Hazard::premises).toList());
            for (Hazard hazard : struck) {
                Premises where = Objects.requireNonNull(known.get(hazard.premises()));
                Campaign campaign = hazard.campaign() == null ? null : campaigns.get(hazard.campaign());
                int share = switch (where.risk()) {
                    case 1 -> 1000;
                    case 2 -> 500;
                    default -> campaign == null ? terms.number("recheck-permille") : campaign.recheck();
                };
                String seed = campaign == null ? "everyday" : campaign.seed();
                if (share(seed, hazard.id()) >= share) {
                    continue;
                }
                long accepted =
                        hazard.strike().seat() == null ? 0 : hazard.strike().seat();
                var inspector = visits.inspector(where, accepted);
                if (inspector.isPresent()
                        && visits.arrange(
                                visits.planned(
                                        where,
                                        Visit.Kind.REINSPECTION,
                                        hazard.id(),
                                        inspector.get().id(),
                                        Clocks.today(clock).plusDays(terms.number("recheck-days") / 2)),
                                "recheck " + hazard.id())) {
                    planned++;
                }
            }
            return planned;
        });
        return made == null ? 0 : made;
    }

    /// Equipment whose inspection has to be asked for (Special Equipment Safety Law art. 40): told once to who
    /// answers for the premises and to who inspects there.
    int equipment() {
        LocalDate until = Clocks.today(clock).plusDays(terms.number("equipment-warn-days"));
        Integer told = transaction.execute(_ -> {
            var due = premises.warnEquipment(until, AT_ONCE);
            var known = premises.byId(due.stream().map(Premises.Due::premises).toList());
            var notes = new ArrayList<Notice>();
            for (Premises.Due each : due) {
                Premises where = Objects.requireNonNull(known.get(each.premises()));
                var to = new ArrayList<Notice.To>();
                if (where.account() instanceof Long account) {
                    to.add(Notice.To.account(account));
                }
                visits.inspector(where, 0).ifPresent(seat -> to.add(Notice.To.seat(seat.id())));
                for (Notice.To one : to) {
                    notes.add(new Notice(
                            where.community(),
                            one,
                            "equipment-due",
                            List.of(
                                    each.equipment().kind() + " "
                                            + each.equipment().number(),
                                    String.valueOf(each.equipment().due())),
                            "/premises/" + Ids.number(where.id()),
                            "equipment/" + where.id() + "/" + each.equipment().id() + "/"
                                    + each.equipment().due()));
                }
            }
            return notices.tell(notes);
        });
        return told == null ? 0 : told;
    }

    /// 0 to 999, from the hash that also orders draws.
    static int share(String seed, long hazard) {
        return Integer.parseInt(Campaigns.hash(seed, hazard).substring(0, 7), 16) % 1000;
    }
}
