package org.gongzhi.demo;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Sessions;
import org.gongzhi.disputes.Dispute;
import org.gongzhi.disputes.Disputes;
import org.gongzhi.exchange.MailIntake;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.library.CaseLibrary;
import org.gongzhi.library.MatureCase;
import org.gongzhi.matters.MatterBoard;
import org.gongzhi.matters.Stage;
import org.gongzhi.patrols.Patrols;
import org.gongzhi.people.Seat;
import org.springframework.stereotype.Component;

/// What people of the demonstration town do together: a patrol team with a route and a plan, a mediation that
/// was asked for, mature cases that somebody wrote and somebody else published. All through the doors.
@Component
class DemoTogether {

    /// What was learned, by the kind of the matters it was learned from.
    static final Map<String, MatureCase.Words> CASES = Map.of(
            "E0506",
            new MatureCase.Words(
                    "飞线充电整治",
                    "楼下没有充电位，住户从窗口拉线",
                    "线路老化短路，存在火灾隐患",
                    "利用闲置车棚建集中充电点，入户劝导并拆除飞线，志愿者早晚巡查一个月",
                    "只拆线、不建桩，一周后又会出现"),
            "E0507",
            new MatureCase.Words(
                    "楼道堆物清理", "家中储物不够，旧家具搬到公共走廊", "堵塞逃生通道", "公示三天后集中免费清运一次，楼长每周看一遍，写进居民公约", "不打招呼直接清走，容易引起纠纷"),
            "E0102",
            new MatureCase.Words("垃圾房臭味", "清运一天一次，夏季渗滤液积存", "住户不敢开窗", "清运改为一天两次，加装除臭和冲洗，投放口改为脚踏", "喷香精遮味没有用"),
            "E0404",
            new MatureCase.Words("下水道倒灌", "厨房油污结块，主管变径处淤堵", "一楼地漏冒污水", "高压疏通，一楼改独立排水，张贴勿倒油污提示，每季度清一次", "只通一楼支管，很快再堵"),
            "E0508",
            new MatureCase.Words(
                    "广场舞音量", "场地紧邻住宅，音箱朝向楼栋", "影响学生作业和老人休息", "与舞队约定时段和音量，换定向音箱，晚八点半结束，双方各出一名监督员", "没收设备会激化矛盾"));

    /// Two residents write e-mails: one says what it is about, the other has to be sorted by a person.
    private static final List<String> LETTERS = List.of("""
            From: resident-a@people.example
            To: box@community.example
            Subject: =?UTF-8?B?5Z6D5Zy+5aCG5rKh5Lq65riF?=
            Message-ID: <demo-1@people.example>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            东门外的垃圾堆积三天了，没有人来清运，味道很大。
            """, """
            From: resident-b@people.example
            To: box@community.example
            Subject: =?UTF-8?B?5oOz6Zeu5LiA5Lu25LqL?=
            Message-ID: <demo-2@people.example>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            楼下小超市半夜卸货，铁门响声很大，孩子睡不好，能不能协调一下？
            """);

    private final Patrols patrols;
    private final Disputes disputes;
    private final CaseLibrary library;
    private final MailIntake mail;
    private final MatterBoard board;
    private final Sessions sessions;
    private final Clock clock;

    DemoTogether(
            Patrols patrols,
            Disputes disputes,
            CaseLibrary library,
            MailIntake mail,
            MatterBoard board,
            Sessions sessions,
            Clock clock) {
        this.patrols = patrols;
        this.disputes = disputes;
        this.library = library;
        this.mail = mail;
        this.board = board;
        this.sessions = sessions;
        this.clock = clock;
    }

    void load(DemoTown town) {
        Actor liaison = town.actor(sessions, "liaison");
        Seat estate = liaison.seats().getFirst();
        var team = patrols.found(liaison, estate.placeCode(), "清晨啄木鸟");
        patrols.draw(
                liaison,
                team.id(),
                new Patrols.Route(
                        0,
                        "沿外围一圈",
                        List.of(
                                113.9630, 23.0150, 113.9660, 23.0150, 113.9660, 23.0175, 113.9630, 23.0175, 113.9630,
                                23.0150),
                        0,
                        0));
        LocalDate today = Clocks.today(clock);
        patrols.plan(
                liaison,
                team.id(),
                new Patrols.Plan(0, 1, 0b010_1010, LocalTime.of(6, 30), 60, 12, today, today.plusMonths(6)));
        disputes.request(
                town.actor(sessions, "resident"),
                new Disputes.Asked(
                        estate.placeCode(),
                        "NEIGHBOUR",
                        "楼上卫生间漏水，天花板修补费用谈不拢，希望社区出面调解。",
                        List.of(
                                new Disputes.Named(Dispute.Side.APPLICANT, "申请人", "", true),
                                new Disputes.Named(Dispute.Side.RESPONDENT, "楼上住户", "", false)),
                        null,
                        null));
        cases(town.actor(sessions, "director"), town.actor(sessions, "office"));
        for (String letter : LETTERS) {
            mail.take(town.actor(sessions, "officer"), letter.getBytes(StandardCharsets.UTF_8), estate.placeCode());
        }
    }

    private void cases(Actor writer, Actor reviewer) {
        long cost = 120_000;
        for (var told : CASES.entrySet()) {
            var closed = board.list(
                    writer,
                    new MatterBoard.Filter(Stage.ARCHIVED, null, told.getKey(), null, false, null, null),
                    null,
                    1);
            for (var line : closed.rows()) {
                var made = library.distil(writer, line.matter().id());
                library.revise(
                        writer,
                        made.id(),
                        1,
                        new CaseLibrary.Draft(told.getValue(), cost, List.of("安全", "邻里"), MatureCase.Audience.ALL),
                        true);
                library.review(reviewer, made.id(), 2, true, "");
                cost += 120_000;
            }
        }
    }
}
