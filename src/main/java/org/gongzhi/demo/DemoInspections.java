package org.gongzhi.demo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.gongzhi.access.Actor;
import org.gongzhi.inspections.Campaign;
import org.gongzhi.inspections.Campaigns;
import org.gongzhi.inspections.Checklist;
import org.gongzhi.inspections.Checklists;
import org.gongzhi.inspections.Hazard;
import org.gongzhi.inspections.HazardAct;
import org.gongzhi.inspections.Hazards;
import org.gongzhi.inspections.InspectionTerms;
import org.gongzhi.inspections.Premises;
import org.gongzhi.inspections.PremisesRegister;
import org.gongzhi.inspections.Visit;
import org.gongzhi.inspections.Visits;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.places.Place;
import org.springframework.stereotype.Component;

/// The two campaigns of seed 002 with the figures that were published, rebuilt at the places of the
/// demonstration: every team, visit, hazard and document is a row that went through the doors.
@Component
public class DemoInspections {

    private static final int HANDS = 4;
    private static final int CITY_TEAMS = 15;
    private static final int TEAMS = 507;
    private static final int INSPECTORS = 1215;
    private static final int ENTERPRISES = 2281;
    private static final int GENERAL = 957;
    private static final int RECTIFIED = 751;

    /// Visits that found something: each gives one notice; with 7 suspensions and a stop order these are 275
    /// documents.
    private static final int NOTICES = 267;

    private static final int SUSPENSIONS = 7;
    private static final int PREMISES = 483;
    private static final int EQUIPMENT = 436;
    private static final int OFFICERS = 40;
    private static final int DAYS = 14;

    private static final List<String> KINDS =
            List.of("SUPERMARKET", "HOTEL", "GUESTHOUSE", "FARMERS_MARKET", "RESTAURANT", "BAKERY", "FOOD_WORKSHOP");

    private static final List<String> FIRMS =
            List.of("ENTERPRISE", "SHOP", "MINE", "SCENIC_SPOT", "BUS_COMPANY", "SLOPE", "RENTAL");

    private final Campaigns campaigns;
    private final PremisesRegister register;
    private final Visits visits;
    private final Hazards hazards;
    private final Checklists checklists;
    private final InspectionTerms terms;
    private final Clock clock;

    DemoInspections(
            Campaigns campaigns,
            PremisesRegister register,
            Visits visits,
            Hazards hazards,
            Checklists checklists,
            InspectionTerms terms,
            Clock clock) {
        this.campaigns = campaigns;
        this.register = register;
        this.visits = visits;
        this.hazards = hazards;
        this.checklists = checklists;
        this.terms = terms;
        this.clock = clock;
    }

    /// Who orders and inspects, who accepts, where, and a picture to show.
    public record Stage(Actor inspector, Actor acceptor, String street, List<Place> places, String picture) {}

    public void load(Stage stage) {
        xinzhou(stage);
        yingxian(stage);
    }

    private Campaign order(Stage stage, String code, String name, String ordered, List<String> kinds, int quota) {
        LocalDate today = Clocks.today(clock);
        return campaigns.order(
                stage.inspector,
                new Campaigns.Order(
                        code,
                        name,
                        stage.street,
                        code.equals("xinzhou") ? Campaign.Level.CITY : Campaign.Level.COUNTY,
                        ordered,
                        List.of("重系统", "重现场", "查问题", "抓典型", "严处理", "四不两直", "回头看"),
                        List.of(),
                        kinds,
                        quota,
                        true,
                        true,
                        100,
                        List.of(new Campaign.Named("领导小组", "组长单位"), new Campaign.Named("应急管理部门", "牵头单位")),
                        today.minusDays(DAYS),
                        today.plusDays(60)));
    }

    private void xinzhou(Stage stage) {
        order(
                stage,
                "xinzhou",
                "忻州市重点行业领域安全隐患排查整治",
                "对景区景点、矿山企业、道路交通、地质灾害、消防、人员密集场所等重点行业领域开展安全隐患排查，连夜成立领导小组，抽调相关部门人员组成督查检查组。",
                FIRMS,
                ENTERPRISES);
        var teams = new ArrayList<Campaigns.NewTeam>();
        int people = 0;
        for (int i = 0; i < TEAMS; i++) {
            int until = (i + 1) * INSPECTORS / TEAMS;
            teams.add(new Campaigns.NewTeam(
                    i < CITY_TEAMS ? "市级第" + (i + 1) + "督查组" : "县级第" + (i + 1 - CITY_TEAMS) + "检查组",
                    i < CITY_TEAMS ? Campaign.Level.CITY : Campaign.Level.COUNTY,
                    stage.street,
                    "",
                    members(people, until - people, i)));
            people = until;
        }
        campaigns.staff(stage.inspector, "xinzhou", teams);
        campaigns.begin(stage.inspector, "xinzhou");
        var firms = enter(stage, FIRMS, ENTERPRISES, "企业");
        var ordered = new ArrayList<Callable<List<String>>>();
        int found = 0;
        Instant now = clock.instant();
        for (int i = 0; i < ENTERPRISES; i++) {
            Premises firm = firms.get(i);
            int here = i < NOTICES ? (i + 1) * GENERAL / NOTICES - found : 0;
            found += here;
            int number = i;
            int team = 1 + i % TEAMS;
            int many = members(0, 2, 0).size();
            int general = here;
            ordered.add(() -> report(
                    stage,
                    firm,
                    "xinzhou",
                    team,
                    new Sketch(
                            general,
                            number == NOTICES - 1,
                            number < SUSPENSIONS,
                            List.of(),
                            many,
                            now.minus(Duration.ofMinutes(number % 1400)))));
        }
        var numbers = together(ordered);
        close(stage, numbers.stream().flatMap(List::stream).limit(RECTIFIED).toList());
    }

    private static List<Campaign.Member> members(int from, int many, int turn) {
        var members = new ArrayList<Campaign.Member>();
        String[] bodies = {"应急管理部门", "消防救援队伍", "市场监管部门", "住建部门", "专家库"};
        for (int i = 0; i < many; i++) {
            members.add(new Campaign.Member(
                    i + 1,
                    "检查员%04d".formatted(from + i + 1),
                    bodies[(turn + i) % bodies.length],
                    i == 0
                            ? Campaign.Member.Part.LEADER
                            : (turn + i) % bodies.length == 4
                                    ? Campaign.Member.Part.EXPERT
                                    : Campaign.Member.Part.MEMBER,
                    i > 0,
                    null,
                    null));
        }
        return members;
    }

    private void yingxian(Stage stage) {
        order(
                stage,
                "yingxian",
                "应县食品、流通市场和特种设备专项整治",
                "以严厉打击“黑工厂”“黑作坊”“黑窝点”为目标，对食品生产企业和小作坊全覆盖检查，发现的问题全部下发责令整改通知书，列清单、建台账，完成一项销号一项。",
                KINDS,
                PREMISES);
        var teams = new ArrayList<Campaigns.NewTeam>();
        for (int i = 0; i < OFFICERS / 2; i++) {
            teams.add(new Campaigns.NewTeam(
                    "第" + (i + 1) + "执法组", Campaign.Level.COUNTY, stage.street, "", members(2 * i, 2, 2)));
        }
        campaigns.staff(stage.inspector, "yingxian", teams);
        campaigns.begin(stage.inspector, "yingxian");
        var shops = enter(stage, KINDS, PREMISES, "店");
        for (int i = 0; i < EQUIPMENT / 2; i++) {
            register.equip(stage.inspector, shops.get(i).id(), List.of(machine("电梯", 2 * i), machine("锅炉", 2 * i + 1)));
        }
        var reports = new ArrayList<Callable<List<String>>>();
        Instant now = clock.instant();
        for (int i = 0; i < PREMISES; i++) {
            Premises shop = shops.get(i);
            int number = i;
            reports.add(() -> report(
                    stage,
                    shop,
                    "yingxian",
                    1 + number % (OFFICERS / 2),
                    new Sketch(
                            number % 6 == 0 ? 1 : 0,
                            false,
                            false,
                            number < EQUIPMENT / 2 ? List.of(1, 2) : List.of(),
                            2,
                            now.minus(Duration.ofDays(number / (OFFICERS / 2) % DAYS)))));
        }
        var numbers = together(reports);
        close(stage, numbers.stream().flatMap(List::stream).limit(60).toList());
    }

    private Premises.Equipment machine(String kind, int number) {
        LocalDate today = Clocks.today(clock);
        return new Premises.Equipment(
                0, kind, "TS%05d".formatted(number), today.minusYears(3), today.plusDays(5 + number % 360), false);
    }

    private List<Premises> enter(Stage stage, List<String> kinds, int many, String suffix) {
        var wanted = new ArrayList<PremisesRegister.Entered>();
        for (int i = 0; i < many; i++) {
            Place place = stage.places.get(i % stage.places.size());
            String kind = kinds.get(i % kinds.size());
            wanted.add(new PremisesRegister.Entered(
                    place.code(),
                    place.name() + terms.kind(kind).chinese() + suffix + (i / stage.places.size() + 1),
                    kind,
                    place.name() + (i % 200 + 1) + "号",
                    null,
                    "负责人" + (i + 1),
                    "076900%05d".formatted(i),
                    null,
                    List.of(),
                    1 + i % 4,
                    null,
                    null));
        }
        return register.enter(stage.inspector, wanted);
    }

    /// What a visit brings: so many general hazards, a major one, a suspension, equipment, members, and when.
    private record Sketch(
            int general, boolean major, boolean suspend, List<Integer> equipment, int members, Instant at) {}

    private List<String> report(Stage stage, Premises where, String campaign, int team, Sketch sketch) {
        Checklist list = checklists.newest(terms.kind(where.kind()).checklist(), where.placeCode());
        var checks = list.items().stream()
                .filter(item -> item.type() == Checklist.Type.CHECK)
                .toList();
        var answers = new ArrayList<Visit.Answer>();
        var found = new ArrayList<Hazard.Found>();
        for (int i = 0; i < checks.size(); i++) {
            boolean bad = i < sketch.general;
            answers.add(new Visit.Answer(checks.get(i).item(), !bad, null, ""));
            if (bad) {
                found.add(found(stage, checks.get(i), Hazard.Level.GENERAL, sketch.at));
            }
        }
        if (sketch.major) {
            found.add(found(stage, checks.getLast(), Hazard.Level.MAJOR, sketch.at));
        }
        var members = new ArrayList<Integer>();
        for (int i = 1; i <= sketch.members; i++) {
            members.add(i);
        }
        Visit done = visits.report(
                stage.inspector,
                where.id(),
                campaign,
                team,
                new Visits.Report(
                        members,
                        List.of(),
                        answers,
                        sketch.major ? "与值班人员谈话，了解职工思想动态和工作状态。" : "",
                        "",
                        sketch.equipment,
                        found,
                        sketch.suspend ? "多项隐患并存，责令停产整顿，复查合格后恢复。" : "",
                        sketch.at),
                campaign + " " + where.id());
        return visits.hazardsOf(done).stream()
                .filter(hazard -> hazard.level() == Hazard.Level.GENERAL)
                .map(hazard -> Long.toString(hazard.id()))
                .toList();
    }

    private Hazard.Found found(Stage stage, Checklist.Item item, Hazard.Level level, Instant at) {
        boolean major = level == Hazard.Level.MAJOR;
        return new Hazard.Found(
                item.item(),
                level,
                major ? "重大事故隐患判定标准：" + item.source() : "",
                major ? "重大隐患：" + item.chinese() + "严重不符合要求" : item.chinese() + "：不符合要求",
                "",
                null,
                "单位负责人",
                major ? "立即停产停业，制定治理方案，聘请专家论证" : "按要求整改到位，全员培训一次",
                major ? 20_000_000 : 50_000,
                at.plus(Duration.ofDays(major ? 90 : 29)),
                "整改期间专人看护，异常立即停用并报告",
                major ? "消除重大隐患，复查合格" : "",
                List.of(stage.picture),
                List.of(),
                false,
                major);
    }

    private void close(Stage stage, List<String> numbers) {
        var acts = new ArrayList<Callable<List<String>>>();
        for (String number : numbers) {
            acts.add(() -> {
                long id = Long.parseLong(number);
                hazards.act(
                        stage.inspector,
                        id,
                        null,
                        HazardAct.RECTIFY,
                        new Hazards.Input("已按通知书整改到位", null, null, List.of(stage.picture)));
                hazards.act(
                        stage.acceptor, id, null, HazardAct.STRIKE, new Hazards.Input("现场验收合格", null, null, List.of()));
                return List.of();
            });
        }
        together(acts);
    }

    private static List<List<String>> together(List<Callable<List<String>>> work) {
        try (var hands = Executors.newFixedThreadPool(HANDS)) {
            var done = new ArrayList<List<String>>();
            for (var each : hands.invokeAll(work)) {
                done.add(each.get());
            }
            return done;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        }
    }
}
