package org.gongzhi.inspections;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.documents.Paper;
import org.gongzhi.journal.Entry;
import org.gongzhi.journal.Journal;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Secrets;
import org.gongzhi.kernel.Words;
import org.gongzhi.people.Seats;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Documents of inspections: issued with a number that has no gaps, printed from the rows, delivered, withdrawn.
@Component
@Transactional
public class Documents {

    /// What a document says, for printing. `base` is the address under which its code can be checked.
    public record Read(
            Document document,
            Premises premises,
            List<Hazard> hazards,
            @Nullable Visit visit) {}

    /// What everybody may know who holds a document: that it is genuine, and whether it still holds.
    public record Genuine(Document.Kind kind, String title, Instant issuedAt, boolean delivered, boolean withdrawn) {}

    private final DocumentStore store;
    private final PremisesStore premises;
    private final HazardStore hazards;
    private final VisitStore visits;
    private final Checklists checklists;
    private final Places places;
    private final Seats seats;
    private final Journal journal;
    private final Ids ids;
    private final Clock clock;

    Documents(
            DocumentStore store,
            PremisesStore premises,
            HazardStore hazards,
            VisitStore visits,
            Checklists checklists,
            Places places,
            Seats seats,
            Journal journal,
            Ids ids,
            Clock clock) {
        this.store = store;
        this.premises = premises;
        this.hazards = hazards;
        this.visits = visits;
        this.checklists = checklists;
        this.places = places;
        this.seats = seats;
        this.journal = journal;
        this.ids = ids;
        this.clock = clock;
    }

    /// Issues a document in the transaction of what it is about.
    Document issue(
            Document.Kind kind,
            Premises where,
            @Nullable Visit visit,
            @Nullable Hazard hazard,
            @Nullable Long campaign,
            String words,
            Actor actor,
            @Nullable Long seat) {
        Instant now = clock.instant();
        int year = LocalDate.ofInstant(now, Clocks.ZONE).getYear();
        var document = new Document(
                where.community(),
                ids.next(),
                where.placeCode(),
                kind,
                year,
                hazards.next(where.community(), kind.name() + " " + year),
                HexFormat.of().formatHex(Secrets.random(10)).toUpperCase(Locale.ROOT),
                where.id(),
                visit == null ? null : visit.id(),
                hazard == null ? null : hazard.id(),
                campaign,
                words,
                now,
                seat,
                null,
                null,
                "",
                null);
        store.insert(document, actor.account());
        return document;
    }

    /// A decision on premises in free words, as a numbered document.
    public Document decide(Actor actor, long premisesId, String words) {
        Premises where = premises.get(premisesId);
        var seat = actor.require(Right.INSPECT_MANAGE, where.placeCode(), Right.INSPECT, "premises");
        PremisesRegister.requireNotOwn(actor, where);
        Hazard.requireWords(words);
        Document made = issue(Document.Kind.DECISION, where, null, null, null, words.strip(), actor, seat.id());
        tell(actor, made, "DocumentIssued");
        return made;
    }

    /// The number as it is printed: `恒泉社区安检改〔2026〕12号`.
    public String title(Document document, Words words) {
        return words.t(
                "inspections.document.number",
                issuer(document),
                words.t("inspections.document.short." + document.kind()),
                Integer.toString(document.year()),
                Integer.toString(document.number()));
    }

    /// A document in a list.
    public record Line(
            long id, Document.Kind kind, String number, String premises, Instant issuedAt, boolean delivered) {}

    /// Those that stand, the newest first, from behind the id `before`.
    @Transactional(readOnly = true)
    public List<Line> list(
            InspectionFigures.Span span, Set<Document.Kind> kinds, @Nullable Long before, int most, Words words) {
        var rows = store.list(span, kinds, before == null ? Long.MAX_VALUE : before, Math.clamp(most, 1, 500));
        var known = premises.byId(rows.stream().map(Document::premises).toList());
        return rows.stream()
                .map(document -> new Line(
                        document.id(),
                        document.kind(),
                        title(document, words),
                        Objects.requireNonNull(known.get(document.premises())).name(),
                        document.issuedAt(),
                        document.deliveredAt() != null))
                .toList();
    }

    private String issuer(Document document) {
        return places.find(document.placeCode())
                .flatMap(place -> places.around(place, PlaceKind.COMMUNITY))
                .map(Place::name)
                .orElse("");
    }

    /// A document for staff who inspect there or whoever answers for the premises.
    @Transactional(readOnly = true)
    public Read read(Actor actor, long id) {
        Document document = store.get(id);
        Premises where = premises.get(document.premises());
        boolean own = actor.account() != null && actor.account().equals(where.account());
        if (!own && !actor.may(Right.INSPECT, where.placeCode())) {
            throw actor.signedIn() ? Refusal.unknown("document") : Refusal.signIn("sign-in");
        }
        Visit visit = document.visit() == null ? null : visits.get(document.visit());
        List<Hazard> about = document.hazard() != null
                ? List.of(hazards.get(document.hazard()))
                : visit == null ? List.of() : hazards.of(visit);
        return new Read(document, where, about, visit);
    }

    /// Whether a code belongs to a document of this house.
    @Transactional(readOnly = true)
    public Genuine genuine(String code, Words words) {
        Document document =
                store.byCode(code.strip().toUpperCase(Locale.ROOT)).orElseThrow(() -> Refusal.unknown("document"));
        return new Genuine(
                document.kind(),
                title(document, words),
                document.issuedAt(),
                document.deliveredAt() != null,
                document.withdrawn() != null);
    }

    /// It was handed over: how, and to whom.
    public void deliver(Actor actor, long id, Document.Delivery how, String receiver) {
        Document document = store.get(id);
        actor.require(Right.INSPECT, document.placeCode(), Right.INSPECT, "document");
        if (receiver.isBlank() || receiver.length() > 60) {
            throw Refusal.invalid("document-receiver");
        }
        if (!store.deliver(document, how, receiver.strip(), clock.instant())) {
            throw Refusal.conflict("document-delivered");
        }
        tell(actor, document, "DocumentDelivered");
    }

    /// Taken back with a reason; its number stays used and its code says so.
    public void withdraw(Actor actor, long id, String why) {
        Document document = store.get(id);
        actor.require(Right.INSPECT_MANAGE, document.placeCode(), Right.INSPECT, "document");
        Hazard.requireWords(why);
        if (!store.withdraw(document, why.strip())) {
            throw Refusal.conflict("document-withdrawn");
        }
        if (document.kind() == Document.Kind.SUSPENSION
                && !hazards.stopped(document.community(), document.premises())) {
            premises.suspend(document.community(), document.premises(), false);
        }
        tell(actor, document, "DocumentWithdrawn");
    }

    private void tell(Actor actor, Document document, String what) {
        record Fact(Document.Kind kind, int year, int number) {}
        journal.append(new Entry(
                new Entry.Where(document.community(), null),
                actor.in(actor.seatFor(Right.INSPECT, document.placeCode()).orElse(null)),
                new Entry.Subject("document", document.id()),
                what,
                new Fact(document.kind(), document.year(), document.number()),
                clock.instant()));
    }

    /// The document to print; `base` is where its code is checked.
    public Paper paper(Read read, String base, Words words) {
        Document document = read.document;
        var blocks = new ArrayList<Paper.Block>();
        blocks.add(new Paper.Facts(List.of(
                new Paper.Fact(words.t("inspections.premises"), read.premises.name()),
                new Paper.Fact(words.t("inspections.premises.address"), read.premises.address()),
                new Paper.Fact(words.t("inspections.document.issued"), words.day(document.issuedAt())))));
        blocks.add(new Paper.Text(words.t("inspections.document.says." + document.kind(), read.premises.name())));
        if (!document.words().isEmpty()) {
            blocks.add(new Paper.Text(document.words()));
        }
        Visit visit = read.visit;
        if (document.kind() == Document.Kind.RECORD && visit != null) {
            blocks.add(answers(visit, words));
            if (!visit.interview().isEmpty()) {
                blocks.add(new Paper.Heading(words.t("inspections.interview")));
                blocks.add(new Paper.Text(visit.interview()));
            }
        }
        if (!read.hazards.isEmpty()) {
            blocks.add(hazardTable(read.hazards, words));
        }
        blocks.add(new Paper.Signatures(List.of(
                words.t("inspections.document.sign.premises"),
                words.t("inspections.document.sign.inspectors"),
                words.t("inspections.document.sign.seal"))));
        blocks.add(new Paper.Code(
                base + "/inspections/genuine/" + document.code(), words.t("inspections.document.check")));
        String under = title(document, words)
                + (document.withdrawn() == null ? "" : " · " + words.t("inspections.document.withdrawn"));
        return new Paper(words.t("inspections.document." + document.kind()), under, blocks);
    }

    private Paper.Table answers(Visit visit, Words words) {
        Checklist list = checklists.get(visit.checklist(), visit.checklistVersion());
        var rows = new ArrayList<List<String>>();
        for (Visit.Answer answer : visit.answers()) {
            Checklist.Item item = list.item(answer.item());
            if (item != null) {
                rows.add(List.of(words.pick(item.chinese(), item.english()), answered(answer, words), answer.words()));
            }
        }
        return new Paper.Table(
                List.of(words.t("inspections.item"), words.t("inspections.answer"), words.t("inspections.remark")),
                rows);
    }

    /// An answer in words.
    public static String answered(Visit.Answer answer, Words words) {
        if (answer.measure() != null) {
            return answer.measure().toString();
        }
        return answer.ok() == null
                ? words.t("inspections.answer.none")
                : words.t(answer.ok() ? "inspections.answer.yes" : "inspections.answer.no");
    }

    private static Paper.Table hazardTable(List<Hazard> hazards, Words words) {
        return new Paper.Table(
                List.of(
                        words.t("inspections.hazard.number"),
                        words.t("inspections.hazard.what"),
                        words.t("inspections.hazard.level"),
                        words.t("inspections.five.duty"),
                        words.t("inspections.five.measures"),
                        words.t("inspections.five.due"),
                        words.t("inspections.hazard.state")),
                hazards.stream()
                        .map(hazard -> List.of(
                                Ids.number(hazard.id()),
                                hazard.what() + (hazard.spot().isEmpty() ? "" : " (" + hazard.spot() + ")"),
                                words.t("inspections.level." + hazard.level()),
                                hazard.five().duty(),
                                hazard.five().measures(),
                                words.day(hazard.five().dueAt()),
                                words.t("inspections.state." + hazard.state())
                                        + (hazard.strike().number() == null
                                                ? ""
                                                : " No. " + hazard.strike().number())))
                        .toList());
    }

    /// Who stands behind a document, for the page.
    public String signer(Document document) {
        return document.seat() == null
                ? ""
                : seats.known(List.of(document.seat())).stream()
                        .map(seat -> seat.title())
                        .findFirst()
                        .orElse("");
    }
}
