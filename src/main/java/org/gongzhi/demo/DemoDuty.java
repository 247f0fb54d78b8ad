package org.gongzhi.demo;

import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import org.gongzhi.access.Actor;
import org.gongzhi.duty.Absence;
import org.gongzhi.duty.Absences;
import org.gongzhi.duty.Cell;
import org.gongzhi.duty.Gate;
import org.gongzhi.duty.Hours;
import org.gongzhi.duty.Matrix;
import org.gongzhi.duty.Roster;
import org.gongzhi.duty.Rosters;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.people.Role;
import org.gongzhi.people.Seat;
import org.gongzhi.people.Seats;
import org.springframework.stereotype.Component;

/// How duty stands in the demonstration town: an on-call roster with missing days, an emergency roster of
/// the street, a cell by contract, somebody on leave next week with nobody named to stand in, and tasks at
/// the gate.
@Component
class DemoDuty {

    private static final String COMMUNITY = Long.toString(DemoTown.HENGQUAN);

    private final Seats seats;
    private final Rosters rosters;
    private final Matrix matrix;
    private final Absences absences;
    private final Gate gate;
    private final Clock clock;

    DemoDuty(Seats seats, Rosters rosters, Matrix matrix, Absences absences, Gate gate, Clock clock) {
        this.seats = seats;
        this.rosters = rosters;
        this.matrix = matrix;
        this.absences = absences;
        this.gate = gate;
        this.clock = clock;
    }

    void load() {
        LocalDate today = Clocks.today(clock);
        Actor director = actor(first(COMMUNITY, Role.COMMITTEE_DIRECTOR));
        Actor officer = actor(first(DemoTown.STREET, Role.STREET_OFFICER));
        onCall(director, today);
        emergency(officer, today);
        matrix.set(
                director,
                new Matrix.Wanted(
                        COMMUNITY + "-E001",
                        "E0507",
                        Hours.WORKING,
                        Cell.Basis.CONTRACT,
                        List.of(Role.PROPERTY_MANAGER, Role.ESTATE_LIAISON),
                        null,
                        List.of(Role.OWNERS_COMMITTEE),
                        Role.COMMITTEE_DIRECTOR,
                        null,
                        "前期物业服务合同第12条: 公共部位清理"));
        leave(director);
        task(officer, today, "重复的人口统计表", "统计法第七条", "某局统计科", false, 0);
        gate.decide(director, task(officer, today, "冬春火灾隐患排查", "消防法第三十二条", "镇消防所", true, 300_000), true, "");
    }

    private long task(Actor officer, LocalDate today, String title, String basis, String by, boolean onList, long fen) {
        return gate.ask(
                        officer,
                        new Gate.Wanted(COMMUNITY, title, "", basis, onList, by, fen, by, "", today.plusDays(20)))
                .id();
    }

    private void onCall(Actor director, LocalDate today) {
        var staff = seats.at(List.of(COMMUNITY)).stream()
                .filter(seat -> seat.role() == Role.COMMITTEE_STAFF)
                .map(Seat::id)
                .toList();
        Roster roster = rosters.open(
                director,
                new Rosters.Wanted(
                        COMMUNITY, Role.COMMITTEE_STAFF, Roster.Kind.ON_CALL, Hours.ALWAYS, "社区备勤", today, null));
        rosters.plan(
                director,
                roster.id(),
                new Rosters.Pattern(
                        today.minusDays(1),
                        today.plusDays(21),
                        EnumSet.complementOf(EnumSet.of(DayOfWeek.SUNDAY)),
                        Rosters.Days.ALL,
                        LocalTime.of(8, 30),
                        LocalTime.of(8, 30),
                        staff));
    }

    private void emergency(Actor officer, LocalDate today) {
        var office = seats.at(List.of(DemoTown.STREET)).stream()
                .filter(seat -> seat.role() == Role.ESTATE_OFFICE)
                .map(Seat::id)
                .toList();
        Roster roster = rosters.open(
                officer,
                new Rosters.Wanted(
                        DemoTown.STREET,
                        Role.ESTATE_OFFICE,
                        Roster.Kind.EMERGENCY,
                        Hours.OFF,
                        "镇应急值守",
                        today.plusDays(40),
                        today.plusDays(60)));
        rosters.plan(
                officer,
                roster.id(),
                new Rosters.Pattern(
                        today.plusDays(40),
                        today.plusDays(59),
                        EnumSet.allOf(DayOfWeek.class),
                        Rosters.Days.ALL,
                        LocalTime.of(17, 30),
                        LocalTime.of(8, 30),
                        office));
    }

    private void leave(Actor director) {
        Seat liaison = first(COMMUNITY + "-E002", Role.ESTATE_LIAISON);
        Instant from = Clocks.today(clock)
                .plusDays(5)
                .atTime(8, 30)
                .atZone(Clocks.ZONE)
                .toInstant();
        var asked = absences.ask(
                actor(liaison),
                new Absences.Wanted(liaison.id(), from, from.plusSeconds(3L * 86_400), Absence.Kind.LEAVE, null, ""));
        absences.approve(director, asked.id(), null);
    }

    private Seat first(String code, Role role) {
        return seats.at(List.of(code)).stream()
                .filter(seat -> seat.role() == role)
                .findFirst()
                .orElseThrow();
    }

    private static Actor actor(Seat seat) {
        return new Actor(seat.person(), seat.person(), seat.holder(), List.of(seat));
    }
}
