package org.gongzhi.councils;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// What time brings to councils: regular meetings planned, members reminded, whatever is late chased.
@Component
class CouncilTimers {

    private final Bodies bodies;
    private final Topics topics;
    private final Remarks remarks;
    private final Meetings meetings;
    private final Groups groups;

    CouncilTimers(Bodies bodies, Topics topics, Remarks remarks, Meetings meetings, Groups groups) {
        this.bodies = bodies;
        this.topics = topics;
        this.remarks = remarks;
        this.meetings = meetings;
        this.groups = groups;
    }

    @Scheduled(
            fixedDelayString = "${gongzhi.councils.timers:PT10M}",
            initialDelayString = "${gongzhi.councils.timers:PT4M}")
    public void round() {
        meetings.planRegular();
        meetings.remind();
        topics.chase();
    }

    /// Who has to answer or to meet is told once a day, in the morning.
    @Scheduled(cron = "${gongzhi.councils.daily:0 5 9 * * *}", zone = "Asia/Shanghai")
    public void daily() {
        remarks.chase();
        groups.chase();
        bodies.chase();
    }
}
