package org.gongzhi.matters;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.gongzhi.duty.Duties;
import org.gongzhi.files.Photos;
import org.gongzhi.journal.Entry;
import org.gongzhi.journal.Journal;
import org.gongzhi.kernel.Gather;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.people.Role;
import org.gongzhi.people.Seat;
import org.gongzhi.people.Seats;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.Places;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Takes reports in. Those that arrive together are written together ([Gather]): find the leads, hold their
/// seats, write matters, journal and photos, commit; then everybody gets an answer.
@Component
class MatterIntake implements DisposableBean {

    private static final int WRITERS = 2;
    private static final int MOST = 256;
    private static final int TRIES = 3;

    private final Kinds kinds;
    private final MatterTerms terms;
    private final MatterLadder ladder;
    private final Places places;
    private final Duties duties;
    private final Seats seats;
    private final Photos photos;
    private final MatterStore store;
    private final Journal journal;
    private final Ids ids;
    private final Clock clock;
    private final Gather<NewMatter, Matter> gather;

    MatterIntake(
            Kinds kinds,
            MatterTerms terms,
            MatterLadder ladder,
            Places places,
            Duties duties,
            Seats seats,
            Photos photos,
            MatterStore store,
            Journal journal,
            Ids ids,
            Clock clock,
            TransactionTemplate transaction) {
        this.kinds = kinds;
        this.terms = terms;
        this.ladder = ladder;
        this.places = places;
        this.duties = duties;
        this.seats = seats;
        this.photos = photos;
        this.store = store;
        this.journal = journal;
        this.ids = ids;
        this.clock = clock;
        this.gather = new Gather<>(
                "intake", WRITERS, MOST, batch -> Objects.requireNonNull(transaction.execute(_ -> write(batch))));
    }

    /// Writes one report down and returns the matter, also when the same command came before.
    Matter take(NewMatter told) {
        kinds.get(told.kind());
        return gather.submit(told);
    }

    private List<Matter> write(List<NewMatter> batch) {
        var fresh = new ArrayList<MatterStore.Fresh>();
        for (NewMatter told : batch) {
            fresh.add(fresh(told));
        }
        holdLeads(batch, fresh);
        Set<Long> written = store.insert(fresh);
        var entries = new ArrayList<Entry>();
        var pictures = new ArrayList<MatterStore.PhotoRow>();
        var answers = new ArrayList<Matter>();
        for (int i = 0; i < fresh.size(); i++) {
            Matter matter = fresh.get(i).matter();
            if (written.contains(matter.id())) {
                answers.add(matter);
                entries.add(entry(matter, batch.get(i).photos().size()));
                pictures.addAll(pictures(matter, batch.get(i).photos()));
            } else {
                answers.add(earlier(matter, fresh.get(i)));
            }
        }
        journal.append(entries);
        if (!pictures.isEmpty()) {
            photos.claim(pictures.stream().map(MatterStore.PhotoRow::name).toList());
            store.addPhotos(pictures);
        }
        return answers;
    }

    private MatterStore.Fresh fresh(NewMatter told) {
        Matter matter = prepare(told);
        return new MatterStore.Fresh(
                matter, told.key(), ladder.next(matter, matter.times().reportedAt()));
    }

    private Matter prepare(NewMatter told) {
        Kind kind = kinds.get(told.kind());
        Place place = places.get(told.place());
        if (place.kind().compareTo(PlaceKind.COMMUNITY) < 0) {
            throw Refusal.invalid("place-wide");
        }
        long id = ids.next();
        Instant now = clock.instant();
        var estate = places.around(place, PlaceKind.ESTATE).map(Place::id).orElse(null);
        var at = told.at() == null
                ? places.around(place, PlaceKind.ESTATE).map(Place::at).orElse(null)
                : told.at();
        var where = new Matter.Where(place.community(), place.id(), place.code(), estate, at);
        Seat lead = duties.lead(kind.code(), place, id);
        return Matter.reported(
                id,
                told,
                where,
                lead.id(),
                now,
                terms.deadline(kind, told.reporter().channel(), place.code(), now));
    }

    /// Makes sure that every lead is still there and stays until the commit; asks again where one has just gone.
    private void holdLeads(List<NewMatter> batch, List<MatterStore.Fresh> fresh) {
        for (int tries = 0; tries < TRIES; tries++) {
            Set<Long> there =
                    seats.hold(fresh.stream().map(each -> each.matter().lead()).collect(Collectors.toSet()));
            boolean all = true;
            for (int i = 0; i < fresh.size(); i++) {
                if (!there.contains(fresh.get(i).matter().lead())) {
                    duties.forget(places.get(batch.get(i).place()));
                    fresh.set(i, fresh(batch.get(i)));
                    all = false;
                }
            }
            if (all) {
                return;
            }
        }
        throw Refusal.unavailable("nobody-responsible");
    }

    /// Somebody who is there for a matter whose lead has gone, held until the end of the transaction.
    Seat leadNow(Matter matter) {
        Place place = places.get(matter.where().place());
        duties.forget(place);
        Seat lead = duties.lead(matter.kind(), place, matter.id());
        if (!seats.hold(Set.of(lead.id())).contains(lead.id())) {
            throw Refusal.unavailable("nobody-responsible");
        }
        return lead;
    }

    /// Who stands behind the community for what it cannot solve: a seat of the street, held until the end of the
    /// transaction; empty when one of them leads already.
    Optional<Seat> backStop(Matter matter) {
        Place place = places.get(matter.where().place());
        Instant now = clock.instant();
        var street = duties.seatsAround(place).stream()
                .filter(seat -> seat.placeCode().length() <= STREET_DIGITS)
                .toList();
        if (street.stream().anyMatch(seat -> seat.id() == matter.lead())) {
            return Optional.empty();
        }
        for (Role role : BACK_STOP) {
            var able = street.stream()
                    .filter(seat -> seat.role() == role && seat.present(now))
                    .toList();
            if (!able.isEmpty()) {
                Seat seat = able.get((int) Math.floorMod(matter.id(), (long) able.size()));
                if (seats.tryHold(seat.id())) {
                    return Optional.of(seat);
                }
            }
        }
        return Optional.empty();
    }

    private static final int STREET_DIGITS = 9;
    private static final List<Role> BACK_STOP = List.of(Role.ESTATE_OFFICE, Role.STREET_OFFICER);

    private Matter earlier(Matter matter, MatterStore.Fresh fresh) {
        String key = fresh.key();
        if (key == null) {
            throw new IllegalStateException("a matter without a key was not written: " + matter.id());
        }
        return store.byKey(matter.where().community(), key).orElseThrow();
    }

    private static Entry entry(Matter matter, int photos) {
        var event = new MatterEvent.Reported(
                matter.lead(), matter.times().deadline(), matter.reporter().channel(), photos);
        return Matters.entry(
                null,
                matter,
                event,
                new Entry.Who(matter.reporter().account(), null),
                matter.times().reportedAt());
    }

    static List<MatterStore.PhotoRow> pictures(Matter matter, List<String> names) {
        var rows = new ArrayList<MatterStore.PhotoRow>();
        for (String name : names) {
            rows.add(new MatterStore.PhotoRow(
                    matter.where().community(), matter.id(), rows.size(), name, matter.version(), "REPORT"));
        }
        return rows;
    }

    @Override
    public void destroy() {
        gather.close();
    }
}
