package org.gongzhi.matters;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gongzhi.duty.OpenWork;
import org.gongzhi.kernel.Ids;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Tells duty how many matters a seat has open, and which.
@Component
class MatterWork {

    private final JdbcClient client;

    MatterWork(OpenWork work, JdbcClient client) {
        this.client = client;
        work.add(this::counts, this::items);
    }

    private Map<Long, Integer> counts(java.util.Collection<Long> seats) {
        var counts = new HashMap<Long, Integer>();
        client.sql("""
                        select lead_seat, count(*) from matters.matter where lead_seat = any (?) and open
                        group by lead_seat""")
                .param(seats.toArray(Long[]::new))
                .query((row, _) -> Map.entry(row.getLong(1), row.getInt(2)))
                .list()
                .forEach(each -> counts.put(each.getKey(), each.getValue()));
        return counts;
    }

    private List<OpenWork.Item> items(long seat, int most) {
        return client.sql("""
                        select id, kind, deadline from matters.matter where lead_seat = ? and open
                        order by deadline, id limit ?""")
                .params(seat, most)
                .query((row, _) -> new OpenWork.Item(
                        Ids.number(row.getLong(1)),
                        row.getString(2),
                        row.getTimestamp(3).toInstant(),
                        "/matters/" + Ids.number(row.getLong(1))))
                .list();
    }
}
