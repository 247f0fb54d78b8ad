package org.gongzhi.inspections;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Audit;
import org.gongzhi.access.Right;
import org.gongzhi.access.Scope;
import org.gongzhi.journal.Entry;
import org.gongzhi.journal.Journal;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.people.CreditCode;
import org.gongzhi.people.Seat;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// The door of dossiers: premises, their licences and equipment, and everything that was ever found there.
@Component
@Transactional
public class PremisesRegister {

    /// What is entered of premises. `risk` 1 (highest) to 4; without a telephone number the one that is kept
    /// stays.
    public record Entered(
            String place,
            String name,
            String kind,
            String address,
            @Nullable String creditCode,
            String person,
            @Nullable String phone,
            @Nullable Long account,
            List<Long> owners,
            int risk,
            @Nullable Double latitude,
            @Nullable Double longitude) {

        public Entered {
            place = java.util.Objects.requireNonNullElse(place, "");
            name = java.util.Objects.requireNonNullElse(name, "");
            kind = java.util.Objects.requireNonNullElse(kind, "");
            address = java.util.Objects.requireNonNullElse(address, "");
            person = java.util.Objects.requireNonNullElse(person, "");
            owners = java.util.Objects.requireNonNullElse(owners, List.of());
        }
    }

    /// Everything of one: for staff all of it, for whoever answers there nothing that has not begun.
    public record Dossier(
            Premises premises,
            String address,
            List<Premises.Licence> licences,
            List<Premises.Equipment> equipment,
            List<Visit> visits,
            List<Hazard> hazards,
            List<Document> documents,
            boolean staff,
            boolean manages) {}

    private static final int MOST = 100;

    private final PremisesStore store;
    private final VisitStore visits;
    private final HazardStore hazards;
    private final DocumentStore documents;
    private final InspectionTerms terms;
    private final Places places;
    private final Audit audit;
    private final Journal journal;
    private final Ids ids;
    private final Clock clock;

    PremisesRegister(
            PremisesStore store,
            VisitStore visits,
            HazardStore hazards,
            DocumentStore documents,
            InspectionTerms terms,
            Places places,
            Audit audit,
            Journal journal,
            Ids ids,
            Clock clock) {
        this.store = store;
        this.visits = visits;
        this.hazards = hazards;
        this.documents = documents;
        this.terms = terms;
        this.places = places;
        this.audit = audit;
        this.journal = journal;
        this.ids = ids;
        this.clock = clock;
    }

    /// Enters premises; the same name twice at a place is refused.
    public List<Premises> enter(Actor actor, List<Entered> wanted) {
        var made = new java.util.ArrayList<Premises>();
        for (Entered each : wanted) {
            Place place = places.find(each.place).orElseThrow(() -> Refusal.unknown("place"));
            if (place.kind().compareTo(PlaceKind.COMMUNITY) < 0) {
                throw Refusal.invalid("place-wide");
            }
            actor.require(Right.INSPECT, place.code());
            long id = ids.next();
            made.add(of(each, place, id, Ids.number(id)));
        }
        try {
            store.insert(made);
        } catch (org.springframework.dao.DuplicateKeyException twice) {
            throw Refusal.conflict("premises-twice");
        }
        if (!made.isEmpty()) {
            tell(actor, made.getFirst(), "PremisesEntered", made.size());
        }
        return made;
    }

    private Premises of(Entered entered, Place place, long id, String code) {
        var kind = terms.kind(entered.kind);
        String name = entered.name.strip();
        if (name.isEmpty() || name.length() > 100) {
            throw Refusal.invalid("premises-name");
        }
        if (entered.risk < 1 || entered.risk > 4) {
            throw Refusal.invalid("premises-risk");
        }
        String credit = entered.creditCode == null || entered.creditCode.isBlank()
                ? null
                : entered.creditCode.strip().toUpperCase(java.util.Locale.ROOT);
        if (credit != null && !CreditCode.checks(credit)) {
            throw Refusal.invalid("credit-code");
        }
        return new Premises(
                place.community(),
                id,
                place.id(),
                place.code(),
                name,
                entered.kind,
                kind.sector(),
                entered.address.strip(),
                credit,
                entered.person.strip(),
                entered.phone == null ? "" : entered.phone.strip(),
                entered.account,
                entered.owners,
                entered.risk,
                entered.latitude == null && place.at() != null
                        ? Double.valueOf(place.at().latitude())
                        : entered.latitude,
                entered.longitude == null && place.at() != null
                        ? Double.valueOf(place.at().longitude())
                        : entered.longitude,
                code,
                null,
                Clocks.today(clock).plusMonths(kind.months().get(entered.risk - 1)),
                0,
                0,
                false,
                null,
                1);
    }

    private void tell(Actor actor, Premises premises, String what, int many) {
        record Fact(int many) {}
        Seat seat = actor.seatFor(Right.INSPECT, premises.placeCode()).orElse(null);
        journal.append(new Entry(
                new Entry.Where(premises.community(), premises.place()),
                actor.in(seat),
                new Entry.Subject("premises", premises.id()),
                what,
                new Fact(many),
                clock.instant()));
    }

    /// Corrects a dossier, or ends it when `ended`.
    public Premises change(Actor actor, long id, int seen, Entered wanted, boolean ended) {
        Premises before = store.get(id);
        actor.require(Right.INSPECT, before.placeCode(), Right.INSPECT, "premises");
        requireNotOwn(actor, before);
        Place place = places.get(before.place());
        Premises next = of(wanted, place, id, before.code());
        if (ended && hazards.of(before, MOST).stream().anyMatch(Hazard::open)) {
            throw Refusal.conflict("premises-open");
        }
        var written = new Premises(
                next.community(),
                id,
                next.place(),
                next.placeCode(),
                next.name(),
                next.kind(),
                next.sector(),
                next.address(),
                next.creditCode(),
                next.person(),
                wanted.phone == null ? before.phone() : next.phone(),
                next.account(),
                next.owners(),
                next.risk(),
                next.latitude(),
                next.longitude(),
                before.code(),
                before.visitedAt(),
                before.risk() == next.risk() ? before.nextDue() : next.nextDue(),
                before.relapses(),
                before.hazards(),
                before.suspended(),
                ended ? clock.instant() : null,
                before.version());
        if (!store.update(written, seen)) {
            throw Refusal.conflict("changed-meanwhile");
        }
        tell(actor, before, ended ? "PremisesEnded" : "PremisesChanged", 1);
        return store.get(id);
    }

    /// Whoever owns it or works there keeps their hands off its dossier.
    static void requireNotOwn(Actor actor, Premises premises) {
        if (own(actor, premises)) {
            throw Refusal.forbidden("premises-own");
        }
    }

    static boolean own(Actor actor, Premises premises) {
        return actor.person() != null && premises.owners().contains(actor.person())
                || actor.account() != null && actor.account().equals(premises.account());
    }

    public void licence(Actor actor, long id, Premises.Licence licence) {
        Premises premises = forChange(actor, id);
        if (licence.name().isBlank() || licence.number().isBlank()) {
            throw Refusal.invalid("premises-licence");
        }
        store.put(premises, licence);
        tell(actor, premises, "LicenceEntered", 1);
    }

    public void dropLicence(Actor actor, long id, int licence) {
        Premises premises = forChange(actor, id);
        store.drop(premises, licence);
        tell(actor, premises, "LicenceEnded", 1);
    }

    /// Equipment with its registration number, which its premises have once.
    public void equip(Actor actor, long id, List<Premises.Equipment> wanted) {
        Premises premises = forChange(actor, id);
        int next = store.nextEquipment(premises);
        var all = new java.util.ArrayList<Premises.Equipment>();
        for (Premises.Equipment each : wanted) {
            if (each.kind().isBlank() || each.number().isBlank()) {
                throw Refusal.invalid("premises-equipment");
            }
            all.add(new Premises.Equipment(
                    next + all.size(), each.kind(), each.number().strip(), each.registered(), each.due(), false));
        }
        try {
            store.addEquipment(List.of(new PremisesStore.Machine(premises, all)));
        } catch (org.springframework.dao.DuplicateKeyException twice) {
            throw Refusal.conflict("premises-equipment-twice");
        }
        tell(actor, premises, "EquipmentEntered", all.size());
    }

    /// It was inspected by the body that may, or taken out of use.
    public void inspected(Actor actor, long id, int equipment, @Nullable LocalDate due, boolean ended) {
        Premises premises = forChange(actor, id);
        if (!ended && (due == null || !due.isAfter(Clocks.today(clock)))) {
            throw Refusal.invalid("premises-equipment-due");
        }
        if (!store.change(premises, equipment, due, ended)) {
            throw Refusal.unknown("equipment");
        }
        tell(actor, premises, ended ? "EquipmentEnded" : "EquipmentInspected", 1);
    }

    private Premises forChange(Actor actor, long id) {
        Premises premises = store.get(id);
        actor.require(Right.INSPECT, premises.placeCode(), Right.INSPECT, "premises");
        requireNotOwn(actor, premises);
        return premises;
    }

    /// Everything of one. Whoever answers there sees what has begun, never what is planned.
    @Transactional(readOnly = true)
    public Dossier dossier(Actor actor, long id) {
        Premises premises = store.get(id);
        boolean own = own(actor, premises);
        boolean staff = !own && actor.may(Right.INSPECT, premises.placeCode());
        if (!staff && !(own && actor.account() != null && actor.account().equals(premises.account()))) {
            throw actor.signedIn() ? Refusal.unknown("premises") : Refusal.signIn("sign-in");
        }
        boolean manages = staff && actor.may(Right.INSPECT_MANAGE, premises.placeCode());
        return new Dossier(
                own ? premises : premises.masked(),
                places.address(places.get(premises.place())),
                store.licences(premises),
                store.equipment(premises),
                visits.of(premises, !manages, MOST),
                hazards.of(premises, MOST),
                documents.of(premises, MOST),
                staff,
                manages);
    }

    @Transactional(readOnly = true)
    public List<Premises> list(
            Actor actor, @Nullable String kind, @Nullable Integer risk, String words, @Nullable Long before, int most) {
        Scope scope = actor.requireScope(Right.INSPECT);
        return store
                .list(scope, kind, risk, words, before == null ? Long.MAX_VALUE : before, Math.clamp(most, 1, 200))
                .stream()
                .map(Premises::masked)
                .toList();
    }

    /// The telephone number of who answers there, for a purpose that goes on record.
    public String reveal(Actor actor, long id, Audit.Purpose purpose) {
        Premises premises = store.get(id);
        Seat seat = actor.require(Right.INSPECT, premises.placeCode(), Right.INSPECT, "premises");
        audit.note(
                actor,
                seat,
                new Entry.Where(premises.community(), premises.place()),
                NOBODY,
                purpose,
                "premises " + Ids.number(id));
        return premises.phone();
    }

    /// Whoever is nobody in the register, on the record of looks.
    private static final long NOBODY = 0;

    /// What somebody answers for: their own view of their duties begins here.
    @Transactional(readOnly = true)
    public List<Premises> mine(Actor actor) {
        return actor.account() instanceof Long account ? store.of(account) : List.of();
    }

    @Transactional(readOnly = true)
    public List<Premises.Screened> screened(Actor actor) {
        return store.screening(actor.requireScope(Right.INSPECT));
    }

    @Transactional(readOnly = true)
    public List<Premises.Due> equipmentDue(Actor actor) {
        return store.equipmentDue(
                actor.requireScope(Right.INSPECT),
                Clocks.today(clock).plusDays(terms.number("equipment-warn-days")),
                MOST);
    }

    Optional<Premises> byCode(String code) {
        return store.byCode(code);
    }
}
