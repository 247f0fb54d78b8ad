package org.gongzhi.matters;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.gongzhi.calendar.Policies;
import org.gongzhi.duty.Duties;
import org.gongzhi.files.Photos;
import org.gongzhi.journal.Entry;
import org.gongzhi.journal.Journal;
import org.gongzhi.journal.Written;
import org.gongzhi.kernel.Gather;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.people.Role;
import org.gongzhi.people.Sealed;
import org.gongzhi.people.Seat;
import org.gongzhi.people.Seats;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/// Takes reports in. Those that arrive together are written together ([Gather]): find the leads, hold their
/// seats, write matters, journal and photos, commit; then everybody gets an answer.
@Component
class MatterIntake implements DisposableBean {

    private static final int WRITERS = 2;
    private static final int MOST = 256;
    private static final int TRIES = 10;

    private final Kinds kinds;
    private final MatterTerms terms;
    private final MatterLadder ladder;
    private final Places places;
    private final Duties duties;
    private final Seats seats;
    private final Photos photos;
    private final MatterStore store;
    private final Journal journal;
    private final Sealed sealed;
    private final Ids ids;
    private final Clock clock;
    private final Gather<NewMatter, Taken> gather;

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
            Sealed sealed,
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
        this.sealed = sealed;
        this.ids = ids;
        this.clock = clock;
        this.gather = new Gather<>(
                "intake", WRITERS, MOST, batch -> Objects.requireNonNull(transaction.execute(_ -> write(batch))));
    }

    /// Writes one report down and returns the matter, also when the same command came before.
    Matter take(NewMatter told) {
        requireFits(told);
        Taken taken = gather.submit(told);
        if (taken.written != null) {
            journal.hand(List.of(taken.written));
        }
        return taken.matter;
    }

    /// A matter with its row in the journal, when it is new.
    private record Taken(Matter matter, @Nullable Written written) {}

    /// The same inside the transaction of the caller.
    Matter now(NewMatter told) {
        requireFits(told);
        return write(List.of(told)).getFirst().matter;
    }

    private List<Taken> write(List<NewMatter> batch) {
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
                if (fresh.get(i).contact() instanceof byte[] contact) {
                    store.contact(matter, contact);
                }
            } else {
                answers.add(earlier(matter, fresh.get(i)));
            }
        }
        var rows = journal.append(entries).iterator();
        if (!pictures.isEmpty()) {
            photos.claim(pictures.stream().map(MatterStore.PhotoRow::name).toList());
            store.addPhotos(pictures);
        }
        return answers.stream()
                .map(matter -> new Taken(matter, written.contains(matter.id()) ? rows.next() : null))
                .toList();
    }

    private MatterStore.Fresh fresh(NewMatter told) {
        Matter matter = prepare(told);
        Instant now = matter.times().reportedAt();
        Kind kind = kinds.of(matter);
        String channel = told.reporter().channel();
        String code = matter.where().placeCode();
        boolean filed = matter.stage() != Stage.VERIFYING;
        var marks = new MatterStore.Marks(
                filed ? now : null,
                terms.end(Policies.Stage.FILE, kind, channel, code, now),
                filed ? now : null,
                filed ? terms.end(Policies.Stage.DISPATCH, kind, channel, code, now) : null,
                null,
                filed ? terms.end(Policies.Stage.ACCEPT, kind, channel, code, now) : null,
                0,
                0);
        var contact = told.extra().contact();
        return new MatterStore.Fresh(
                matter,
                told.key(),
                ladder.next(matter, now),
                told.extra().outsideDeadline() != null,
                marks,
                contact == null || contact.empty() ? null : sealed.seal(JSON.writeValueAsString(contact)));
    }

    private Matter prepare(NewMatter told) {
        Place place = places.get(told.place());
        Kind kind = kinds.get(told.kind(), place.code());
        if (place.kind().compareTo(PlaceKind.COMMUNITY) < 0) {
            throw Refusal.invalid("place-wide");
        }
        var extra = told.extra();
        long id = ids.next();
        Instant now = clock.instant();
        var where = where(place, told.at());
        Seat lead = duties.lead(kind.code(), place, id);
        var filing = new Matter.Filing(
                kind.version(),
                extra.condition(),
                extra.anonymous(),
                extra.fields(),
                extra.outsideNumber(),
                extra.takenBy(),
                extra.parent(),
                null,
                null);
        Instant given = extra.outsideDeadline();
        Instant deadline = given == null
                ? terms.deadline(kind, extra.condition(), told.reporter().channel(), place.code(), now)
                : given;
        Stage first =
                kind.rules().verify() && !SEEN.contains(told.reporter().channel()) ? Stage.VERIFYING : Stage.DISPATCHED;
        return Matter.reported(id, told, where, new Matter.First(filing, first, lead.id()), now, deadline);
    }

    /// A place with the estate around it and, unless given, the estate's position.
    Matter.Where where(Place place, Place.@Nullable Point at) {
        var estate = places.around(place, PlaceKind.ESTATE);
        return new Matter.Where(
                place.community(),
                place.id(),
                place.code(),
                estate.map(Place::id).orElse(null),
                at == null ? estate.map(Place::at).orElse(null) : at);
    }

    /// Channels in which an official, or a device, has already seen it.
    private static final Set<String> SEEN = Set.of("HOTLINE", "PATROL", "SENSOR", "INSPECTION", "SYSTEM", "IMPORT");
    /// Channels in which nobody can be asked for more.
    private static final Set<String> UNASKED = Set.of("HOTLINE", "MAIL", "SENSOR", "SYSTEM", "IMPORT", "PETITION");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// Refuses what the kind does not allow, before anything is gathered.
    private void requireFits(NewMatter told) {
        Kind kind = kinds.get(told.kind(), places.get(told.place()));
        if (!kind.inUse()) {
            throw Refusal.invalid("kind-unused");
        }
        if (!UNASKED.contains(told.reporter().channel())) {
            kind.requireAnswers(told.extra().fields());
        }
        if (told.extra().condition() instanceof Integer condition) {
            kind.condition(condition);
        }
        if (told.extra().anonymous() && !kind.rules().anonymous()) {
            throw Refusal.invalid("kind-not-anonymous");
        }
    }

    /// Makes sure that every lead is still there and stays until the commit; asks again where one has just
    /// gone.
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
        return leadFor(kinds.of(matter), places.get(matter.where().place()), matter.id());
    }

    /// The same for a kind at a place.
    Seat leadFor(Kind kind, Place place, long matter) {
        duties.forget(place);
        Seat lead = duties.lead(kind.code(), place, matter);
        if (!seats.hold(Set.of(lead.id())).contains(lead.id())) {
            throw Refusal.unavailable("nobody-responsible");
        }
        return lead;
    }

    /// Who stands behind the community for what it cannot solve: a seat of the street, held until the end of
    /// the transaction; empty when one of them leads already.
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
        String outside = matter.filing().outsideNumber();
        if (outside != null) {
            var ordered = store.byOutsideNumber(matter.where().community(), outside);
            if (ordered.isPresent()) {
                return ordered.get();
            }
        }
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
