package org.gongzhi.patrols;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.gongzhi.Foreign;
import org.gongzhi.Foreigners;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.springframework.jdbc.core.simple.JdbcClient;

/// A patrol team with a route, a plan and an outing.
class PatrolsForeigners implements Foreigners {

    private final JdbcClient client;
    private final Patrols patrols;
    private final Ids ids;
    private final Clock clock;

    PatrolsForeigners(JdbcClient client, Patrols patrols, Ids ids, Clock clock) {
        this.ids = ids;
        this.client = client;
        this.patrols = patrols;
        this.clock = clock;
    }

    @Override
    public void make(Foreign street) throws Exception {
        String team = street.post(
                        "/patrols/teams", street.officer, Map.of("place", street.estate(), "name", Foreign.named()))
                .path("id")
                .asString();
        var points = List.of(113.960, 23.010, 113.961, 23.010);
        street.post(
                "/patrols/teams/" + team + "/routes",
                street.officer,
                Map.of("id", 0, "name", "x", "points", points, "version", 0));
        street.post("/patrols/teams/" + team + "/plans", street.officer, plan());
        patrols.makeOutings();
        long outing = client.sql("select min(id) from patrols.outing where team = ?")
                .param(Long.valueOf(team))
                .query(Long.class)
                .single();
        street.stands("/patrols/teams/{id}", team);
        street.says("/patrols/teams", "name", "x");
        street.names("/patrols/teams", "place", street.estate());
        street.says("/patrols/teams/{id}", "points", points);
        outing(street, outing);
    }

    private void outing(Foreign street, long outing) {
        street.stands("/patrols/teams/{id}/plans/{row}", 1);
        street.stands("/patrols/{id}", outing);
        street.open("POST /patrols/{id}/{act} place", "anybody may report a problem anywhere");
        street.stands(
                "/patrols/{id}/{act}",
                "sign-up",
                "sign-off",
                "start",
                "finish",
                "cancel",
                "find",
                "propose",
                "withdraw-proposal");
        street.says("/patrols/{id}", "proposal", proposal(street, outing));
        street.may("/patrols/{id}", street.resident);
        plan().forEach((name, value) -> street.says("/patrols/teams/{id}/plans", name, value));
        street.says("/patrols/{id}", "kind", "P01");
    }

    /// A walker's proposal; a real one would have to wait for the day of the outing.
    private long proposal(Foreign street, long outing) {
        long proposal = ids.next();
        client.sql("""
                        insert into patrols.proposal (community, id, outing, account, words, state, at)
                        values (?, ?, ?, ?, ?, 'RAISED', now())""")
                .params(street.community.id(), proposal, outing, street.resident.account(), Foreign.SECRET)
                .update();
        return proposal;
    }

    private Map<String, Object> plan() {
        var today = Clocks.today(clock);
        return Map.of(
                "route",
                1,
                "weekdays",
                127,
                "begins",
                "06:30",
                "minutes",
                60,
                "seats",
                5,
                "from",
                today.toString(),
                "until",
                today.plusDays(60).toString());
    }
}
