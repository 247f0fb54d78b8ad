package org.gongzhi.demo;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.gongzhi.access.Accounts;
import org.gongzhi.access.Actor;
import org.gongzhi.files.Photos;
import org.gongzhi.inspections.Campaign;
import org.gongzhi.inspections.Campaigns;
import org.gongzhi.inspections.Checklist;
import org.gongzhi.inspections.Checklists;
import org.gongzhi.inspections.Hazard;
import org.gongzhi.inspections.InspectionFigures;
import org.gongzhi.inspections.Premises;
import org.gongzhi.inspections.PremisesRegister;
import org.gongzhi.inspections.Visit;
import org.gongzhi.inspections.Visits;
import org.gongzhi.journal.Entry;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.people.Role;
import org.gongzhi.people.Seat;
import org.gongzhi.people.Seats;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.Places;

/// Measures a province at once: 3,000 teams of 119 counties report in the same hour, while somebody looks at
/// the board. For `bench/run inspections`.
class InspectionMeasure {

    private static final int COUNTIES = 119;
    private static final int TEAMS = 3_000;
    private static final int EACH = 3;
    private static final int HANDS = 32;

    private final Accounts accounts;
    private final Seats seats;
    private final Places places;
    private final Photos photos;
    private final Campaigns campaigns;
    private final PremisesRegister register;
    private final Visits visits;
    private final Checklists checklists;
    private final InspectionFigures figures;
    private final Ids ids;
    private final Clock clock;

    InspectionMeasure(
            Accounts accounts,
            Seats seats,
            Places places,
            Photos photos,
            Campaigns campaigns,
            PremisesRegister register,
            Visits visits,
            Checklists checklists,
            InspectionFigures figures,
            Ids ids,
            Clock clock) {
        this.accounts = accounts;
        this.seats = seats;
        this.places = places;
        this.photos = photos;
        this.campaigns = campaigns;
        this.register = register;
        this.visits = visits;
        this.checklists = checklists;
        this.figures = figures;
        this.ids = ids;
        this.clock = clock;
    }

    void run() throws Exception {
        var communities = province();
        var found = accounts.find("officer").orElseThrow();
        // second factors are not asked of a measurement
        Seat seat = seats.appoint(
                new Seat(
                        PROVINCE,
                        ids.next(),
                        Role.STREET_OFFICER,
                        99,
                        "99",
                        java.util.Objects.requireNonNull(found.person()),
                        found.name(),
                        "省督查组",
                        "",
                        null,
                        null),
                Entry.Who.NOBODY);
        var officer = new Actor(found.id(), found.person(), found.name(), List.of(seat));
        String code = "province-" + ids.next() % 100_000;
        var today = Clocks.today(clock);
        campaigns.order(
                officer,
                new Campaigns.Order(
                        code,
                        "全省排查",
                        "99",
                        Campaign.Level.PROVINCE,
                        "",
                        List.of(),
                        List.of(),
                        List.of("SHOP"),
                        0,
                        true,
                        true,
                        0,
                        List.of(),
                        today,
                        today.plusDays(9)));
        var teams = new ArrayList<Campaigns.NewTeam>();
        for (int i = 0; i < TEAMS; i++) {
            teams.add(new Campaigns.NewTeam(
                    "第" + i + "组",
                    Campaign.Level.COUNTY,
                    communities.get(i % COUNTIES).code(),
                    "",
                    List.of(new Campaign.Member(1, "甲", "乙", Campaign.Member.Part.LEADER, false, null, null))));
        }
        campaigns.staff(officer, code, teams);
        campaigns.begin(officer, code);
        var shops = shops(officer, communities);
        String picture = photos.store(new ByteArrayInputStream(picture()));
        Checklist list = checklists.newest("FIRE", "");
        var reports = new ArrayList<Callable<Long>>();
        for (int i = 0; i < TEAMS * EACH; i++) {
            Premises shop = shops.get(i);
            int number = i;
            reports.add(() -> {
                long start = System.nanoTime();
                visits.report(
                        officer, shop.id(), code, 1 + number % TEAMS, report(list, number, picture), "m" + shop.id());
                return System.nanoTime() - start;
            });
        }
        measure(reports, officer, code);
    }

    private static final long PROVINCE = 990_000_000_000L;

    private List<Place> province() {
        var all = new ArrayList<Place>();
        var communities = new ArrayList<Place>();
        var at = new Place.Point(38, 112);
        all.add(new Place(PROVINCE, 99, "99", PlaceKind.PROVINCE, null, "测量省", at));
        for (int city = 1; city <= 2; city++) {
            all.add(new Place(PROVINCE, 9900 + city, "99%02d".formatted(city), PlaceKind.CITY, 99L, "市" + city, at));
        }
        for (int i = 0; i < COUNTIES; i++) {
            long city = 9901 + i / 60;
            long county = city * 100 + i % 60 + 1;
            long street = county * 1000 + 1;
            long community = street * 1000 + 1;
            all.add(new Place(PROVINCE, county, Long.toString(county), PlaceKind.COUNTY, city, "县" + i, at));
            all.add(new Place(community, street, Long.toString(street), PlaceKind.STREET, county, "镇" + i, at));
            communities.add(new Place(
                    community, community, Long.toString(community), PlaceKind.COMMUNITY, street, "社区" + i, at));
        }
        all.addAll(communities);
        if (places.find("99").isEmpty()) {
            places.add(all);
        }
        return communities;
    }

    private List<Premises> shops(Actor officer, List<Place> communities) {
        var wanted = new ArrayList<PremisesRegister.Entered>();
        for (int i = 0; i < TEAMS * EACH; i++) {
            wanted.add(new PremisesRegister.Entered(
                    communities.get(i % TEAMS % COUNTIES).code(),
                    "店" + ids.next(),
                    "SHOP",
                    "",
                    null,
                    "店主",
                    "",
                    null,
                    List.of(),
                    3,
                    null,
                    null));
        }
        return register.enter(officer, wanted);
    }

    private static byte[] picture() throws java.io.IOException {
        var bytes = new ByteArrayOutputStream();
        javax.imageio.ImageIO.write(
                new java.awt.image.BufferedImage(40, 30, java.awt.image.BufferedImage.TYPE_INT_RGB), "png", bytes);
        return bytes.toByteArray();
    }

    private Visits.Report report(Checklist list, int number, String picture) {
        var answers = new ArrayList<Visit.Answer>();
        for (var item : list.items()) {
            if (item.type() == Checklist.Type.CHECK) {
                answers.add(new Visit.Answer(
                        item.item(), !(number % 3 == 0 && item.item().equals("f2")), null, ""));
            }
        }
        var found = number % 3 != 0
                ? List.<Hazard.Found>of()
                : List.of(new Hazard.Found(
                        "f2",
                        Hazard.Level.GENERAL,
                        "",
                        "灭火器过期",
                        "",
                        null,
                        "店主",
                        "更换",
                        10_000,
                        clock.instant().plus(Duration.ofDays(10)),
                        "专人看护",
                        "",
                        List.of(picture),
                        List.of(),
                        false,
                        false));
        return new Visits.Report(List.of(1), List.of(), answers, "", "", List.of(), found, "", null);
    }

    private void measure(List<Callable<Long>> reports, Actor officer, String code) throws Exception {
        var over = new AtomicBoolean();
        var looks = new ArrayList<Long>();
        Campaign campaign = campaigns.readable(officer, code);
        Thread board = Thread.ofPlatform().start(() -> {
            while (!over.get()) {
                long start = System.nanoTime();
                figures.of(InspectionFigures.Span.of(campaign, null));
                figures.parts(InspectionFigures.Span.of(campaign, null), InspectionFigures.By.PLACE);
                looks.add(System.nanoTime() - start);
            }
        });
        try (var hands = Executors.newFixedThreadPool(HANDS)) {
            // the JVM learns on the first third; the rest is measured
            hands.invokeAll(reports.subList(0, TEAMS));
            looks.clear();
            Instant begun = clock.instant();
            long[] took = hands.invokeAll(reports.subList(TEAMS, reports.size())).stream()
                    .mapToLong(each -> each.resultNow())
                    .sorted()
                    .toArray();
            double seconds = Duration.between(begun, clock.instant()).toMillis() / 1000.0;
            over.set(true);
            board.join();
            System.out.printf(
                    "%,d visits of %,d teams in %d counties: %.0f a second, p50 %.1f ms, p99 %.1f ms (%d at once)%n",
                    took.length,
                    TEAMS,
                    COUNTIES,
                    took.length / seconds,
                    took[took.length / 2] / 1e6,
                    took[took.length * 99 / 100] / 1e6,
                    HANDS);
            long[] board2 = looks.stream().mapToLong(Long::longValue).sorted().toArray();
            System.out.printf(
                    "board meanwhile, whole and by county: p50 %.0f ms, p95 %.0f ms (%d looks)%n",
                    at(board2, 50), at(board2, 95), board2.length);
            System.out.println(figures.of(InspectionFigures.Span.of(campaign, null)));
        }
    }

    private static double at(long[] sorted, int percent) {
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length * percent / 100] / 1e6;
    }
}
