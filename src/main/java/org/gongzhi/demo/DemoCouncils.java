package org.gongzhi.demo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.gongzhi.access.Accounts;
import org.gongzhi.access.Actor;
import org.gongzhi.councils.Bodies;
import org.gongzhi.councils.Groups;
import org.gongzhi.councils.Meeting;
import org.gongzhi.councils.Meetings;
import org.gongzhi.councils.Remarks;
import org.gongzhi.councils.Topic;
import org.gongzhi.councils.TopicAct;
import org.gongzhi.councils.Topics;
import org.gongzhi.kernel.Ids;
import org.gongzhi.places.Place;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What the demonstration community deliberates on, through the doors: a council, topics at every step, a
/// meeting with its minutes and one that is called, a petition, a group with questions, a covenant and a
/// convention.
@Component
class DemoCouncils {

    /// Who takes part: the director, the owners' committee, property company, a volunteer, a resident, a
    /// liaison.
    record Cast(Actor director, Actor owners, Actor property, Actor volunteer, Actor resident, Actor liaison) {}

    private final Bodies bodies;
    private final Topics topics;
    private final Remarks remarks;
    private final Meetings meetings;
    private final Groups groups;
    private final DemoConventions conventions;
    private final Accounts accounts;
    private final Clock clock;

    DemoCouncils(
            Bodies bodies,
            Topics topics,
            Remarks remarks,
            Meetings meetings,
            Groups groups,
            DemoConventions conventions,
            Accounts accounts,
            Clock clock) {
        this.bodies = bodies;
        this.topics = topics;
        this.remarks = remarks;
        this.meetings = meetings;
        this.groups = groups;
        this.conventions = conventions;
        this.accounts = accounts;
        this.clock = clock;
    }

    void load(Cast cast, Place community, Place estate) {
        long council = council(cast, community);
        long shed = raise(cast.resident, estate, "东门外建电动车充电棚", "楼下没有充电位，有人从窗口拉线充电，晚上不敢睡。", true);
        act(cast.director, shed, TopicAct.ADMIT, input(council, null, null));
        act(cast.director, shed, TopicAct.HEAR, heard(Topic.Hearing.NEED, 64, "多数住户希望年底前建成，担心离楼太近。"));
        act(cast.resident, shed, TopicAct.PROPOSE, input(null, "东门旧车棚改造，设 40 个充电位，加装喷淋和烟感。", null));
        long proposal = topics.view(cast.director, shed).proposals().getFirst().id();
        act(cast.property, shed, TopicAct.PROPOSE, input(null, "东门旧车棚改造，设 60 个充电位，加装喷淋、烟感，夜间有人值守。", proposal));
        stand(cast.resident, shed, proposal, Topic.Stance.SUPPORT);
        stand(cast.owners, shed, proposal, Topic.Stance.ACCEPT);
        stand(cast.volunteer, shed, proposal, Topic.Stance.SUPPORT);
        remarks.say(cast.resident, shed, new Remarks.Saying("电费怎么收？会不会比家里贵？", true, false));
        remarks.say(cast.director, shed, new Remarks.Saying("楼门院会上，1 号楼的老人提出通道要留够轮椅宽度。", false, true));
        decided(cast, council, estate);
        raise(cast.resident, estate, "夜间广场舞音量", "希望商量一个大家都能接受的时段。", false);
        topics.raise(
                cast.resident,
                new Topics.Raising(
                        estate.code(),
                        "小区东门增设过街红绿灯",
                        "早晚高峰孩子过街很危险。",
                        Topic.Source.PETITION,
                        null,
                        "TOPIC",
                        false,
                        true));
        called(cast, council, shed);
        bodies.rhythm(cast.director, council, 1, clock.instant().plus(Duration.ofDays(30)), "社区议事厅");
        group(cast, estate);
        conventions.load(cast, community, estate);
    }

    private long council(Cast cast, Place community) {
        long id = bodies.found(cast.director, new Bodies.Founding(community.code(), "THREE_PLUS_X", null))
                .id();
        seat(cast, id, "COMMITTEE", cast.director, "社区居委会");
        seat(cast, id, "OWNERS", cast.owners, "恒泉花园业委会");
        seat(cast, id, "PROPERTY", cast.property, "物业服务中心");
        seat(cast, id, "UNIT", cast.volunteer, "共建单位志愿队");
        return id;
    }

    private void seat(Cast cast, long council, String part, Actor who, String standsFor) {
        bodies.seat(
                cast.director,
                council,
                new Bodies.Seated(
                        part,
                        who.name(),
                        standsFor,
                        accounts.get(Objects.requireNonNull(who.account())).username(),
                        null));
    }

    private long raise(Actor by, Place place, String title, String text, boolean built) {
        return topics.raise(
                        by,
                        new Topics.Raising(place.code(), title, text, Topic.Source.RESIDENT, null, null, false, built))
                .id();
    }

    private void act(Actor by, long topic, TopicAct act, Topics.Input input) {
        topics.act(by, topic, act, input);
    }

    private static Topics.Input input(@Nullable Long council, @Nullable String words, @Nullable Long proposal) {
        return new Topics.Input(
                null,
                council == null ? null : Ids.number(council),
                null,
                words,
                proposal,
                null,
                null,
                null,
                null,
                null);
    }

    private static Topics.Input heard(Topic.Hearing stage, int people, String words) {
        return new Topics.Input(null, null, null, words, null, null, stage, people, null, null);
    }

    private void stand(Actor by, long topic, long proposal, Topic.Stance stance) {
        act(
                by,
                topic,
                TopicAct.STAND,
                new Topics.Input(null, null, null, null, proposal, stance, null, null, null, null));
    }

    /// A meeting that took place, with a decision that was carried out.
    private void decided(Cast cast, long council, Place estate) {
        long topic = raise(cast.resident, estate, "楼道堆物每周清理一次", "旧家具堵了通道，轮椅过不去。", false);
        act(cast.director, topic, TopicAct.ADMIT, input(council, null, null));
        act(cast.resident, topic, TopicAct.PROPOSE, input(null, "每周六上午由楼长带队清理，物业免费清运。", null));
        long meeting = meetings.plan(
                        cast.director,
                        council,
                        new Meetings.Plan(
                                "COUNCIL",
                                "十一月议事会",
                                "社区议事厅",
                                "",
                                clock.instant().plus(Duration.ofMinutes(20)),
                                List.of(Ids.number(topic)),
                                List.of()))
                .id();
        meetings.call(cast.director, meeting, "消防检查前须先定下清理办法");
        meetings.open(cast.director, meeting);
        for (Meeting.Attendance each : meetings.view(cast.director, meeting).attendance()) {
            meetings.desk(cast.director, meeting, each.member().id(), Meeting.Presence.PRESENT, "");
        }
        long motion = meetings.motion(
                cast.director, meeting, new Meetings.Moving(1, "每周六上午由楼长带队清理楼道，物业免费清运。", "", null, null, null));
        meetings.settle(cast.director, meeting, motion, new Meetings.Hands(3, 1, 0, null));
        long dissent = meetings.dissent(cast.property, meeting, motion, "清运费用应当从公共收益列支。");
        meetings.answer(cast.director, meeting, dissent, "本季度由物业承担，下季度提交业主大会讨论公共收益。");
        meetings.minutes(
                cast.director,
                meeting,
                meetings.view(cast.director, meeting).meeting().version(),
                "四席全部到会。大家同意先清后管，楼长每周六带队，物业派车。");
        meetings.close(cast.director, meeting);
        meetings.publish(cast.director, meeting);
        act(cast.director, topic, TopicAct.EXECUTE, input(null, "已清理两周，1 至 8 号楼通道畅通。", null));
    }

    private void called(Cast cast, long council, long topic) {
        long meeting = meetings.plan(
                        cast.director,
                        council,
                        new Meetings.Plan(
                                "HEARING",
                                "充电棚方案听证会",
                                "社区议事厅",
                                "https://meeting.example/room/1102",
                                clock.instant().plus(Duration.ofDays(6)),
                                List.of(Ids.number(topic)),
                                List.of("通报上月落实情况")))
                .id();
        meetings.call(cast.director, meeting, "");
        meetings.reply(cast.owners, meeting, true, "");
        meetings.reply(cast.property, meeting, false, "当天设备年检");
    }

    private void group(Cast cast, Place estate) {
        long group = groups.register(
                cast.liaison,
                new Groups.Registering(
                        estate.code(),
                        Groups.Platform.WECHAT,
                        "恒泉花园邻里群",
                        "日常商议和通知",
                        386,
                        List.of(accounts.get(Objects.requireNonNull(cast.liaison.account()))
                                .username())));
        Instant now = clock.instant();
        long lift = groups.ask(cast.liaison, group, "3 号楼电梯什么时候修好？", now.minus(Duration.ofDays(1)));
        groups.answer(cast.liaison, group, lift, "配件今天到货，周五前恢复。");
        groups.ask(cast.liaison, group, "地下车库的灯能不能晚一点关？", now.minus(Duration.ofDays(12)));
    }
}
